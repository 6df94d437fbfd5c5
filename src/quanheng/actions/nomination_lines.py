"""Lines of the register (首提台账的行): over all runs, and the cases that a reader may know of."""

from __future__ import annotations

from datetime import date

from quanheng.core.accountability.access import reads_file
from quanheng.core.accountability.case import Case
from quanheng.core.authority import Actor
from quanheng.core.nomination_register import RegisterLine, register_of
from quanheng.core.values import Candidate
from quanheng.store.cases import all_cases
from quanheng.store.load import run_state
from quanheng.store.work_lists import codes_with_rows

CasesOf = dict[tuple[str, Candidate], list[tuple[str, bool]]]


def nomination_lines(on: date) -> list[RegisterLine]:
    """Every nomination of every run as it stands on a day, the newest first."""
    lines = [
        line
        for code in codes_with_rows("nominations")
        for state in [run_state(code)]
        for line in register_of(code, state.facts, state.outcomes, on)
    ]
    return sorted(lines, key=lambda x: (x.nominated_on, x.run, x.person), reverse=True)


def cases_for(actor: Actor) -> list[Case]:
    """The cases whose file a reader may read, the newest first."""
    return [case for case in all_cases() if reads_file(case, actor)]


def cases_by_nomination(cases: list[Case]) -> CasesOf:
    """Cases by the nomination they are about: who is concerned, and whether they were found responsible."""
    found: CasesOf = {}
    for case in cases:
        liable = case.liable() if case.closing() is not None else ()
        for party in case.concerned():
            key = case.facts.run, case.facts.candidate
            found.setdefault(key, []).append((party.person, party.person in liable))
    return found
