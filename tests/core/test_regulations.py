"""The catalogue of regulations (法规目录)."""

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files

import pytest

from quanheng.core.regulations import SCOPES_OF, Law, Rule, catalogue_of, may_be_error
from quanheng.core.values import Refused, Text

LAW = {
    "slug": "a-law",
    "name_zh": "某规定",
    "name_en": "Some Provisions",
    "year": 2019,
    "kind": "law",
    "status": "in force",
    "in_force_from": "2019-03-03",
    "in_force_to": None,
    "date_source": "第七十一条",
    "named_as": "某规定 (2019)",
}
RULE = {
    "id": "A-1",
    "article": "12",
    "subject": "notice",
    "rule_zh": "不少于五个工作日。",
    "rule": "At least five working days.",
    "machine": {"kind": "compare", "field": "notice.working_days", "op": ">=", "value": 5},
    "applies_to": "civil servants",
    "severity": "mandatory",
    "confidence": "seen",
    "evidence": "text",
    "url": None,
}


def text(law=None, *rules):
    return json.dumps({"law": LAW | (law or {}), "rules": [RULE | r for r in rules]})


def one(rule=None, law=None):
    return catalogue_of({"a.json": text(law, rule or {})}).rule((rule or {}).get("id", "A-1"))


def refusal(**contents):
    with pytest.raises(Refused) as caught:
        catalogue_of({f"{name}.json": content for name, content in contents.items()})
    assert caught.value.text.zh and caught.value.text.en
    return caught.value.code, caught.value.where


@pytest.fixture(scope="module")
def shipped():
    directory = files("quanheng.data") / "regulations"
    return {f.name: f.read_text(encoding="utf-8") for f in directory.iterdir()}


def test_a_file_reads_into_a_law_and_its_rules():
    law = Law(
        slug="a-law",
        name_zh="某规定",
        name_en="Some Provisions",
        year=2019,
        kind="law",
        status="in force",
        in_force_from=date(2019, 3, 3),
        in_force_to=None,
        date_source="第七十一条",
        named_as="某规定 (2019)",
    )
    catalogue = catalogue_of({"a.json": text(None, {})})
    assert catalogue.laws == (law,)
    assert catalogue.rules == (
        Rule(
            id="A-1",
            article="12",
            subject="notice",
            rule_zh="不少于五个工作日。",
            rule="At least five working days.",
            machine={"kind": "compare", "field": "notice.working_days", "op": ">=", "value": 5},
            applies_to="civil servants",
            scope=frozenset({"civil_servants"}),
            severity="mandatory",
            confidence="seen",
            evidence="text",
            url=None,
            law=law,
        ),
    )


def test_a_rule_speaks_both_languages():
    assert one().text == Text("不少于五个工作日。", "At least five working days.")
    assert refusal(a=text(None, {"rule_zh": ""})) == ("regulation_file", "a.json · A-1.rule_zh")


def test_numbers_are_exact():
    ratio = one({"machine": {"kind": "compare", "op": "<=", "value": 0.15}})
    assert (ratio.machine["value"], type(ratio.machine["value"])) == (Decimal("0.15"), Decimal)
    assert ratio.bound() == Fraction(3, 20)
    assert one({"machine": {"kind": "compare", "value": 0.6667, "fraction": "2/3"}}).bound() == Fraction(2, 3)
    assert one({"machine": {"kind": "compare", "value": True}}).bound() is None
    assert one({"machine": {"kind": "compare", "value": "posts"}}).bound() is None


def test_rules_apply_in_their_time_and_to_their_scope():
    old = text(
        {"slug": "old", "in_force_from": "2014-01-14", "in_force_to": "2019-03-02", "status": "repealed"},
        {"id": "OLD"},
    )
    custom = text(
        {"slug": "custom", "kind": "practice", "in_force_from": None}, {"id": "EVERYONE", "applies_to": "all"}
    )
    new = text(None, {"id": "NEW"}, {"id": "UNITS", "scope": ["internal_unit_posts"]})
    catalogue = catalogue_of({"1": old, "2": custom, "3": new})

    def ids(on, *applies):
        return [r.id for r in catalogue.in_force(on, applies)]

    assert ids(date(2014, 1, 13), "civil_servants") == ["EVERYONE"]
    assert ids(date(2014, 1, 14), "civil_servants") == ["OLD", "EVERYONE"]
    assert ids(date(2019, 3, 2), "civil_servants") == ["OLD", "EVERYONE"]
    assert ids(date(2019, 3, 3), "civil_servants") == ["EVERYONE", "NEW"]
    assert ids(date(2026, 1, 1), "civil_servants", "internal_unit_posts") == ["EVERYONE", "NEW", "UNITS"]
    assert ids(date(2026, 1, 1)) == ["EVERYONE"]
    assert [r.id for r in catalogue.of("a-law")] == ["NEW", "UNITS"]


