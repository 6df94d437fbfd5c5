"""Set-up form (筹备表): what the organiser types about an election, read and proposed; nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.http import QueryDict

from quanheng.actions.election_desk import desk_of, first_roll
from quanheng.actions.set_up_election import Wish
from quanheng.core.ballots.forms import BallotForm
from quanheng.core.ballots.hours import HOUR_NAMES, PARTS
from quanheng.core.ballots.suppression import Disclosure
from quanheng.core.values import Refused, Text
from quanheng.core.workdays import Calendar
from quanheng.store.elections import RollEntry
from quanheng.web.plans.days import planned_steps
from quanheng.web.run_access import RunInView

THRESHOLDS = ("hidden_below", "mean_below", "merge_below")
_BETWEEN = re.compile(r"[,，\t;；]\s*")
ENDS = {"from": Text("开始", "From"), "until": Text("结束", "Until")}
_OPENS, _CLOSES = "09:00", "17:00"


def wish_of(asked: QueryDict, form: BallotForm, stage: str, round_: int) -> Wish:
    """What was typed, as the act takes it. Errors: Refused(unreadable) for what cannot be read."""
    groups = [g.id for g in form.groups]
    return Wish(
        code=asked.get("code", "").strip(),
        stage=stage,
        roll=roll_of(asked.get("roll", ""), group_ids(form)),
        ways={g: "slips" if asked.get(f"way|{g}") == "slips" else "phones" for g in groups},
        unnamed={g: _number(asked.get(f"unnamed|{g}", ""), g) for g in groups if asked.get(f"unnamed|{g}")},
        disclosure=Disclosure(**{name: _number(asked.get(name, ""), name) for name in THRESHOLDS}),
        issuers=2 if asked.get("issuers") == "2" else 1,
        second=asked.get("second", "").strip(),
        times={name: said for name in HOUR_NAMES if (said := asked.get(f"time|{name}", "").strip())},
        round=round_,
    )


def group_ids(form: BallotForm) -> dict[str, str]:
    """The ids of groups by what they are called."""
    return {title: g.id for g in form.groups for title in (g.zh, g.en) if title}


def roll_of(text: str, titles: Mapping[str, str]) -> tuple[RollEntry, ...]:
    """One voter a line; a group may be given by its id or by what it is called."""
    lines = [_BETWEEN.split(line.strip(), maxsplit=1) for line in text.splitlines() if line.strip()]
    wrong = [n for n, parts in enumerate(lines, start=1) if len(parts) != 2]
    if wrong:
        raise unreadable(
            "roll",
            f"选民名册第 {wrong[0]} 行应为“人员编号,组别”。",
            f"Line {wrong[0]} of the roll should read person,group.",
        )
    said = [(person.strip(), group.strip()) for person, group in lines]
    return tuple(RollEntry(person, titles.get(group, group)) for person, group in said)


def _number(said: str, where: str) -> int:
    if not said.strip().isdecimal():
        raise unreadable(where, f"“{said}”不是人数。", f"'{said}' is no number.")
    return int(said)


def unreadable(where: str, zh: str, en: str) -> Refused:
    """The refusal of what was typed or handed in and cannot be read."""
    return Refused("unreadable", zh, en, where, "请改正后再提交。", "Mend it and send it again.")


def ways_of(form: BallotForm, typed: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The groups of the plan with what was typed about how they vote."""
    return [
        {
            "id": group.id,
            "title": Text(group.zh, group.en or group.zh),
            "by_slips": typed.get(f"way|{group.id}") == "slips",
            "unnamed": typed.get(f"unnamed|{group.id}", ""),
        }
        for group in form.groups
    ]


def time_parts(typed: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The fields of the hours with what was typed in them: collecting and voting, each from and until."""
    return [
        {
            "title": title,
            "ends": [
                {"name": f"{part}_{end}", "title": word, "value": typed.get(f"time|{part}_{end}", "")}
                for end, word in ENDS.items()
            ],
        }
        for part, title in PARTS.items()
    ]


def proposal(run: RunInView, stage: str, round_: int, form: BallotForm, today: date) -> dict[str, Any]:
    """What the form shows first: the roll of the first round, bodies called as a group is, those who voted in
    an earlier stage, or everybody in the only group; hours on the day of the plan."""
    facts, code = run.state.facts, run.state.code
    roll = [f"{v.person},{v.group}" for v in first_roll(code, stage)] if round_ > 1 else []
    if not roll:
        roll = [f"{p},{g.id}" for g in form.groups for p in facts.members.get(g.id, ())]
    if not roll:
        roll = _roll_of_earlier(run, stage, form)
    if not roll and len(form.groups) == 1:
        roll = [f"{person},{form.groups[0].id}" for person in sorted(facts.people)]
    first = desk_of(code, stage, 1) if round_ > 1 else None
    as_before = {f"way|{g}": way for g, way in first.rules["ways"].items()} if first else {}
    as_before |= {f"unnamed|{g}": str(n) for g, n in first.rules["unnamed"].items()} if first else {}
    least = Disclosure()
    ending = "" if round_ == 1 else f"-{round_}"
    return {
        "code": f"{code}-{stage}"[: 40 - len(ending)] + ending,
        "roll": "\n".join(roll),
        **{name: getattr(least, name) for name in THRESHOLDS},
        **_hours(run, stage, today),
        **as_before,
    }


def _roll_of_earlier(run: RunInView, stage: str, form: BallotForm) -> list[str]:
    """The roll of the last stage before that voted in groups of the same names, as at one meeting."""
    groups = {g.id for g in form.groups}
    stages = [s.id for s in run.state.facts.plan.stages]
    for earlier in reversed(stages[: stages.index(stage)]):
        roll = [v for v in first_roll(run.state.code, earlier) if v.group in groups]
        if roll:
            return [f"{v.person},{v.group}" for v in roll]
    return []


def _hours(run: RunInView, stage: str, today: date) -> dict[str, str]:
    """Voting on the plan's day, collecting on the working day before, as far as these are to come."""
    step = planned_steps(run.state.facts.plan).get(stage)
    if step is None or step.opens_on is None or step.opens_on <= today:
        return {}
    last = max(step.opens_on, step.closes_on or step.opens_on)
    found = {"time|cast_from": f"{step.opens_on}T{_OPENS}", "time|cast_until": f"{last}T{_CLOSES}"}
    before, calendar = step.opens_on - timedelta(1), Calendar()
    while before > today and not calendar.is_working_day(before):
        before -= timedelta(1)
    if before > today:
        found |= {"time|collect_from": f"{before}T{_OPENS}", "time|collect_until": f"{before}T{_CLOSES}"}
    return found
