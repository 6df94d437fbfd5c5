"""Forms of rows: made from the model, in both languages, losing nothing."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from street_office import plan, worked_out

from quanheng.core.kinds import KINDS
from quanheng.core.people import Person
from quanheng.core.values import Refused, RefusedMany, Text
from quanheng.web.inputs.choices import Offer, offers_of, spread_keys, spread_offer
from quanheng.web.inputs.forms import RowForm

EVERY = [(kind.name, table.name) for kind in KINDS.values() for table in kind.tables]
APPLICATIONS = KINDS["enrolment"].table("applications")
OFFERS = {"post": Offer((("park-deputy", Text("园区副主任", "Park deputy")),))}
GIVEN = {
    "person": "HW012",
    "post": "park-deputy",
    "choice": "1",
    "channel": "self",
    "applied_on": "2026-03-10",
}


def shown(form, name):
    return str(form[name])


@pytest.mark.parametrize(("kind", "table"), EVERY)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_table_has_a_form_with_a_label_for_each_field(kind, table, language):
    with translation.override(language):
        form = RowForm(KINDS[kind].table(table), {})
        labels = [str(field.label) for field in form]
    assert all(labels)
    assert len(set(labels)) == len(labels)
    spread = KINDS[kind].table(table).spread
    assert list(form.fields) == [n for n in KINDS[kind].table(table).row.model_fields if n != spread]


def test_a_filled_form_gives_the_row():
    form = RowForm(APPLICATIONS, OFFERS, GIVEN)
    assert form.is_valid(), form.errors
    assert form.row == APPLICATIONS.row(
        person="HW012", post="park-deputy", choice=1, channel="self", applied_on=date(2026, 3, 10)
    )


def test_a_typed_name_is_whoever_bears_it_and_is_refused_where_many_do():
    said = (("P3", "王伟", "财政所"), ("P1", "王伟", "党政办"), ("P4", "李强", "党政办"))
    people = {code: Person(code, name, unit=unit) for code, name, unit in said}
    offers = {**OFFERS, "person": Offer((), binding=False, people=people)}
    one = RowForm(APPLICATIONS, offers, {**GIVEN, "person": "李强"})
    assert (one.is_valid(), one.row and one.row.person) == (True, "P4")
    many = RowForm(APPLICATIONS, offers, {**GIVEN, "person": "王伟"})
    with translation.override("zh-hans"):
        assert many.errors == {"person": ["“王伟”有 2 人同名：党政办 P1、财政所 P3。 请改填其中一人的编号。"]}
    assert 'value="王伟"' in shown(many, "person")


def test_what_the_model_complains_of_stands_at_its_field_in_the_readers_language():
    form = RowForm(APPLICATIONS, OFFERS, {**GIVEN, "choice": "0", "applied_on": "昨天"})
    assert not form.is_valid()
    assert form.row is None
    assert sorted(form.errors) == ["applied_on", "choice"]
    with translation.override("zh-hans"):
        assert "“0”不得小于 1。" in str(form.errors["choice"])
    with translation.override("en"):
        assert "must not be less than 1" in str(form.errors["choice"])
    assert 'value="昨天"' in shown(form, "applied_on")


def test_fixed_answers_are_a_list_in_the_readers_language():
    with translation.override("en"):
        assert '<option value="self">self</option>' in shown(RowForm(APPLICATIONS, OFFERS), "channel")
    with translation.override("zh-hans"):
        html = shown(RowForm(APPLICATIONS, OFFERS), "channel")
    assert '<option value="self">个人自荐</option>' in html


def test_changing_a_row_shows_it_and_keeps_what_identifies_it():
    row = APPLICATIONS.row(**{**GIVEN, "statement": "熟悉"})
    form = RowForm(APPLICATIONS, OFFERS, row=row)
    assert 'value="HW012"' in shown(form, "person")
    assert "disabled" in shown(form, "person")
    assert "熟悉" in shown(form, "statement")
    assert 'value="2026-03-10"' in shown(form, "applied_on")


def test_refusals_go_to_the_field_they_name_else_above_the_form():
    form = RowForm(APPLICATIONS, OFFERS, GIVEN)
    assert form.is_valid()
    form.refuse(
        RefusedMany(
            [
                Refused("a", "没有此人。", "Nobody.", "HW012", "请核对。", "Check."),
                Refused("b", "太早。", "Too early.", "applications:2:报名日期(applied_on)"),
                Refused("c", "已截止。", "Over.", "HW012|park-deputy"),
            ]
        )
    )
    with translation.override("zh-hans"):
        said = {name: [str(e) for e in errors] for name, errors in form.errors.items()}
    assert said == {"person": ["没有此人。 请核对。"], "applied_on": ["太早。"], "__all__": ["已截止。"]}


def test_a_sheet_has_one_list_of_grades_for_each_dimension():
    facts, outcomes = worked_out("assessment")
    stage = plan().stage("assessment")
    table = KINDS["assessment"].table("sheets")
    form = RowForm(
        table,
        offers_of(facts, outcomes, stage, table),
        {
            "sheet": "17",
            "group": "staff",
            "person": "HW012",
            "marks__virtue": "excellent",
            "marks__ability": "competent",
            "marks__diligence": "",
            "marks__achievement": "basic",
            "marks__integrity": "excellent",
        },
        keys=spread_keys(stage, table),
        key_offer=spread_offer(stage),
    )
    assert form.is_valid(), form.errors
    assert form.row.marks == {
        "virtue": "excellent",
        "ability": "competent",
        "achievement": "basic",
        "integrity": "excellent",
    }


def test_people_are_offered_from_the_slate_judges_from_their_body():
    facts, outcomes = worked_out("speech")
    stage = plan().stage("speech")
    offers = offers_of(facts, outcomes, stage, KINDS["speech"].table("marks"))
    assert [code for code, _ in offers["person"].answers] == list(outcomes["opening"].remaining.people())
    assert [code for code, _ in offers["judge"].answers] == list(facts.members["judges"])
    assert offers["judge"].is_list


def test_before_the_stage_is_reached_people_are_suggested_from_the_roster():
    facts, outcomes = worked_out("eligibility")
    offers = offers_of(facts, outcomes, plan().stage("speech"), KINDS["speech"].table("draw"))
    assert [code for code, _ in offers["person"].answers] == list(facts.people)
    assert not offers["person"].is_list


def test_a_decimal_is_read_exactly():
    table = KINDS["speech"].table("marks")
    form = RowForm(table, {}, {"judge": "HW001", "person": "HW012", "mark": "86.50"})
    assert form.is_valid(), form.errors
    assert form.row.mark == Decimal("86.50")
