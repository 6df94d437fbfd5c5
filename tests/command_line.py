"""The command line as people call it: another process, files in, files out."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import quanheng.data

DATA = Path(quanheng.data.__file__).parent
PLAN = DATA / "plans" / "s10-street-office.yaml"
COMMAND = Path(sys.executable).parent / "quanheng"


@dataclass(frozen=True)
class Done:
    """What a call left: its exit code and what it said on either stream."""

    code: int
    out: str
    err: str


def call(*arguments: str | Path, **environment: str) -> Done:
    """Call `quanheng` in a process of its own."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("QUANHENG_", "DJANGO_"))}
    ended = subprocess.run(
        [COMMAND, *map(str, arguments)],
        env={**kept, **environment},
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert "Traceback" not in ended.stderr, ended.stderr
    return Done(ended.returncode, ended.stdout, ended.stderr)


@dataclass(frozen=True)
class Office:
    """A copy of the shipped inputs that a test may spoil, and where its result would go."""

    folder: Path
    plan: Path

    @property
    def inputs(self) -> Path:
        return self.folder / "s10"

    @property
    def out(self) -> Path:
        return self.folder / "result" / "s10"

    def edit(self, file: str, change: Callable[[str], str]) -> None:
        """Change the text of one file, which must then differ."""
        path = self.folder / file
        before = path.read_text(encoding="utf-8-sig")
        after = change(before)
        assert after != before
        path.write_text(after, encoding="utf-8")

    def line(self, file: str, number: int, text: str) -> None:
        """Put another line in place of one, counted from 1; one beyond the end is added."""

        def changed(before: str) -> str:
            lines = before.splitlines()
            lines[number - 1 : number] = [text]
            return "\n".join(lines) + "\n"

        self.edit(file, changed)

    def run(self, *more: str) -> Done:
        """Run the plan from the inputs as they are now."""
        return call("run", self.plan, "--inputs", self.inputs, "--out", self.out, *more)

    def written(self) -> list[str]:
        """Everything that stands where the result would go, hidden files too."""
        place = self.out.parent
        return sorted(str(p.relative_to(place)) for p in place.rglob("*")) if place.exists() else []
