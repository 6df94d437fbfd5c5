"""Leak matrix (谁能看到什么): who could see which fact, worked out from the policy tables and never typed.

Shapes: what the screens ask (`table_access`, `field_policy`, `ACTS`, the alerts' `may_read`) is asked here
again, for a role or for an account with the roles that it held on a day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from quanheng.core.accountability.access import reads_file, states_own
from quanheng.core.accountability.case import Case
from quanheng.core.act_titles import act_title
from quanheng.core.alerts.terms import KINDS as ALERTS
from quanheng.core.authority import ROLES, Actor, may
from quanheng.core.field_policy import DERIVED, FACT_TITLES, OWN, POLICY, sight
from quanheng.core.inputs import Column, InputTable
from quanheng.core.roster_tables import TABLES as ROSTER
from quanheng.core.roster_tables import PersonRow
from quanheng.core.table_access import table_access
from quanheng.core.values import Text

Sight = Literal["whole", "own", "masked", "none"]
StageState = Literal["ahead", "open", "closed"]

SIGHTS: Mapping[Sight, Text] = {
    "whole": Text("全部", "whole"),
    "own": Text("仅本人", "own only"),
    "masked": Text("遮蔽", "masked"),
    "none": Text("看不到", "not"),
}
GROUPS: Mapping[str, Text] = {
    "run": Text("选拔中的录入", "What was entered in a run"),
    "archive": Text("名册事实", "Facts of the archive"),
    "supervision": Text("监督", "Supervision"),
    "trace": Text("纪实", "The trace"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One kind of fact and how much of it somebody sees.

    Shapes: `rule` says in words by which table that was decided; `sees` answers for an actor; a person who
    stands in the run is asked with `stands`; `sees_later` answers as it will once an open stage is closed.
    """

    id: str
    group: str
    title: Text
    rule: Text
    sees: Callable[[Actor, bool], Sight]
    sees_later: Callable[[Actor, bool], Sight] | None = None


def table_fact(stage: str, title: Text, table: InputTable, state: StageState, is_counted: bool) -> Fact:
    """The rows of one input table, in the state in which the stage was."""

    def sees_when(is_closed: bool) -> Callable[[Actor, bool], Sight]:
        def sees(actor: Actor, stands: bool) -> Sight:
            access = table_access(
                actor,
                table.act,
                secret=table.secret,
                is_closed=is_closed,
                is_counted=is_counted,
                stands=stands,
            )
            if not access.opens or not access.shows_rows:
                return "none"
            return "own" if access.own_only else "whole"

        return sees

    said = {
        "ahead": Text("环节未到", "stage ahead"),
        "open": Text("环节进行中", "stage open"),
        "closed": Text("环节已结束", "stage closed"),
    }[state]
    secret = Text("，不记名", ", without author") if table.secret else Text("")
    counted = Text("，由票箱计出", ", counted from the box") if is_counted else Text("")
    rule = Text(
        f"录入权限“{act_title(table.act).zh}”（{said.zh}{secret.zh}{counted.zh}）",
        f"access to “{act_title(table.act).say('en')}” ({said.en}{secret.en}{counted.en})",
    )
    name = Text(f"{title.zh} · {table.title.zh}", f"{title.say('en')} · {table.title.say('en')}")
    later = None if state == "closed" else sees_when(True)
    return Fact(f"{stage}.{table.name}", "run", name, rule, sees_when(state == "closed"), later)


def archive_facts() -> tuple[Fact, ...]:
    """Every fact of the field policy, as the roster's pages show it."""
    return tuple(_archive_fact(name) for name in (*POLICY, *DERIVED))


def _archive_fact(name: str) -> Fact:
    def sees(actor: Actor, stands: bool) -> Sight:
        seen: Sight = sight(actor, name) if may(actor, "view_roster") else "none"
        is_own = actor.person is not None and sight(actor, name, own=True) != "none"
        return "own" if seen == "none" and is_own else seen

    shown = title_of(DERIVED.get(name, name))
    rule = Text(f"字段权限“{shown.zh}”", f"field policy of “{shown.say('en')}”")
    return Fact(f"archive.{name}", "archive", title_of(name), rule, sees)


def title_of(name: str) -> Text:
    """What a fact of the archive is called."""
    if name in FACT_TITLES:
        return FACT_TITLES[name]
    table = next((t for t in ROSTER if t.name == name), None)
    if table is not None:
        return table.title
    info = PersonRow.model_fields.get(name)
    column = next((m for m in info.metadata if isinstance(m, Column)), None) if info else None
    return Text(column.zh, column.en) if column else Text(name, name)


def act_fact(id: str, group: str, title: Text, *acts: str) -> Fact:
    """What whoever may do one of some acts sees whole, and nobody else at all."""

    def sees(actor: Actor, stands: bool) -> Sight:
        return "whole" if any(may(actor, act) for act in acts) else "none"

    zh = "、".join(f"“{act_title(act).zh}”" for act in acts)
    en = ", ".join(f"“{act_title(act).say('en')}”" for act in acts)
    return Fact(id, group, title, Text(f"操作权限{zh}", f"authority for {en}"), sees)


