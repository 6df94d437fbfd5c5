"""Cases of the demonstration (演示案件): one closed, its effect in the archive; one being heard."""

from __future__ import annotations

from datetime import datetime, timedelta

from quanheng.actions.answer_appeal import answer_appeal
from quanheng.actions.close_case import close_case
from quanheng.actions.open_case import open_case
from quanheng.actions.record_case_step import record_case_step
from quanheng.core.accountability.steps import (
    Answer,
    Appeal,
    Closing,
    Decision,
    Finding,
    Imposed,
    Opening,
    Statement,
    StepKind,
)
from quanheng.core.authority import Actor
from quanheng.core.inputs import Row
from quanheng.core.values import Candidate
from quanheng.store.load import run_state

OFFICER = Actor("discipline", "HW011", frozenset({"discipline_officer"}))
HEARD = Candidate("HW025", "station-deputy")
CLOSED = Candidate("HW038", "team-head")
PRINCIPAL = "HW010"
"""Who nominated the second: the principal of the unit."""
VOTERS = "HW011、HW012、HW016、HW034"
ROOM = timedelta(days=100)
"""So long ago a run must have ended for a case to have come to its end before the other runs began."""


def case_closed(run: str, now: datetime) -> None:
    """A case about one nomination, from its opening to its effect, soon after the run ended."""
    ended = max(c.closed_on for c in run_state(run).facts.closings)
    if now.date() - ended < ROOM:
        return
    at = now.replace(year=ended.year, month=ended.month, day=ended.day, hour=10, minute=0, second=0)
    day = [at + timedelta(days=n) for n in (3, 5, 7, 10, 12)]
    opening = Opening(
        ground="FN-6",
        evidence="被提名人任职后工作方法简单引发集体上访，提名表所写不足未如实反映（区信访局通报第6期）",
        known_on=day[0].date(),
        scope="nominators",
    )
    code = open_case(OFFICER, run, CLOSED, opening, day[0])
    said = "提名经集体研究，已写明性子急；对其群众工作短板估计不足，接受处理。"
    found = "对被提名人的不足了解不深、反映不实，造成不良影响，承担首提责任。"
    heard, found_on, decided, closed = day[1:]

    def step(kind: StepKind, row: Row, when: datetime) -> None:
        record_case_step(OFFICER, code, kind, row, when)

    step("statement", Statement(party=PRINCIPAL, text=said, stated_on=heard.date()), heard)
    finding = Finding(party=PRINCIPAL, manner="individual", reasons=found, found_on=found_on.date())
    step("finding", finding, found_on)
    minutes = Decision(held_on=decided.date(), present=VOTERS, agree=4, paper="责追纪要〔2026〕1号")
    step("decision", minutes, decided)
    paper = "河街责追〔2026〕1号"
    imposed = Imposed(party=PRINCIPAL, consequence="admonition", imposed_on=decided.date(), paper=paper)
    step("consequence", imposed, decided)
    close_case(OFFICER, code, Closing(closed_on=closed.date(), note="已送达本人，归档。"), closed)
    asked, answered = at + timedelta(days=13), at + timedelta(days=20)
    text = "已在提名表写明其性子急，请求减轻。"
    step("appeal", Appeal(party=PRINCIPAL, way="appeal", text=text, asked_on=asked.date()), asked)
    answer = Answer(
        party=PRINCIPAL,
        way="appeal",
        result="changed",
        consequence="criticism",
        reasons="提名表对不足有所反映，后果有其他原因，予以减轻。",
        by="河东区纪委监委",
        paper="河东纪复〔2026〕3号",
        answered_on=answered.date(),
    )
    answer_appeal(OFFICER, code, answer, answered)


def case_heard(run: str, now: datetime) -> None:
    """A case that was opened today; one of those concerned has spoken."""
    opening = Opening(
        ground="FN-1",
        evidence="区纪委移送：任职前曾违规收受企业礼金，任职考察时未发现（区纪函〔2026〕31号）",
        known_on=now.date(),
        scope="nominators_and_inspectors",
    )
    code = open_case(OFFICER, run, HEARD, opening, now)
    said = "考察时查阅了档案、听取了纪工委意见，未收到相关反映；未走访服务企业，考察不够深入。"
    record_case_step(
        OFFICER, code, "statement", Statement(party="HW014", text=said, stated_on=now.date()), now
    )
