"""Offers of a stage (环节可选内容): what the fields of one kind's tables may name, from settings and rows.

Pure: values in, values out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from quanheng.core.channels import CHANNELS
from quanheng.core.engine import RunFacts
from quanheng.core.inputs import InputTable
from quanheng.core.language.terms import StageSettings
from quanheng.core.scoring.given import quantities_in
from quanheng.core.stages.pay import is_open
from quanheng.core.stages.secondment.tables import PARTIES
from quanheng.core.values import Text

Answers = tuple[tuple[str, Text], ...]
"""Pairs of what is stored and what is read."""
Offered = tuple[Answers, bool]
"""Answers, and whether nothing else is right."""


def stage_offer(name: str, facts: RunFacts, stage: StageSettings, table: InputTable) -> Offered | None:
    """What a field of a table offers in this kind of stage, None where the kind says nothing of its own."""
    found = _BY_FIELD.get((stage.kind, table.name, name)) or _BY_FIELD.get((stage.kind, "", name))
    return found(facts, stage) if found else None


def said_by_stage(name: str, value: str, facts: RunFacts, stage: StageSettings) -> Text | None:
    """What one answer of a field is called, where every table of the kind offers it under that name."""
    found = _BY_FIELD.get((stage.kind, "", name))
    return dict(found(facts, stage)[0]).get(value) if found else None


def _named(facts: RunFacts, people: Iterable[str]) -> Answers:
    def said(code: str) -> Text:
        known = facts.people.get(code)
        return Text(f"{known.name}（{code}）", f"{known.name} ({code})") if known else Text(code)

    return tuple((code, said(code)) for code in dict.fromkeys(people))


def _body(facts: RunFacts, *bodies: str | None) -> Answers:
    return _named(facts, (p for body in bodies if body for p in facts.members.get(body, ())))


def _titled(parts: Iterable[Any]) -> Answers:
    return tuple((part.id, part.title) for part in parts)


def _rows(facts: RunFacts, stage: StageSettings, table: str) -> tuple[Any, ...]:
    return tuple(facts.rows.get(stage.id, {}).get(table, ()))


def _words(words: Iterable[str]) -> Answers:
    return tuple((word, Text(word)) for word in dict.fromkeys(words))


def _posts(facts: RunFacts, wanted: Iterable[str]) -> Answers:
    titles = {p.id: p.title for p in facts.plan.posts}
    return tuple((post, titles.get(post, Text(post))) for post in dict.fromkeys(wanted))


def _party(facts: RunFacts, stage: Any) -> Offered:
    return _titled(stage.parties), True


def _party_speaker(facts: RunFacts, stage: Any) -> Offered:
    return _body(facts, *(p.body for p in stage.parties)), False


def _approver(facts: RunFacts, stage: Any) -> Offered:
    return _words(stage.by), True


def _request_number(facts: RunFacts, stage: Any) -> Offered:
    return _words(row.number for row in _rows(facts, stage, "requests")), True


def _pool(facts: RunFacts, stage: Any) -> Offered:
    return _posts(facts, stage.places), True


def _concrete_post(facts: RunFacts, stage: Any) -> Offered:
    return _posts(facts, (post for places in stage.places.values() for post in places)), True


def _figure(facts: RunFacts, stage: Any) -> Offered:
    return _words(name for grade in stage.grades for name in quantities_in(grade.needs)), True


def _grade(facts: RunFacts, stage: Any) -> Offered:
    return _titled(stage.grades), True


def _finding_rule(facts: RunFacts, stage: Any) -> Offered:
    return tuple((rule.id, rule.title) for rule in stage.rules if rule.finding), True


def _team(facts: RunFacts, stage: Any) -> Offered:
    return _named(facts, (row.person for row in _rows(facts, stage, "team"))), True


def _team_source(facts: RunFacts, stage: Any) -> Offered:
    return _body(facts, stage.team.from_), bool(stage.team.from_)


def _inspection_judge(facts: RunFacts, stage: Any) -> Offered:
    return _body(facts, stage.score.body if stage.score else None), True


def _notice_place(facts: RunFacts, stage: Any) -> Offered:
    return tuple((place.zh, place) for place in stage.notice_places), True


def _teller(facts: RunFacts, stage: Any) -> Offered:
    """Scrutineers are members; counters need not be."""
    return _body(facts, stage.body), False


def _subject(facts: RunFacts, stage: Any) -> Offered:
    return _titled(stage.subjects), True


def _written_subject(facts: RunFacts, stage: Any) -> Offered:
    return _titled(s for s in stage.subjects if s.judges is None), True


def _judged_subject(facts: RunFacts, stage: Any) -> Offered:
    return _titled(s for s in stage.subjects if s.judges is not None), True


def _examiner(facts: RunFacts, stage: Any) -> Offered:
    return _body(facts, *(s.judges for s in stage.subjects)), True


def _subject_item(facts: RunFacts, stage: Any) -> Offered:
    return _titled(item for s in stage.subjects for item in s.items), True


def _course(facts: RunFacts, stage: Any) -> Offered:
    return _titled(stage.courses), True


def _gate(facts: RunFacts, stage: Any) -> Offered:
    return _titled(stage.gates), True


def _quota(facts: RunFacts, stage: Any) -> Offered:
    return tuple((q.id, q.title or Text(q.id)) for q in stage.quotas), True


def _channel(facts: RunFacts, stage: Any) -> Offered:
    return tuple((c, CHANNELS.say(c)) for c in stage.channels), True


def _way(facts: RunFacts, stage: Any) -> Offered:
    fitting = [way for ways in stage.ways_by_scope.values() for way in ways]
    return _words([*stage.ways, *fitting]), True


def _scope(facts: RunFacts, stage: Any) -> Offered:
    return _words(stage.ways_by_scope), True


def _mover(facts: RunFacts, stage: Any) -> Offered:
    return _body(facts, *stage.proposed_by), True


def _consulted(facts: RunFacts, stage: Any) -> Offered:
    return _body(facts, *stage.consults), True


def _counted_unit(facts: RunFacts, stage: Any) -> Offered:
    wanted = (p.unit for p in facts.plan.posts if p.unit and not p.excluded)
    return (_words(wanted) if stage.count_by != "level" else ()), True


def _counted_level(facts: RunFacts, stage: Any) -> Offered:
    wanted = (p.level for p in facts.plan.posts if p.level and not p.excluded)
    return (_words(wanted) if stage.count_by != "unit" else ()), True


def _reviewer(facts: RunFacts, stage: Any) -> Offered:
    return _body(facts, stage.reviewed_by), bool(stage.reviewed_by)


def _trial_event(facts: RunFacts, stage: Any) -> Offered:
    return _words(stage.ends_early_on), False


def _host(facts: RunFacts, stage: Any) -> Offered:
    return _words(row.host for row in _rows(facts, stage, "postings")), False


def _host_post(facts: RunFacts, stage: Any) -> Offered:
    """The post at the host is no post of the plan's own: typed, with those of the plan and earlier ones."""
    named = [post.title.zh for post in facts.plan.posts]
    return _words([*named, *(row.post for row in _rows(facts, stage, "postings"))]), False


