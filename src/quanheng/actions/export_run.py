"""Export a run (导出): its whole result as files that stand without the product.

Shapes: docs/result.md names every key of `result.json`; equal runs give equal bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from quanheng.core.engine import Closing
from quanheng.core.kinds import KINDS
from quanheng.core.plans.lint import Check
from quanheng.core.plans.schema import Plan
from quanheng.core.plans.timeline import name_of
from quanheng.core.stages import appointment
from quanheng.core.trace import from_line
from quanheng.core.values import Candidate, Departure, Finding, Outcome, Refused, RefusedMany, Score
from quanheng.documents.drawing import BUILT_IN, Templates
from quanheng.documents.form_files import form_file
from quanheng.documents.lrmx import ENDING as FORM_ENDING
from quanheng.documents.lrmx import read_form
from quanheng.documents.official import ENDING
from quanheng.documents.proceedings import Proceedings
from quanheng.documents.registry import all_papers, file_name
from quanheng.documents.slate_workbook import slate_workbook
from quanheng.store.decided_forms import DecidedForm
from quanheng.store.load import RunState

FORMAT = 1
RESULT, SLATE, TRACE, HOUSE_TRACE, PAPERS, FORMS = (
    "result.json",
    "slate.xlsx",
    "trace.jsonl",
    "house.jsonl",
    "documents",
    "forms",
)

Json = dict[str, Any]
_ANY: TypeAdapter[Any] = TypeAdapter(Any)


@dataclass(frozen=True)
class Exported:
    """What a run is exported from: its state, the text of its plan, the lines of its book and of the house's.

    Shapes: `checks` are the findings about the plan; `stopped_at` and `refusal` say where and why a run
    without a screen ended early.
    """

    state: RunState
    plan_text: str
    started_on: date
    trace: Sequence[str]
    house: Sequence[str] = ()
    forms: Sequence[DecidedForm] = ()
    checks: Sequence[Check] = ()
    stopped_at: str | None = None
    refusal: Refused | None = None
    templates: Templates = BUILT_IN

    @property
    def plan(self) -> Plan:
        """The plan of the run."""
        return self.state.facts.plan


def export_run(run: Exported) -> dict[str, bytes]:
    """The files of an export, by their names in its folder."""
    facts, outcomes = run.state.facts, run.state.outcomes
    files = {
        RESULT: result_json(run),
        SLATE: slate_workbook(facts.plan, outcomes, facts.people),
        TRACE: _lines(run.trace),
    }
    if run.house:
        files[HOUSE_TRACE] = _lines(run.house)
    return files | _papers(run) | _forms(run)


def result_json(run: Exported) -> bytes:
    """The result as JSON, in UTF-8."""
    return _ANY.dump_json(result_of(run), indent=2) + b"\n"


def result_of(run: Exported) -> Json:
    """The result as plain values and the house's own; docs/result.md says every key."""
    facts, outcomes = run.state.facts, run.state.outcomes
    closings = {c.stage: c for c in facts.closings}
    return {
        "format": FORMAT,
        "plan": _plan(run),
        "run": _run(run),
        "stopped": _stopped(run),
        "checks": [_check(check) for check in run.checks if check.level != "note"],
        "establishment": _establishment(run),
        "dates": [
            {"stage": c.stage, "opened_on": c.opened_on, "closed_on": c.closed_on} for c in facts.closings
        ],
        "provisional_years": sorted(_provisional_years(run)),
        "posts": {
            p.id: {"title": p.title, "unit": p.unit, "seats": p.fixed_seats()} for p in facts.plan.posts
        },
        "people": {code: facts.people[code].name for code in _people_named(run) if code in facts.people},
        "stages": [_stage(run, s.id, outcomes.get(s.id), closings.get(s.id)) for s in facts.plan.stages],
        "candidates": _endings(run),
        "appointments": [_appointment(a) for o in outcomes.values() for a in _appointments(o)],
        "amendments": list(facts.amendments),
        "reschedulings": list(facts.reschedulings),
    }


def _establishment(run: Exported) -> Json | None:
    """What the run opened against the archive, as the first entry of its trace says."""
    told: Json | None = json.loads(run.trace[0])["body"].get("establishment") if run.trace else None
    return told


def _plan(run: Exported) -> Json:
    plan = run.plan
    return {
        "id": plan.id,
        "version": plan.version,
        "title": plan.title,
        "organisation": plan.organisation.name,
        "as_of": plan.as_of,
        "digest": hashlib.sha256(run.plan_text.encode()).hexdigest(),
    }


def _run(run: Exported) -> Json:
    over = len(run.state.outcomes) == len(run.plan.stages)
    return {
        "code": run.state.code,
        "state": "stopped" if run.stopped_at else "finished" if over else "open",
        "started_on": run.started_on,
        "trace": _head(run.trace),
        "house": _head(run.house),
    }


def _head(lines: Sequence[str]) -> Json | None:
    if not lines:
        return None
    head = from_line(lines[-1], len(lines)).head()
    return {"book": head.book, "entries": head.number, "head": head.digest, "algorithm": head.algorithm}


def _stopped(run: Exported) -> Json | None:
    if run.stopped_at is None or run.refusal is None:
        return None
    many = run.refusal.refusals if isinstance(run.refusal, RefusedMany) else (run.refusal,)
    return {
        "stage": run.stopped_at,
        "why": [{"code": r.code, "where": r.where, "text": r.text, "remedy": r.remedy} for r in many],
    }


