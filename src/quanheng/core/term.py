"""Term (任期): when a term ends, and whether somebody has one of their own for having come by a waiver."""

from __future__ import annotations

from datetime import date

from quanheng.core.findings import fact
from quanheng.core.inputs import Inputs
from quanheng.core.language.posts import TermCase
from quanheng.core.language.terms import Span
from quanheng.core.spans import full_on
from quanheng.core.values import Candidate, Evidence, Text


def term_case(candidate: Candidate, inputs: Inputs) -> TermCase | None:
    """The term of its own for whoever came by a waiver, by what the eligibility review found."""
    waived = {
        f.source.ref.rpartition("#")[2]
        for outcome in inputs.earlier.values()
        for f in outcome.findings_of(candidate)
        if f.code == "rule_waived"
    }
    cases = inputs.frame.term.cases if inputs.frame.term else ()
    return next((case for case in cases if waived & set(case.waived)), None)


def term_end(start: date, length: Span, inputs: Inputs) -> date:
    """The day on which the term is full, no later than that of the body it is tied to."""
    end, tied = full_on(start, length, inputs.calendar), inputs.frame.term and inputs.frame.term.ends_on
    return min(end, tied) if tied else end


def extension(candidate: Candidate, term_ends_on: date | None, inputs: Inputs) -> tuple[Evidence, ...]:
    """Until when the term of somebody who came by a waiver may be extended, and for what."""
    case = term_case(candidate, inputs)
    if case is None or case.extended_by is None or case.if_ is None or term_ends_on is None:
        return ()
    until = full_on(term_ends_on, case.extended_by, inputs.calendar)
    by = Text(f"（{case.by} 前）", f" by {case.by}") if case.by else Text("")
    words = Text(f"{until}：{case.if_.zh}{by.zh}", f"{until}: {case.if_.say('en')}{by.en}")
    return (fact("可延至", "May be extended to", words),)
