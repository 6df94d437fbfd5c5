"""Opinions of the demonstration (演示中的意见): signed once, waiting for the second hand."""

from __future__ import annotations

from datetime import datetime

from quanheng.actions.demo_runs import DemoAccount
from quanheng.actions.record_rows import record_rows
from quanheng.core.authority import Actor
from quanheng.core.engine import slate_before
from quanheng.core.stages.clearance import Opinion
from quanheng.core.values import Text
from quanheng.store.load import run_state

ACCOUNTS = (
    DemoAccount(
        "archivist", "", "staff", "SJ008", Text("出具档案和个人事项意见", "gives opinions on archives")
    ),
    DemoAccount("second", "", "staff", "SJ010", Text("在意见上第二签字", "signs opinions second")),
)
FIRST = Actor("archivist", "SJ008", frozenset({"staff"}))


def signed_once(code: str, now: datetime) -> None:
    """The first candidate's archive is checked and signed by one hand; the second has not signed yet."""
    state = run_state(code)
    [person, *_] = slate_before(state.facts.plan, state.outcomes, "clearance").people()
    row = Opinion(
        person=person,
        must="archive",
        result="clear",
        document="滨市监组核〔2026〕1号",
        given_on=now.date(),
        signed_by="SJ008",
    )
    record_rows(FIRST, code, "clearance", "opinions", [row], now)