def _host_level(facts: RunFacts, stage: Any) -> Offered:
    return _words(words[0] for words in facts.plan.scales.ladder("rank").levels), False


def _posting_kind(facts: RunFacts, stage: Any) -> Offered:
    return tuple((kind.zh, kind) for kind in stage.kinds), True


def _asking(facts: RunFacts, stage: Any) -> Offered:
    return (*PARTIES.items(), *_titled(facts.plan.bodies)), True


def _consenting(facts: RunFacts, stage: Any) -> Offered:
    titles = dict(_asking(facts, stage)[0])
    asked = (party for one in (stage.extend, stage.end_early) if one for party in one.consents)
    return tuple((party, titles.get(party, Text(party))) for party in dict.fromkeys(asked)), True


def _task(facts: RunFacts, stage: Any) -> Offered:
    return _titled(stage.tasks), True


def _sparked_task(facts: RunFacts, stage: Any) -> Offered:
    return _titled(task for task in stage.tasks if task.on is not None), True


def _open_pot(facts: RunFacts, stage: Any) -> Offered:
    return _titled(pot for pot in stage.pots if is_open(pot)), True


_BY_FIELD: Mapping[tuple[str, str, str], Callable[[RunFacts, Any], Offered]] = {
    ("consultation", "", "party"): _party,
    ("consultation", "", "given_by"): _party_speaker,
    ("approval", "", "to"): _approver,
    ("approval", "", "replied_by"): _approver,
    ("approval", "replies", "number"): _request_number,
    ("assign_posts", "", "pool"): _pool,
    ("assign_posts", "", "post"): _concrete_post,
    ("grading", "", "figure"): _figure,
    ("grading", "", "grade"): _grade,
    ("consequence", "", "rule"): _finding_rule,
    ("inspection", "team", "person"): _team_source,
    ("inspection", "reports", "by"): _team,
    ("inspection", "marks", "judge"): _inspection_judge,
    ("inspection", "notices", "place"): _notice_place,
    ("decision", "tellers", "person"): _teller,
    ("probation", "events", "kind"): _trial_event,
    ("examination", "", "subject"): _subject,
    ("examination", "marks", "subject"): _written_subject,
    ("examination", "judge_marks", "subject"): _judged_subject,
    ("examination", "recusals", "subject"): _judged_subject,
    ("examination", "checks", "subject"): _judged_subject,
    ("examination", "", "judge"): _examiner,
    ("examination", "", "item"): _subject_item,
    ("training", "", "course"): _course,
    ("nomination", "", "gate"): _gate,
    ("nomination", "", "channel"): _channel,
    ("enrolment", "", "channel"): _channel,
    ("quota_selection", "", "quota"): _quota,
    ("motion", "", "way"): _way,
    ("motion", "", "scope"): _scope,
    ("motion", "", "proposer"): _mover,
    ("motion", "", "leader"): _consulted,
    ("establishment", "", "unit"): _counted_unit,
    ("establishment", "", "level"): _counted_level,
    ("eligibility", "reviews", "by"): _reviewer,
    ("secondment", "postings", "host"): _host,
    ("secondment", "postings", "post"): _host_post,
    ("secondment", "postings", "level"): _host_level,
    ("secondment", "", "sort"): _posting_kind,
    ("secondment", "", "asked_by"): _asking,
    ("secondment", "", "party"): _consenting,
    ("pay", "", "pot"): _open_pot,
    ("follow_up", "events", "task"): _sparked_task,
    ("follow_up", "", "task"): _task,
}
"""By kind of stage, table ('' any of the kind's) and field."""


def needed_by_plan(stage: StageSettings, table: InputTable) -> frozenset[str]:
    """The fields that a table leaves open and this plan asks for."""
    found = _NEEDED.get((stage.kind, table.name))
    return frozenset(found(stage)) if found else frozenset()


def _needed_of_application(stage: Any) -> Iterable[str]:
    return ("statement",) if stage.statement_at_least else ()


def _needed_of_nomination(stage: Any) -> Iterable[str]:
    return (*stage.grounds, *(("reasons",) if stage.reasons_at_least else ()))


def _needed_of_number(stage: Any) -> Iterable[str]:
    return ("unit", "level") if stage.count_by == "unit_level" else (stage.count_by,)


_NEEDED: Mapping[tuple[str, str], Callable[[Any], Iterable[str]]] = {
    ("motion", "proposals"): lambda stage: stage.needs,
    ("establishment", "numbers"): _needed_of_number,
    ("establishment", "approvals"): _needed_of_number,
    ("enrolment", "applications"): _needed_of_application,
    ("nomination", "nominations"): _needed_of_nomination,
}
"""By kind of stage and table, what the plan makes of a field that may else stay empty."""
