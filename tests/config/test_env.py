"""The environment: what an installation may set."""

import stat

import pytest

from quanheng.config import env
from quanheng.core.values import Refused


def test_sqlite_address_relative_and_absolute():
    assert env.database("sqlite:///var/a.sqlite3")["NAME"] == "var/a.sqlite3"
    assert env.database("sqlite:////srv/a.sqlite3")["NAME"] == "/srv/a.sqlite3"


def test_sqlite_takes_the_write_lock_at_once_and_keeps_foreign_keys():
    assert env.database("sqlite:///a")["OPTIONS"] == {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }


def test_postgres_address():
    assert env.database("postgres://li:a%40b@db.example:5433/people?sslmode=require") == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "people",
        "USER": "li",
        "PASSWORD": "a@b",
        "HOST": "db.example",
        "PORT": "5433",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"sslmode": "require"},
    }


def test_postgres_address_by_socket():
    found = env.database("postgresql://postgres:@/people?host=/run/postgres")
    assert (found["NAME"], found["USER"], found["HOST"], found["PORT"], found["OPTIONS"]) == (
        "people",
        "postgres",
        "/run/postgres",
        "",
        {},
    )


@pytest.mark.parametrize("url", ["mysql://a/b", "postgres://host", "sqlite://", "people.sqlite3"])
def test_any_other_address_is_refused(url):
    with pytest.raises(Refused) as refusal:
        env.database(url)
    assert (refusal.value.code, refusal.value.where) == ("database_unknown", "QUANHENG_DATABASE")


@pytest.mark.parametrize(("value", "expected"), [("1", True), ("On", True), ("", False), ("no", False)])
def test_flag(monkeypatch, value, expected):
    monkeypatch.setenv("QUANHENG_DEMO", value)
    assert env.flag("QUANHENG_DEMO") is expected


def test_a_flag_that_is_neither_on_nor_off_is_refused(monkeypatch):
    monkeypatch.setenv("QUANHENG_DEMO", "perhaps")
    with pytest.raises(Refused, match="QUANHENG_DEMO"):
        env.flag("QUANHENG_DEMO")


def test_secret_key_is_made_once_and_for_its_owner_alone(tmp_path, monkeypatch):
    monkeypatch.delenv("QUANHENG_SECRET_KEY", raising=False)
    first = env.secret_key(tmp_path)
    assert len(first) >= 64
    assert env.secret_key(tmp_path) == first
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


def test_the_first_of_two_writers_wins(tmp_path):
    env.write_once(tmp_path / "key", "first")
    env.write_once(tmp_path / "key", "second")
    assert (tmp_path / "key").read_text() == "first\n"
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_a_given_secret_key_writes_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("QUANHENG_SECRET_KEY", "given")
    assert env.secret_key(tmp_path) == "given"
    assert list(tmp_path.iterdir()) == []