def _check(check: Check) -> Json:
    return {
        "level": check.level,
        "code": check.code,
        "line": check.place.line,
        "text": check.text,
        "rule": check.rule or None,
    }


def _provisional_years(run: Exported) -> set[int]:
    """Years that some date rests on and whose holidays are not announced yet."""
    calendar = run.state.facts.calendar
    days = [d for c in run.state.facts.closings for d in (c.opened_on, c.closed_on)]
    return {day.year for day in days if calendar.is_provisional(day)}


def _stage(run: Exported, stage_id: str, outcome: Outcome | None, closing: Closing | None) -> Json:
    stage = run.plan.stage(stage_id)
    said: Json = {
        "id": stage.id,
        "kind": stage.kind,
        "kind_title": KINDS[stage.kind].title,
        "title": name_of(stage),
        "state": "closed" if outcome else "open",
    }
    if outcome is None or closing is None:
        return said
    return said | {
        "opened_on": closing.opened_on,
        "closed_on": closing.closed_on,
        "entered": [_candidate(c) for c in outcome.entered.candidates],
        "remaining": [_candidate(c) for c in outcome.remaining.candidates],
        "seats": outcome.remaining.seats,
        "departures": [_departure(d) for d in outcome.departures],
        "findings": [_finding(f) for f in outcome.findings],
        "scores": [_score(s) for s in outcome.scores],
        "record": outcome.record,
    }


def _candidate(candidate: Candidate) -> Json:
    return {"person": candidate.person, "post": candidate.post}


def _finding(finding: Finding) -> Json:
    return {
        "candidate": _candidate(finding.candidate) if finding.candidate else None,
        "code": finding.code,
        "state": finding.state,
        "text": finding.text,
        "source": finding.source,
        "evidence": finding.evidence,
    }


def _departure(departure: Departure) -> Json:
    return {"candidate": _candidate(departure.candidate), "finding": _finding(departure.finding)}


def _score(score: Score) -> Json:
    return {
        "candidate": _candidate(score.candidate),
        "value": score.value,
        "rank": score.rank,
        "working": score.working,
    }


def _candidates(run: Exported) -> tuple[Candidate, ...]:
    """Everyone who ever stood, by post in the plan's order, then as they came."""
    met = dict.fromkeys(c for o in run.state.outcomes.values() for c in o.entered.candidates)
    order = {post.id: number for number, post in enumerate(run.plan.posts)}
    return tuple(sorted(met, key=lambda c: order.get(c.post, len(order))))


def _endings(run: Exported) -> list[Json]:
    """How it ended for everyone who ever stood."""
    outcomes = run.state.outcomes
    standing = set(list(outcomes.values())[-1].remaining.candidates) if outcomes else set()
    appointed = {Candidate(a.person, a.post) for o in outcomes.values() for a in _appointments(o)}
    left = {d.candidate: (stage, d) for stage, o in outcomes.items() for d in o.departures}
    scores: dict[Candidate, Json] = {}
    for stage, outcome in outcomes.items():
        for score in outcome.scores:
            scores.setdefault(score.candidate, {})[stage] = score.value
    return [
        _ending(c, c in standing, c in appointed, left.get(c)) | {"scores": scores.get(c, {})}
        for c in _candidates(run)
    ]


def _ending(candidate: Candidate, stands: bool, appointed: bool, left: tuple[str, Departure] | None) -> Json:
    """How it ended for one candidate: appointed, still standing, or out with the stage and the reason."""
    stage, departure = left if left and not stands else (None, None)
    return {
        **_candidate(candidate),
        "state": ("appointed" if appointed else "standing") if stands else "left",
        "was_appointed": appointed,
        "left_at": stage,
        "reason": _finding(departure.finding) if departure else None,
    }


def _appointments(outcome: Outcome) -> tuple[appointment.Appointed, ...]:
    record = outcome.record
    return record.appointments if isinstance(record, appointment.AppointmentRecord) else ()


def _appointment(made: appointment.Appointed) -> Json:
    return {
        "person": made.person,
        "post": made.post,
        "number": made.number,
        "issued_on": made.issued_on,
        "effective_on": made.effective_on,
        "trial_ends_on": made.trial_ends_on,
        "term_ends_on": made.term_ends_on,
        "filed_on": made.filed_on,
    }


def _people_named(run: Exported) -> Iterator[str]:
    yield from dict.fromkeys(c.person for c in _candidates(run))
    seated = {person for people in run.state.facts.members.values() for person in people}
    yield from sorted(seated - {c.person for c in _candidates(run)})


def _lines(lines: Sequence[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def _forms(run: Exported) -> dict[str, bytes]:
    """The forms of a decision: the files that were kept, and each on paper."""
    files: dict[str, bytes] = {}
    for number, kept in enumerate((form for form in run.forms if form.is_latest), start=1):
        paper = form_file(read_form(kept.content, f"{kept.name}.lrmx").form, "docx")
        name = f"{FORMS}/{number:02}-{paper.name}"
        files[f"{name.removesuffix(ENDING)}{FORM_ENDING}"] = kept.content
        files[name] = paper.content
    return files


def _papers(run: Exported) -> dict[str, bytes]:
    papers = all_papers(Proceedings(run.state.facts, run.state.outcomes))
    return {
        f"{PAPERS}/{number:02}-{file_name(paper, ENDING)}": run.templates.draw(paper)
        for number, paper in enumerate(papers, start=1)
    }