def run_facts() -> tuple[Fact, ...]:
    """What the pages of a run tell: standings, scores, papers, forms; not to whoever stands in it."""
    said = Text(f"操作权限“{act_title('view_run').zh}”，本人是人选的回避", "authority to view a run, recusal")

    def sees(actor: Actor, stands: bool) -> Sight:
        return "whole" if may(actor, "view_run") and not stands else "none"

    named = {
        "results": Text("总表、名次、退出理由", "Standings, ranks and why people left"),
        "evidence": Text("得分明细、考察和意见的依据", "Working of scores, evidence of each cell"),
        "papers": Text("文书草稿和印发件", "Papers, drafted and issued"),
        "forms": Text("冻结的审批表", "Forms frozen at the decision"),
    }
    return tuple(Fact(f"run.{key}", "run", title, said, sees) for key, title in named.items())


def supervision_facts() -> tuple[Fact, ...]:
    """Alerts of each kind, reports and duties."""
    return (
        *(_alert_fact(kind) for kind in ALERTS),
        act_fact(
            "reports", "supervision", Text("举报内容、举报人", "Reports and who sent them"), "handle_report"
        ),
        act_fact("duties", "supervision", Text("任后监督", "Duties after appointment"), "view_duties"),
        act_fact(
            "nominations", "supervision", Text("首提台账", "Register of nominations"), "view_nominations"
        ),
    )


def case_fact(case: Case) -> Fact:
    """The file of one accountability case, as far as its steps went; those concerned see their own step."""

    def sees(actor: Actor, stands: bool) -> Sight:
        if reads_file(case, actor):
            return "whole"
        return "own" if states_own(case, actor) else "none"

    title = Text(f"责任追究案件 {case.code}", f"Accountability case {case.code}")
    view = act_title("view_case")
    rule = Text(
        f"操作权限“{view.zh}”；决定机构成员有了认定才看；案件记载的人、人选和亲属回避",
        f"authority for “{view.say('en')}”; its deciding body once there are findings; those named recuse",
    )
    return Fact(f"case.{case.code}", "supervision", title, rule, sees)


def _alert_fact(code: str) -> Fact:
    kind = ALERTS[code]

    def sees(actor: Actor, stands: bool) -> Sight:
        is_read = all(sight(actor, name) == "whole" for name in kind.facts)
        return "whole" if is_read and may(actor, "view_alerts") else "none"

    facts = [title_of(name) for name in sorted(kind.facts)] or [Text("无", "none")]
    zh, en = "、".join(f.zh for f in facts), ", ".join(f.say("en") for f in facts)
    may_view = act_title("view_alerts")
    rule = Text(
        f"操作权限“{may_view.zh}”，字段权限“{zh}”",
        f"authority for “{may_view.say('en')}”, field policy of “{en}”",
    )
    title = Text(f"预警：{kind.title.zh}", f"Alert: {kind.title.en}")
    return Fact(f"alerts.{code}", "supervision", title, rule, sees)


def trace_facts() -> tuple[Fact, ...]:
    """The books of the trace."""
    return (
        act_fact("trace.run", "trace", Text("运行的纪实", "A run's book"), "view_trace"),
        act_fact("trace.house", "trace", Text("总册", "The house book"), "view_trace"),
        act_fact(
            "trace.reports", "trace", Text("举报线的账册", "The book of the report line"), "handle_report"
        ),
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One fact against every role: how much each sees."""

    fact: Fact
    sights: tuple[tuple[str, Sight], ...]


PUBLIC = "public"
COLUMNS = (*ROLES, PUBLIC)
"""The roles of the house and the public, in the order of the columns."""


def matrix_of(facts: Iterable[Fact]) -> tuple[Line, ...]:
    """Every fact against every role, each held alone by somebody of the archive; the public by nobody."""
    return tuple(
        Line(fact, tuple((role, fact.sees(_alone(role), False)) for role in COLUMNS)) for fact in facts
    )


def _alone(role: str) -> Actor:
    return Actor(role, None if role == PUBLIC else OWN, frozenset({role}))


@dataclass(frozen=True, slots=True)
class Reader:
    """One account as it stood on a day: its roles outside of any run and in the run in question.

    Shapes: `stands` when the person stood in the run; `untraced` are roles whose granting no entry records.
    """

    actor: Actor
    stands: bool = False
    untraced: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Seen:
    """How much one account could see of a fact, and by which of its roles."""

    reader: Reader
    sight: Sight
    by: tuple[str, ...]


def readers_of(fact: Fact, readers: Iterable[Reader]) -> tuple[Seen, ...]:
    """Every account against one fact; `by` are the roles that alone give as much."""
    found = []
    for reader in readers:
        actor = reader.actor
        sight_now = fact.sees(actor, reader.stands)
        by = tuple(
            role
            for role in ROLES
            if role in actor.roles
            and sight_now != "none"
            and fact.sees(Actor(actor.account, actor.person, frozenset({role}), actor.name), reader.stands)
            == sight_now
        )
        found.append(Seen(reader, sight_now, by))
    return tuple(found)
