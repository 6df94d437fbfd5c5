"""Subjects of entries (记录的对象): what an entry of the trace is about, in words instead of codes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from quanheng.core.alerts.terms import KINDS as ALERTS
from quanheng.core.kinds import KINDS
from quanheng.core.plans.schema import Plan
from quanheng.core.values import Text
from quanheng.store.work_lists import names_of_accounts, names_of_people, titles_of_plans
from quanheng.web.run_table import title_of

SUBJECTS = {
    "members": Text("机构成员", "Members of bodies"),
    "roster": Text("名册", "Roster"),
    "alerts": Text("预警数目", "Numbers of the alerts"),
    "question bank": Text("廉政题库", "Integrity question bank"),
    "competition_share": Text("竞争性选拔比例", "Share of competition"),
}


@dataclass(frozen=True)
class Names:
    """What the subjects of some entries are called: plans, people and accounts by their codes."""

    plans: Mapping[str, Text]
    people: Mapping[str, str]
    accounts: Mapping[str, str]

    @classmethod
    def of(cls, subjects: Iterable[str]) -> Names:
        """The names that these subjects need."""
        said = set(subjects)
        return cls(titles_of_plans() if said else {}, names_of_people(said), names_of_accounts(said))

    def subject(self, act: str, said: str, body: Mapping[str, Any], plan: Plan | None) -> Text:
        """What an entry is about: a person, an account, an alert, a plan, a stage and its table."""
        if act == "manage_accounts" and self.accounts.get(said):
            return _with_code(self.accounts[said], said)
        if said in self.people:
            return _with_code(self.people[said], said)
        if said.startswith("alert.") and body.get("kind") in ALERTS:
            return ALERTS[body["kind"]].title
        return self._plan(said) or _part(said, plan)

    def _plan(self, said: str) -> Text | None:
        """A plan by its title, with what else the subject says of it."""
        known = next((p for p in self.plans if said == p or re.match(rf"{re.escape(p)}\W", said)), None)
        if known is None:
            return None
        title, rest = self.plans[known], said.removeprefix(known)
        return Text(f"{title.zh}（{known}{rest}）", f"{title.say('en')} ({known}{rest})")


def _with_code(name: str, code: str) -> Text:
    return Text(f"{name}（{code}）", f"{name} ({code})")


def _part(said: str, plan: Plan | None) -> Text:
    """A stage, its table or its election by their titles; other subjects in the words that they have."""
    mark = "." if "." in said else ":"
    stage, _, rest = said.partition(mark)
    settings = next((s for s in plan.stages if s.id == stage), None) if plan else None
    if settings is None:
        return SUBJECTS.get(said, Text(said, said))
    title = title_of(settings)
    held = next((t.title for t in KINDS[settings.kind].tables if t.name == rest and mark == "."), None)
    named = held or (Text(f"投票 {rest}", f"election {rest}") if mark == ":" else Text(rest, rest))
    if not rest:
        return title
    return Text(f"{title.zh} · {named.zh}", f"{title.say('en')} · {named.say('en')}")
