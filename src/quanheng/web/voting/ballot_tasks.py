"""Ballots that wait for a voter (待领、待投的票): one line each, with the next step and its hours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from quanheng.actions.open_election import title_of
from quanheng.actions.set_up_election import settings_of
from quanheng.core.ballots.hours import hours_of
from quanheng.core.plans.timeline import name_of
from quanheng.core.values import Text
from quanheng.store.elections import OPEN_TO_VOTERS, OwnBallot, elections_of_voter
from quanheng.store.load import run_state
from quanheng.web.tasks import Task
from quanheng.web.voting.hours_told import due_of

SLIPS = Text("到会场签到，亲手抽一张印制票", "Sign in at the meeting and draw a printed slip")
COLLECT = Text("领票", "Collect your ballots")
COLLECTED = Text("已领票，等投票开始", "Collected; voting is to come")
MISSED = Text("领票已结束，您没有领票", "Collecting is over, and you did not collect")
CAST = Text("请投票：用领票的手机打开投票页", "Vote: open the voting page on the phone that collected")


def ballot_tasks(person: str, at: datetime) -> Iterator[Task]:
    """The elections in which somebody may collect or vote now, each with the end of the published hours."""
    for own in elections_of_voter(person, OPEN_TO_VOTERS):
        plan = run_state(own.facts.run).facts.plan
        title = title_of(own.facts, name_of(settings_of(plan, own.facts.stage)))
        step = next_step(own)
        times, waits = own.facts.rules["times"], step in (COLLECT, CAST, SLIPS)
        due = due_of(times, "collect" if step is COLLECT else "cast") if waits else None
        yield Task(
            text=Text(f"{title.zh}：{step.zh}", f"{title.say('en')}: {step.say('en')}"),
            where=plan.title,
            run=own.facts.run,
            href=reverse("ballot-collect", args=[own.facts.code]),
            due_on=due.date() if due else None,
            is_late=due is not None and at.replace(tzinfo=None) > due,
            notes=tuple(_hours(own)),
        )


def next_step(own: OwnBallot) -> Text:
    """What the voter does next."""
    if own.facts.rules["ways"].get(own.group) == "slips":
        return SLIPS
    if own.is_collected:
        return CAST if own.facts.phase == "cast" else COLLECTED
    return COLLECT if own.facts.phase == "collect" else MISSED


def _hours(own: OwnBallot) -> Iterator[Text]:
    """When to collect, while that is open, and when to vote."""
    times = own.facts.rules["times"]
    collect, cast = hours_of(times, "collect"), hours_of(times, "cast")
    if collect and own.facts.phase == "collect" and next_step(own) is COLLECT:
        yield Text(f"领票时间：{collect.said().zh}", f"Collecting: {collect.said().say('en')}")
    if cast:
        yield Text(f"投票时间：{cast.said().zh}", f"Voting: {cast.said().say('en')}")
