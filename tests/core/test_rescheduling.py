"""Rescheduling: the days of a plan after a decision, what moves along, what is refused."""

from datetime import date
from pathlib import Path

import pytest
from core.plan_for_checks import CATALOGUE

from quanheng.core.plans.reading import read_plan
from quanheng.core.plans.rescheduling import (
    Rescheduling,
    new_checks,
    placed,
    refuse_broken_rules,
    refuse_impossible,
    rescheduled,
    shifts,
)
from quanheng.core.values import Refused, RefusedMany
from quanheng.core.workdays import Calendar

READ = read_plan(
    (Path(__file__).parents[2] / "src/quanheng/data/plans/s10-street-office.yaml").read_text("utf-8")
)
PLAN = READ.plan
CALENDAR = Calendar()
DECIDED = date(2026, 3, 12)


def asked(stage="speech", opens=date(2026, 3, 20), closes=None, later=False, **more):
    said = {"reason": "评委外出", "decided_by": "领导小组", "decided_on": DECIDED} | more
    return Rescheduling("R1", stage, opens, closes, later, **said)


def moved(change, plan=PLAN):
    after = rescheduled(plan, (placed(plan, change, CALENDAR),), CALENDAR)
    return {s.stage: (str(s.was_opens_on), str(s.opens_on)) for s in shifts(plan, after, CALENDAR)}


def refused(change, closed=(), begun=False, today=DECIDED):
    with pytest.raises(RefusedMany) as caught:
        refuse_impossible(PLAN, placed(PLAN, change, CALENDAR), dict(closed), begun, today)
    return [(r.code, r.where) for r in caught.value.each]


def test_one_stage_alone_moves_where_the_others_write_their_days():
    assert moved(asked()) == {"speech": ("2026-03-13", "2026-03-20")}


def test_stages_that_count_from_it_follow():
    assert moved(asked("decision", date(2026, 3, 25))) == {
        "decision": ("2026-03-20", "2026-03-25"),
        "notice": ("2026-03-21", "2026-03-26"),
        "appointment": ("2026-03-25", "2026-03-31"),
        "probation": ("2026-03-25", "2026-03-31"),
    }


def test_written_days_of_later_stages_move_along_on_to_working_days():
    found = moved(asked(later=True))
    assert found["assessment"] == ("2026-03-13", "2026-03-20")
    assert found["inspection"] == ("2026-03-16", "2026-03-23")
    assert found["decision"] == ("2026-03-20", "2026-03-27")
    assert moved(asked(opens=date(2026, 3, 14), later=True))["decision"] == ("2026-03-20", "2026-03-23")


def test_a_stage_keeps_its_length_and_its_hour_and_may_end_later():
    kept = placed(PLAN, asked("inspection", date(2026, 3, 23)), CALENDAR)
    assert (kept.was_opens_on, kept.was_closes_on) == (date(2026, 3, 16), date(2026, 3, 18))
    assert kept.closes_on == date(2026, 3, 25)
    longer = asked("enrolment", date(2026, 3, 10), date(2026, 3, 12))
    time = rescheduled(PLAN, (placed(PLAN, longer, CALENDAR),), CALENDAR).stage("enrolment").time
    assert (time.from_, time.to, time.at) == (date(2026, 3, 10), date(2026, 3, 12), "17:00")
    earlier = placed(PLAN, asked("inspection", date(2026, 3, 13)), CALENDAR)
    assert (kept.is_later, earlier.is_later) == (True, False)


def test_a_stage_without_a_day_gets_one():
    plan = PLAN.model_copy(
        update={
            "stages": tuple(
                s.model_copy(update={"time": None}) if s.id == "speech" else s for s in PLAN.stages
            )
        }
    )
    assert moved(asked(later=True), plan) == {"speech": ("None", "2026-03-20")}


def test_a_notice_has_the_length_of_the_plan():
    change = placed(PLAN, asked("notice", date(2026, 3, 24)), CALENDAR)
    assert change.closes_on is None
    assert moved(change)["notice"] == ("2026-03-21", "2026-03-24")
    assert moved(asked("notice", date(2026, 3, 24), later=True))["notice"] == ("2026-03-21", "2026-03-24")
    with pytest.raises(Refused) as caught:
        placed(PLAN, asked("notice", date(2026, 3, 24), date(2026, 3, 26)), CALENDAR)
    assert caught.value.code == "rescheduling_length"
    with pytest.raises(Refused) as caught:
        placed(PLAN, asked("nothing"), CALENDAR)
    assert caught.value.code == "unknown_stage"


def test_what_cannot_be_is_refused_at_its_field():
    assert refused(asked(reason=" ", decided_by="", decided_on=date(2026, 3, 13))) == [
        ("rescheduling_days", "reason"),
        ("rescheduling_days", "decided_by"),
        ("rescheduling_days", "decided_on"),
    ]
    assert refused(asked(closes=date(2026, 3, 19))) == [("rescheduling_days", "closes_on")]
    assert refused(asked(opens=date(2026, 3, 11))) == [("rescheduling_days", "opens_on")]
    assert refused(asked(opens=date(2026, 3, 13))) == [("rescheduling_days", "opens_on")]
    early = asked("inspection", date(2026, 3, 16), date(2026, 3, 17), decided_on=date(2026, 3, 18))
    assert refused(early, today=date(2026, 3, 18)) == [("rescheduling_days", "closes_on")]
    assert refused(asked(), closed={"speech": date(2026, 3, 13)}, today=date(2026, 3, 14)) == [
        ("stage_closed", "stage")
    ]
    assert refused(asked("notice", date(2026, 3, 24)), begun=True) == [("notice_hangs", "stage")]
    late = asked(decided_on=date(2026, 3, 14))
    assert refused(late, begun=True, today=date(2026, 3, 14)) == [("stage_begun", "opens_on")]
    assert refuse_impossible(PLAN, placed(PLAN, asked(), CALENDAR), {}, True, DECIDED) is None


def checks_after(change):
    after = rescheduled(PLAN, (placed(PLAN, change, CALENDAR),), CALENDAR)
    return new_checks(READ, PLAN, after, CATALOGUE, CALENDAR)


def test_a_stage_put_behind_a_later_one_is_refused_with_the_line_of_the_plan():
    with pytest.raises(RefusedMany) as caught:
        refuse_broken_rules(checks_after(asked()), "plan.yaml")
    assert {r.code for r in caught.value.each} == {"rescheduling_order"}
    assert all(r.where.startswith("plan.yaml:") and "一并顺延" in r.remedy.zh for r in caught.value.each)


def test_what_the_checks_only_warn_of_is_shown_and_let_pass():
    checks = checks_after(asked("decision", date(2026, 3, 28)))
    assert "dates.rest_day" in {c.code for c in checks}
    assert refuse_broken_rules(checks, "plan.yaml") is None
