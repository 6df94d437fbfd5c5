"""Acts on a run: allowed, done and recorded together, or not at all."""

from datetime import date

import pytest
from small_run import (
    ADMINISTRATOR,
    ALL,
    AT,
    DAY,
    JUDGE,
    ORGANISER,
    PLAN,
    STAFF,
    application,
    enrolled,
    marks,
    started,
)

from quanheng.actions.close_stage import close_stage, outcome_digest
from quanheng.actions.go_back import amend_run, go_back
from quanheng.actions.record_rows import record_rows, remove_row
from quanheng.actions.save_plan import save_plan
from quanheng.actions.start_run import appoint_members, start_run
from quanheng.core.engine import Amendment
from quanheng.core.members import Member
from quanheng.core.plans.reading import Unusable
from quanheng.core.stages.speech import Mark
from quanheng.core.trace import Verified, verify
from quanheng.core.values import Candidate, Refused
from quanheng.store.books import entries_of, head_of
from quanheng.store.load import fresh_run_state, run_state
from quanheng.store.models import InputRow, PlanVersion, StageClosing, TraceEntry

pytestmark = pytest.mark.django_db


def acts(book: str) -> list[str]:
    return list(TraceEntry.objects.filter(book=book).order_by("number").values_list("act", flat=True))


def play(code: str = "small-1") -> str:
    enrolled(code)
    close_stage(ALL, code, "enrolment", AT, date(2026, 3, 10))
    record_rows(ALL, code, "speech", "marks", marks(), AT)
    for stage, day in (("speech", 11), ("composite", 12), ("shortlist", 12)):
        close_stage(ALL, code, stage, AT, date(2026, 3, day))
    return code


def assert_same_when_replayed(code: str) -> None:
    live, fresh = run_state(code), fresh_run_state(code)
    assert {s: outcome_digest(o) for s, o in live.outcomes.items()} == {
        s: outcome_digest(o) for s, o in fresh.outcomes.items()
    }
    stored = dict(StageClosing.objects.filter(run__code=code, voided_at=None).values_list("stage", "outcome"))
    assert stored == {s: outcome_digest(o) for s, o in fresh.outcomes.items()}


def test_a_run_from_enrolment_to_shortlist_is_recorded_and_replays():
    code = play()
    kept = run_state(code).outcomes["shortlist"].remaining.candidates
    assert kept == (Candidate("P1", "office"), Candidate("P2", "area"))
    assert acts(code) == [
        "start_run",
        "appoint_members",
        "enrol",
        "close_stage",
        "record_marks",
        "close_stage",
        "close_stage",
        "close_stage",
    ]
    assert verify(entries_of(code)) == Verified(8, head_of(code))
    assert_same_when_replayed(code)


def test_nothing_half_written_when_one_row_of_many_does_not_fit():
    code = started()
    rows = [application("P1", "office"), application("P2", "nowhere"), application("P7", "area")]
    before = acts(code)
    with pytest.raises(Refused) as refused:
        record_rows(ALL, code, "enrolment", "applications", rows, AT, ("f.csv:2", "f.csv:3", "f.csv:4"))
    assert "f.csv:3" in str(refused.value)
    assert "f.csv:4" in str(refused.value)
    assert InputRow.objects.count() == 0
    assert acts(code) == before


def test_staff_enrol_themselves_and_nobody_else():
    code = started()
    record_rows(STAFF, code, "enrolment", "applications", [application("P1", "office")], AT)
    with pytest.raises(Refused) as refused:
        record_rows(STAFF, code, "enrolment", "applications", [application("P2", "office")], AT)
    assert refused.value.code == "not_own_row"


def test_a_judge_marks_as_themselves_only():
    code = enrolled()
    close_stage(ALL, code, "enrolment", AT, DAY)
    own = [Mark(judge="J1", person="P1", mark="88")]
    assert record_rows(JUDGE, code, "speech", "marks", own, AT) == 1
    with pytest.raises(Refused) as refused:
        record_rows(JUDGE, code, "speech", "marks", [Mark(judge="J2", person="P1", mark="88")], AT)
    assert refused.value.code == "not_own_row"