@pytest.mark.parametrize(
    ("rule", "law", "answer"),
    [
        ({}, {}, True),
        ({"verify": ["article"]}, {}, True),
        ({"verify": ["article", "number"]}, {}, False),
        ({"severity": "should"}, {}, False),
        ({"severity": "may"}, {}, False),
        ({}, {"verify": ["date"]}, False),
        ({}, {"kind": "practice"}, False),
        ({}, {"kind": "derived"}, False),
    ],
)
def test_only_a_sure_mandatory_rule_of_a_law_may_be_an_error(rule, law, answer):
    assert may_be_error(one(rule, law)) is answer


def test_a_citation_admits_an_inferred_article():
    assert one().cite() == "《某规定》第12条"
    assert one({"article": "8(1)(一)"}).cite() == "《某规定》第8条(1)(一)"
    assert one({"article": "(任期)", "verify": ["article"]}).cite() == "《某规定》(任期)（条号待核）"


def test_a_wrong_file_is_refused_with_its_place():
    assert refusal(a="{") == ("regulation_file", "a.json")
    assert refusal(a="[]") == ("regulation_file", "a.json")
    assert refusal(a='{"law": {}, "rules": {}}') == ("regulation_file", "a.json")
    assert refusal(a=text({"year": "long ago"})) == ("regulation_file", "a.json · law.year")
    assert refusal(a=text({"status": "repealed"})) == ("regulation_file", "a.json · law")
    assert refusal(a=text({"in_force_from": None})) == ("regulation_file", "a.json · law")
    assert refusal(a=text({"status": "repealed", "in_force_to": "2019-03-02"})) == (
        "regulation_file",
        "a.json · law",
    )
    assert refusal(a=text(None, {}, {"id": "A-2", "severity": "soft"})) == (
        "regulation_file",
        "a.json · A-2.severity",
    )
    assert refusal(a=text(None, {"colour": "red"})) == ("regulation_file", "a.json · A-1.colour")
    assert refusal(a=text(None, {"applies_to": "everyone else"})) == ("regulation_file", "a.json · A-1")
    assert refusal(a=text(None, {"machine": {"kind": "guess"}})) == ("regulation_file", "a.json · A-1")
    assert refusal(a=json.dumps({"law": LAW, "rules": [3]})) == ("regulation_file", "a.json · rules[1]")


def test_an_id_or_a_law_that_stands_twice_is_refused():
    assert refusal(a=text(None, {}, {})) == ("regulation_twice", "a.json")
    assert refusal(a=text(None, {}), b=text({"slug": "b-law"}, {})) == ("regulation_twice", "b.json")
    assert refusal(a=text(), b=text()) == ("regulation_twice", "b.json")


def test_an_unknown_rule_is_refused():
    with pytest.raises(Refused) as caught:
        catalogue_of({}).rule("TL19-42-1")
    assert caught.value.code == "regulation_unknown"


# What is shipped


def test_every_law_is_the_file_of_its_name_and_has_rules(shipped):
    catalogue = catalogue_of(shipped)
    assert {f"{law.slug}.json" for law in catalogue.laws} == set(shipped)
    assert {rule.law.slug for rule in catalogue.rules} == {law.slug for law in catalogue.laws}
    assert (len(catalogue.laws), len(catalogue.rules)) == (50, 371)


def test_the_words_for_scopes_are_all_mapped_and_all_used(shipped):
    assert {rule.applies_to for rule in catalogue_of(shipped).rules} == set(SCOPES_OF)


def test_references_between_rules_hold(shipped):
    catalogue = catalogue_of(shipped)
    named = {ref for rule in catalogue.rules for ref in rule.machine.get("ref", [])}
    assert named and named <= {rule.id for rule in catalogue.rules}


def test_the_rule_on_public_notice_as_the_law_stood(shipped):
    catalogue = catalogue_of(shipped)
    rule = catalogue.rule("TL19-42-1")
    assert (rule.cite(), rule.bound(), may_be_error(rule)) == (
        "《党政领导干部选拔任用工作条例》第42条",
        5,
        True,
    )
    assert rule in catalogue.in_force(date(2019, 3, 3), ["leading_cadres"])
    assert rule not in catalogue.in_force(date(2019, 3, 2), ["leading_cadres"])
    assert rule not in catalogue.in_force(date(2026, 1, 1), ["institution_staff"])


def test_two_thirds_present_is_not_short_of_the_quorum(shipped):
    assert catalogue_of(shipped).rule("TL19-38-1").bound() <= Fraction(6, 9)


def test_term_change_rules_stay_out_of_an_ordinary_selection(shipped):
    ordinary = catalogue_of(shipped).in_force(date(2026, 1, 1), ["leading_cadres", "civil_servants"])
    at_term = catalogue_of(shipped).in_force(date(2026, 1, 1), ["term_change"])
    five_steps = catalogue_of(shipped).rule("TL19-18-2")
    assert (five_steps in ordinary, five_steps in at_term) == (False, True)


def test_no_rule_of_a_law_whose_date_is_only_remembered_may_be_an_error(shipped):
    catalogue = catalogue_of(shipped)
    unsure = [
        law.slug for law in catalogue.laws if "凭记忆" in law.date_source or "仅知年份" in law.date_source
    ]
    assert [slug for slug in unsure for rule in catalogue.of(slug) if may_be_error(rule)] == []
