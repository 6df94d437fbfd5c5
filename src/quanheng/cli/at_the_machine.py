"""At the machine (在本机操作): whoever may run commands on the server acts as the installation itself."""

from __future__ import annotations

from quanheng.core.authority import Actor

ACCOUNT = "command-line"
ACCOUNT_KEEPER = Actor(ACCOUNT, None, frozenset({"administrator"}), "命令行")
ROSTER_KEEPER = Actor(ACCOUNT, None, frozenset({"organiser"}), "命令行")
CASE_KEEPER = Actor(ACCOUNT, None, frozenset({"discipline_officer"}), "命令行")
