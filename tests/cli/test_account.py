"""`quanheng account`: a real installation gets its first administrator, and links that let people in."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

from command_line import DATA, call


def house_book(home: Path) -> list[tuple[str, str, str]]:
    """Who did what to which subject, as the house book has it."""
    with sqlite3.connect(home / "quanheng.sqlite3") as database:
        return database.execute(
            "SELECT actor, act, subject FROM store_traceentry WHERE book = 'house' ORDER BY number"
        ).fetchall()


def test_the_first_administrator_comes_from_the_command_line(tmp_path: Path):
    home = {"QUANHENG_HOME": str(tmp_path)}
    empty = call("account", "list", **home)
    assert (empty.code, empty.out, "account open" in empty.err) == (0, "", True)
    opened = call("account", "open", "root-1", "--name", "管理员甲", "--role", "administrator", **home)
    assert (opened.code, opened.err) == (0, "")
    link = call("account", "link", "root-1", "--address", "https://quanheng.example/", **home)
    assert re.search(r"^https://quanheng\.example/sign-in/link#\S+$", link.out, re.MULTILINE)
    assert call("account", "list", "--lang", "en", **home).out == "root-1\t管理员甲\t-\tAdministrator\n"
    assert house_book(tmp_path) == [("command-line", "manage_accounts", "root-1")] * 3


def test_roles_that_may_not_meet_leave_no_account_behind(tmp_path: Path):
    home = {"QUANHENG_HOME": str(tmp_path)}
    roles = ("--role", "administrator", "--role", "organiser")
    refused = call("account", "open", "both", "--name", "某", *roles, **home)
    assert (refused.code, "不参与选拔" in refused.err) == (2, True)
    assert call("account", "list", **home).out == ""
    assert house_book(tmp_path) == []


def test_an_account_of_somebody_in_the_roster_keeps_their_code(tmp_path: Path):
    home = {"QUANHENG_HOME": str(tmp_path)}
    somebody = ("account", "open", "judge-1", "--name", "评委", "--person", "HW007")
    roles = ("--role", "judge", "--role", "committee_member")
    assert call(*somebody, *roles, **home).code == 2
    assert call("roster", "import", DATA / "demo" / "roster", "--confirm", **home).code == 0
    assert call(*somebody, *roles, **home).code == 0
    assert call("account", "list", **home).out == "judge-1\t评委\tHW007\t评委, 领导班子成员\n"


def test_a_link_for_nobody_is_refused(tmp_path: Path):
    done = call("account", "link", "nobody", "--lang", "en", QUANHENG_HOME=str(tmp_path))
    assert (done.code, done.out, "There is no such account." in done.err) == (2, "", True)
