"""Steps and deadlines of the report line."""

from __future__ import annotations

from datetime import date

import pytest

from quanheng.core.alerts.settings import AlertSettings
from quanheng.core.report_line import (
    CONCLUDED,
    MOST_FILE_BYTES,
    STATES,
    STEPS,
    Deadline,
    State,
    StepKind,
    deadline_of,
    file_of,
    is_kept_from,
    refuse_step,
)
from quanheng.core.values import Refused, Text

ORDER: dict[State, set[StepKind]] = {
    "received": {"register", "transfer", "answer"},
    "registered": {"examine", "no_lead", "transfer", "answer"},
    "examining": {"uphold", "not_uphold", "no_lead", "transfer", "answer"},
    "upheld": {"answer", "disqualify"},
    "not_upheld": {"answer"},
    "no_lead": {"answer"},
    "transferred": {"answer"},
}


@pytest.mark.parametrize("state", STATES)
def test_each_state_lets_its_steps_alone_be_taken(state: State) -> None:
    taken = set()
    for kind in STEPS:
        try:
            refuse_step(kind, state, "已核对")
        except Refused as refusal:
            assert refusal.code == "step_out_of_order"
        else:
            taken.add(kind)
    assert taken == ORDER[state]


@pytest.mark.parametrize("note", ["", "  ", "长" * 3001])
def test_a_step_says_what_was_done(note: str) -> None:
    with pytest.raises(Refused) as refused:
        refuse_step("register", "received", note)
    assert refused.value.code == "reason_missing"


def test_registered_within_fifteen_working_days_concluded_within_three_months() -> None:
    assert deadline_of("received", date(2026, 3, 2), None, AlertSettings()) == Deadline(
        date(2026, 3, 23), Text("受理登记", "to be registered")
    )
    due = deadline_of("examining", date(2026, 3, 2), date(2026, 3, 31), AlertSettings())
    assert due == Deadline(date(2026, 6, 30), Text("作出结论", "to be concluded"))
    own = AlertSettings(report_days=5, report_months=6)
    assert deadline_of("received", date(2026, 3, 2), None, own).on == date(2026, 3, 9)
    assert deadline_of("examining", date(2026, 3, 2), date(2026, 3, 31), own).on == date(2026, 9, 30)
    assert (due.is_past(date(2026, 6, 30)), due.is_past(date(2026, 7, 1))) == (False, True)
    assert [deadline_of(state, date(2026, 3, 2), None, AlertSettings()) for state in sorted(CONCLUDED)] == [
        None
    ] * 4


def test_a_report_is_kept_from_the_officer_whom_it_names() -> None:
    assert is_kept_from("纪工委副书记陶柏山", ("", "陶柏山"))
    assert not is_kept_from("农办主任", ("", "陶柏山"))


def test_a_file_gets_our_name_and_is_known_by_its_bytes() -> None:
    assert file_of(b"%PDF-1.7 x", 2) == ("附件2.pdf", "application/pdf")
    for content, code in (
        (b"MZ\x90", "document_kind"),
        (b"", "document_size"),
        (b"%PDF-" * MOST_FILE_BYTES, "document_size"),
    ):
        with pytest.raises(Refused) as refused:
            file_of(content, 1)
        assert refused.value.code == code
