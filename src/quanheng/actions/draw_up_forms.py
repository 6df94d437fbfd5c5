"""Draw up forms (形成审批表): at a decision, the form of everyone decided upon, kept as it then stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from quanheng.actions.acting import Act
from quanheng.actions.archive_forms import forms_over_archive
from quanheng.core.authority import Actor
from quanheng.core.form.appointment_form import AppointmentForm
from quanheng.core.form.draft import words_of
from quanheng.core.stages import decision
from quanheng.core.values import Candidate, Outcome
from quanheng.documents.lrmx import writable, write_form
from quanheng.documents.paper import zh_date
from quanheng.documents.proceedings import Proceedings
from quanheng.store.decided_forms import keep_decided_forms
from quanheng.store.dossiers import Dossier, dossiers_of


def draw_up_forms(act: Act, outcome: Outcome, actor: Actor, at: datetime) -> Mapping[str, str]:
    """Keep the form of everyone whom a decision adopted; the digests by candidate, none of other stages.

    Shapes: facts are those that the run holds; number, photograph and original come from the archive.
    """
    stage = act.facts.plan.stage(outcome.stage)
    adopted = outcome.remaining.candidates
    if not isinstance(stage, decision.Settings) or not adopted:
        return {}
    run = Proceedings(act.facts, act.outcomes)
    forms, reasons = _forms(run, outcome), _Reasons.of(run, outcome, stage)
    drawn = []
    for candidate in adopted:
        told = _texts(run, outcome, candidate, actor) | {"reasons": reasons.say(candidate)}
        content = write_form(writable(forms[candidate.person].with_texts(told)))
        drawn.append((candidate, run.name(candidate.person), content))
    return keep_decided_forms(act.run.code, stage.id, drawn, actor.account, at)


def _forms(run: Proceedings, outcome: Outcome) -> Mapping[str, AppointmentForm]:
    """The forms of all who were adopted, before what is told of the decision."""
    closing = run.closing(outcome.stage)
    assert closing is not None
    people = outcome.remaining.people()
    numbers = {d.person.id: d.id_number for d in dossiers_of(people)}
    dossiers = {code: Dossier(run.person(code), numbers.get(code, "")) for code in people}
    return forms_over_archive(dossiers, closing.closed_on)


def _texts(run: Proceedings, outcome: Outcome, candidate: Candidate, actor: Actor) -> dict[str, str]:
    """What the decision says: the post intended, the posts to be left, who fills it in."""
    closing = run.closing(outcome.stage)
    assert closing is not None
    day = f"{closing.closed_on:%Y%m%d}"
    intended = run.post_title(candidate.post)
    held = [words_of(t) for t in run.person(candidate.person).tenures if t.kind == "post" and t.until is None]
    return {
        "intended_post": intended,
        "removed_post": "、".join(post for post in held if not post.endswith(intended)),
        "submitted_by": run.organisation,
        "age_as_of": day,
        "filled_on": day,
        "filled_by": actor.name or actor.account,
    }


@dataclass(frozen=True, slots=True)
class _Reasons:
    """Why people are to be appointed: by which plan, through which stages, who decided on which day, and
    the reason that was entered.

    Shapes: `passed` are the stages before by their names, each with those who remained; `given` the reasons.
    """

    plan: str
    passed: Sequence[tuple[str, frozenset[Candidate]]]
    decided: str
    given: Mapping[Candidate, str]

    @classmethod
    def of(cls, run: Proceedings, outcome: Outcome, stage: decision.Settings) -> _Reasons:
        """What is the same for everyone decided upon, worked out once."""
        before = [s for s in run.plan.stages[: run.plan.stages.index(stage)] if s.id in run.outcomes]
        passed = [(run.stage_title(s), frozenset(run.outcomes[s.id].remaining.candidates)) for s in before]
        record = outcome.record if isinstance(outcome.record, decision.DecisionRecord) else None
        day = zh_date(record.held_on) if record and record.held_on else ""
        given = {Candidate(d.person, d.post): d.reason for d in record.decisions} if record and day else {}
        return cls(run.plan.title.zh, passed, f"{run.body_title(stage.body)}{day}讨论决定", given)

    def say(self, candidate: Candidate) -> str:
        """The reasons for one candidate, as the form gives them."""
        through = "、".join(title for title, remained in self.passed if candidate in remained)
        reason = self.given.get(candidate, "")
        passed = f"经{through}，" if through else ""
        return f"按照《{self.plan}》，{passed}{self.decided}。" + (f"{reason}。" if reason else "")