def test_rows_of_nobody_ask_for_authority_too():
    code = enrolled()
    close_stage(ALL, code, "enrolment", AT, DAY)
    before = head_of(code)
    for nobody in (STAFF, ADMINISTRATOR):
        with pytest.raises(Refused) as refused:
            record_rows(nobody, code, "speech", "marks", [], AT)
        assert refused.value.code == "not_allowed"
    assert head_of(code) == before


def test_a_row_given_again_replaces_the_first_and_both_stay_readable():
    code = enrolled()
    close_stage(ALL, code, "enrolment", AT, DAY)
    for mark in ("80", "81"):
        record_rows(JUDGE, code, "speech", "marks", [Mark(judge="J1", person="P1", mark=mark)], AT)
    held = InputRow.objects.filter(stage="speech").order_by("id")
    assert [(r.replaced_at is None, '"mark":"81"' in r.payload) for r in held] == [
        (False, False),
        (True, True),
    ]
    assert len(run_state(code).facts.rows["speech"]["marks"]) == 1


def test_a_row_can_be_taken_out_while_the_stage_is_open():
    code = enrolled()
    remove_row(ALL, code, "enrolment", "applications", "P3|area", AT)
    assert [r.key() for r in run_state(code).facts.rows["enrolment"]["applications"]] == [
        "P1|office",
        "P2|office",
        "P2|area",
    ]
    with pytest.raises(Refused) as refused:
        remove_row(ALL, code, "enrolment", "applications", "P3|area", AT)
    assert refused.value.code == "no_such_row"


def test_a_stage_closed_too_early_is_refused_and_stays_open():
    code = enrolled()
    close_stage(ALL, code, "enrolment", AT, DAY)
    record_rows(ALL, code, "speech", "marks", marks()[:3], AT)
    with pytest.raises(Refused) as refused:
        close_stage(ALL, code, "speech", AT, DAY)
    assert "J2" in str(refused.value) or "J1" in str(refused.value) or "评委" in str(refused.value)
    assert StageClosing.objects.filter(run__code=code).count() == 1
    with pytest.raises(Refused) as early:
        close_stage(ALL, code, "composite", AT, DAY)
    assert early.value.code == "earlier_stage_open"
    breach = "依据《党政领导干部选拔任用工作条例》十不准(3)（条号待核）：不准违反规定程序"
    assert breach in refused.value.remedy.zh
    assert breach in early.value.remedy.zh


def test_a_stage_is_not_closed_on_a_day_before_the_one_before_it():
    code = enrolled()
    close_stage(ALL, code, "enrolment", AT, date(2026, 3, 10))
    record_rows(ALL, code, "speech", "marks", marks(), AT)
    with pytest.raises(Refused) as refused:
        close_stage(ALL, code, "speech", AT, date(2026, 3, 9))
    assert refused.value.code == "closed_out_of_order"
    assert "不能倒签" in refused.value.text.zh
    assert "十不准(3)" in refused.value.remedy.zh
    assert close_stage(ALL, code, "speech", AT, date(2026, 3, 10))


def test_a_closed_stage_is_not_changed():
    code = play()
    with pytest.raises(Refused) as refused:
        record_rows(ALL, code, "speech", "marks", [Mark(judge="J1", person="P1", mark="1")], AT)
    assert refused.value.code == "stage_closed"
    with pytest.raises(Refused) as again:
        close_stage(ALL, code, "speech", AT)
    assert again.value.code == "stage_closed"


