"""The environment (环境变量): what an installation may set, read in one place."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from quanheng.core.values import Refused

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"", "0", "false", "no", "off"})

SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
BOX_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
"""A ballot that was acknowledged survives a power cut; what was deleted is overwritten."""


def text(name: str, default: str = "") -> str:
    """One variable, stripped; the default where it is absent or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str) -> bool:
    """A variable that is on or off; off where it is absent.

    Errors: Refused `setting_not_a_flag`.
    """
    value = text(name).lower()
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise Refused(
        "setting_not_a_flag",
        f"“{value}”既不是开也不是关。",
        f"“{value}” is neither on nor off.",
        where=name,
        remedy_zh="请写 1 或 0。",
        remedy_en="Write 1 or 0.",
    )


def listed(name: str, default: str = "") -> list[str]:
    """A variable that holds several values parted by commas."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def home() -> Path:
    """The directory that holds everything this installation writes; made when absent, closed to others."""
    directory = Path(text("QUANHENG_HOME", "var")).expanduser().resolve()
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    return directory


def secret_key(directory: Path) -> str:
    """The signing key: given, or made once for this installation and kept for its owner's eyes only."""
    given = text("QUANHENG_SECRET_KEY")
    if given:
        return given
    kept = directory / "secret.key"
    if not kept.exists():
        write_once(kept, secrets.token_urlsafe(64))
    return kept.read_text(encoding="ascii").strip()


def write_once(path: Path, content: str) -> None:
    """Write a private file whole or not at all; the first of several processes wins."""
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=path.name)  # mkstemp opens with mode 0600
    try:
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(content + "\n")
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(draft)


def database(url: str, pragmas: str = SQLITE_PRAGMAS) -> dict[str, Any]:
    """Django's description of the database that a URL names.

    Shapes: `sqlite:///relative.sqlite3`, `sqlite:////absolute.sqlite3`, `postgres://user:password@host:5432/name`,
    `postgres://user@/name?host=/socket/directory`; other query keys go to the driver as they stand.
    Errors: Refused `database_unknown`.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite" and parts.path.strip("/"):
        return sqlite(unquote(parts.path[1:]), pragmas)
    if parts.scheme in {"postgres", "postgresql"} and parts.path.strip("/"):
        query = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": query.pop("host", "") or parts.hostname or "",
            "PORT": query.pop("port", "") or str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": query,
        }
    raise Refused(
        "database_unknown",
        "数据库地址既不是 sqlite:/// 也不是 postgres:// 开头的完整地址。",
        "The database address is neither a whole sqlite:/// nor a whole postgres:// address.",
        where="QUANHENG_DATABASE",
        remedy_zh="例如 sqlite:///var/quanheng.sqlite3 或 postgres://user@host/quanheng。",
        remedy_en="For example sqlite:///var/quanheng.sqlite3 or postgres://user@host/quanheng.",
    )


def sqlite(name: str, pragmas: str = SQLITE_PRAGMAS) -> dict[str, Any]:
    """Django's description of an SQLite file.

    A transaction takes the write lock as it begins: a reader that turns writer later would fail at once
    instead of waiting its turn.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas},
    }
