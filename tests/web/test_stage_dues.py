"""What a stage waits for, as lines: one for each table and person, with who enters it."""

from datetime import date

from street_office import worked_out

from quanheng.core.authority import Actor
from quanheng.core.inputs import Due
from quanheng.core.values import Text
from quanheng.web.stages.dues import DueLine, due_lines

ORGANISER = Actor("o", None, frozenset({"organiser"}))
OFFICER = Actor("d", None, frozenset({"discipline_officer"}))


def lines(stage, dues, actor=ORGANISER):
    facts, _ = worked_out()
    return due_lines(dues, facts.plan.stage(stage), facts, actor)


def test_the_dues_of_one_judge_stand_on_one_line():
    facts, _ = worked_out()
    name = facts.people["HW007"].name
    dues = [Due(Text(f"缺{n}", f"missing {n}"), "marks", f"P{n}", "HW007") for n in (1, 2)]
    bench = Due(Text("评委须为单数", "an odd number"), by="judges")
    assert lines("speech", [*dues, bench]) == (
        DueLine(
            Text(f"{name}：评委评分表还缺 2 项", f"{name}: Marks, 2 missing"),
            (Text("缺1", "missing 1"), Text("缺2", "missing 2")),
            "marks",
        ),
        DueLine(Text("评委须为单数", "an odd number")),
    )


def test_a_table_that_the_reader_may_not_write_says_who_does():
    due = Due(Text("异议处理", "result"), "settlements")
    assert lines("notice", [due]) == (
        DueLine(Text("异议处理", "result"), entered_by=Text("纪检监察干部", "Discipline officer")),
    )
    assert lines("notice", [due], OFFICER) == (DueLine(Text("异议处理", "result"), table="settlements"),)


def test_what_is_missing_of_one_person_opens_the_form_with_that_person():
    talks = [Due(Text("谈话", "talk"), "talks", "HW012")]
    assert [(x.table, x.query) for x in lines("appointment", talks)] == [("talks", "person=HW012")]


def test_time_to_wait_for_is_nothing_to_enter():
    due = Due(Text("公示期到 2026-05-08 届满", "x"), "publications", until=date(2026, 5, 8))
    assert lines("notice", [due]) == (DueLine(due.text),)