def test_going_back_needs_a_reason_and_reopens_what_follows():
    code = play()
    with pytest.raises(Refused):
        go_back(ALL, code, "speech", " ", AT)
    assert go_back(ALL, code, "speech", "一张评分表录错", AT) == ("speech", "composite", "shortlist")
    record_rows(ALL, code, "speech", "marks", [Mark(judge="J1", person="P2", mark="99")], AT)
    for stage in ("speech", "composite", "shortlist"):
        close_stage(ALL, code, stage, AT, date(2026, 3, 12))
    kept = run_state(code).outcomes["shortlist"].remaining.candidates
    assert set(kept) == {Candidate("P2", "office"), Candidate("P3", "area")}
    assert_same_when_replayed(code)
    with pytest.raises(Refused) as refused:
        go_back(ALL, code, "nowhere", "x", AT)
    assert refused.value.code == "stage_not_closed"


def test_a_withdrawal_moves_the_next_in_order_up():
    code = play()
    left = Amendment("w1", "withdrawal", "P1", "", "composite", "本人申请退出", "书面申请")
    assert amend_run(ALL, code, left, AT) == ()
    kept = run_state(code).outcomes["shortlist"].remaining.candidates
    assert set(kept) == {Candidate("P2", "office"), Candidate("P3", "area")}
    departed = run_state(code).outcomes["composite"].departure_of(Candidate("P1", "office"))
    assert departed is not None
    assert departed.finding.code == "withdrawal"
    assert_same_when_replayed(code)
    with pytest.raises(Refused) as refused:
        amend_run(ALL, code, Amendment("w2", "withdrawal", "P1", "", "shortlist", "再退", "书面申请"), AT)
    assert refused.value.code == "not_standing"


@pytest.mark.parametrize("actor", [STAFF, JUDGE, ADMINISTRATOR], ids=lambda a: a.account)
def test_only_the_organiser_closes_stages_and_seats_members(actor):
    code = enrolled()
    for act in (
        lambda: close_stage(actor, code, "enrolment", AT),
        lambda: go_back(actor, code, "enrolment", "x", AT),
        lambda: appoint_members(actor, code, [], AT),
        lambda: save_plan(actor, PLAN, "p.yaml", AT),
        lambda: start_run(actor, PlanVersion.objects.get(), "other", AT),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "not_allowed"


def test_an_organiser_who_stands_may_not_act_on_the_selection():
    code = started()
    rows = [application("P1", "office"), application("P9", "office")]
    record_rows(ALL, code, "enrolment", "applications", rows, AT)
    with pytest.raises(Refused) as refused:
        close_stage(ORGANISER, code, "enrolment", AT, DAY)
    assert refused.value.code == "candidate_acts"
    close_stage(ALL, code, "enrolment", AT, DAY)
    with pytest.raises(Refused) as refused:
        close_stage(ORGANISER, code, "speech", AT, DAY)
    assert refused.value.code == "candidate_acts"


def test_an_unreadable_plan_is_not_saved():
    with pytest.raises(Unusable) as refused:
        save_plan(ALL, PLAN.replace("seats: 1", "seets: 1", 1), "p.yaml", AT)
    assert "p.yaml:10:" in str(refused.value)
    assert PlanVersion.objects.count() == 0


def test_a_code_is_used_once():
    started("one")
    version = PlanVersion.objects.get()
    for code in ("one", "With Space", "house", ""):
        with pytest.raises(Refused) as refused:
            start_run(ALL, version, code, AT)
        assert refused.value.code == "run_code"


def test_members_are_checked_together():
    code = started()
    wrong = [
        Member(body="judges", person="J1", principal=True),
        Member(body="judges", person="nobody", principal=True),
        Member(body="elders", person="P1"),
    ]
    with pytest.raises(Refused) as refused:
        appoint_members(ALL, code, wrong, AT)
    text = str(refused.value)
    assert "elders" in text
    assert "nobody" in text
    assert "2 名主要负责人" in text


def test_members_cannot_change_what_is_already_worked_out():
    code = play()
    with pytest.raises(Refused) as refused:
        appoint_members(
            ALL, code, [Member(body="judges", person="J1"), Member(body="judges", person="P9")], AT
        )
    assert refused.value.code == "members_already_heard"
