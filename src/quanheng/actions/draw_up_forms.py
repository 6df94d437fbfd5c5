"""Draw up forms (形成审批表): at a decision, the form of everyone decided upon, kept as it then stands."""

from __future__ import annotations

from collections.abc import Mapping
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
from quanheng.store.decided_forms import keep_decided_form
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
    forms = _forms(run, outcome)
    return {
        str(c): keep_decided_form(
            act.run.code,
            stage.id,
            c,
            run.name(c.person),
            write_form(writable(forms[c.person].with_texts(_texts(run, outcome, c, actor)))),
            actor.account,
            at,
        )
        for c in adopted
    }


def _forms(run: Proceedings, outcome: Outcome) -> Mapping[str, AppointmentForm]:
    """The forms of all who were adopted, before what is told of the decision."""
    closing = run.closing(outcome.stage)
    assert closing is not None
    people = outcome.remaining.people()
    numbers = {d.person.id: d.id_number for d in dossiers_of(people)}
    dossiers = {code: Dossier(run.person(code), numbers.get(code, "")) for code in people}
    return forms_over_archive(dossiers, closing.closed_on)


def _texts(run: Proceedings, outcome: Outcome, candidate: Candidate, actor: Actor) -> dict[str, str]:
    """What the decision says: the post intended, the posts to be left, the reasons, who fills it in."""
    closing = run.closing(outcome.stage)
    assert closing is not None
    day = f"{closing.closed_on:%Y%m%d}"
    intended = run.post_title(candidate.post)
    held = [words_of(t) for t in run.person(candidate.person).tenures if t.kind == "post" and t.until is None]
    return {
        "intended_post": intended,
        "removed_post": "、".join(post for post in held if not post.endswith(intended)),
        "reasons": _reasons(run, outcome, candidate),
        "submitted_by": run.organisation,
        "age_as_of": day,
        "filled_on": day,
        "filled_by": actor.name or actor.account,
    }


def _reasons(run: Proceedings, outcome: Outcome, candidate: Candidate) -> str:
    """By which plan, through which stages, and who decided on which day; then the reason that was entered."""
    stage = run.plan.stage(outcome.stage)
    assert isinstance(stage, decision.Settings)
    passed = [
        run.stage_title(s)
        for s in run.plan.stages[: run.plan.stages.index(stage)]
        if s.id in run.outcomes and candidate in run.outcomes[s.id].remaining.candidates
    ]
    record = outcome.record
    held_on = record.held_on if isinstance(record, decision.DecisionRecord) else None
    decided = f"{run.body_title(stage.body)}{zh_date(held_on) if held_on else ''}讨论决定"
    given = {(d.person, d.post): d.reason for d in record.decisions} if held_on else {}
    reason = given.get((candidate.person, candidate.post), "")
    through = f"经{'、'.join(passed)}，" if passed else ""
    return f"按照《{run.plan.title.zh}》，{through}{decided}。" + (f"{reason}。" if reason else "")
