"""The schema of eligibility (资格条件): one form a rule, and errors that say what is allowed."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from ruamel.yaml import YAML

from quanheng.core.eligibility.verdicts import ANSWERS
from quanheng.core.language import histories, predicates
from quanheng.core.language.posts import Overlay
from quanheng.core.language.rules import FORMS, MODIFIERS, PREDICATES, Basis, Rule, walked
from quanheng.core.language.scales import STANDARD, Equivalence, Scale, Scales
from quanheng.core.values import Text


def refusal(data: dict[str, Any], model: type[Any] = Rule) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """The place and the words of the first error."""
    with pytest.raises(ValidationError) as caught:
        model.model_validate(data)
    error = caught.value.errors()[0]
    return error["loc"], error["ctx"]


def test_every_predicate_is_a_field_and_has_an_answer() -> None:
    fields = {("not" if name == "not_" else name) for name in Rule.model_fields}
    assert fields == set(FORMS) | set(MODIFIERS)
    assert set(ANSWERS) == set(PREDICATES)


def test_an_unknown_word_is_named_with_the_nearest_and_all_that_are_allowed() -> None:
    place, words = refusal({"agee": {"at_most": 45}})
    assert place == ()
    assert words["unknown"] == "agee"
    assert words["near"] == "age"
    assert set(words["allowed"].split(", ")) == set(FORMS) | set(MODIFIERS)


def test_an_unknown_word_inside_a_predicate_says_where() -> None:
    place, words = refusal({"all": [{"age": {"at_mosst": 45}}]})
    assert place == ("all", 0, "age")
    assert words["near"] == "at_most"


@pytest.mark.parametrize("data", [{}, {"id": "x"}, {"age": {"at_most": 4}, "sex": {"in": "男"}}])
def test_a_rule_has_exactly_one_form(data: dict[str, Any]) -> None:
    _, words = refusal(data)
    assert "须写且只写一项" in words["zh"]
    assert all(form in words["en"] for form in FORMS)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"at_least_n": {"n": 3, "of": [{"sex": {"in": "男"}}]}}, "n 为 3，而 of 下只有 1 条"),
        ({"age": {"at_most": 45}, "relax": {"to": {"at_most": 50}}}, "relax 须写 when"),
        ({"age": {"at_most": 45}, "waivable": True}, "须有 id"),
        ({"age": {"at_most": 45}, "relax": {"to": {"at_most": 50}, "needs": "决议"}}, "须有 id"),
        ({"not": {"age": {"at_most": 45}, "strength": "soft"}}, "不能写 strength: soft"),
        (
            {
                "age": {"at_most": 45},
                "when": {"sex": {"in": "男"}, "until": {"within": {"years": 1}, "what": "补"}},
            },
            "不能写 strength: soft",
        ),
        ({"age": {}}, "年龄须写"),
        ({"education": {"studying_counts": True}}, "学历须写"),
        ({"sex": {"in": "男", "not_in": "女"}}, "in, not_in 须写其一"),
        ({"work_years": {}}, "年限须写"),
        ({"attribute": {"name": "身高"}}, "属性只能用一种比法"),
        ({"attribute": {"name": "外语", "from_level": "四级"}}, "scale 须与"),
        ({"terms": {"length": {"years": 4}}}, "届数须写 at_least 或 at_most"),
        ({"terms": {"length": {"days": 4}, "at_most": 1}}, "length、partial_counts_from 以年或月计"),
        ({"ranking_bar": {"ranking": "考核"}}, "not_bottom, top, not_bottom_share, top_share 须写其一"),
        ({"remaining_service": {"retirement": 60}}, "at_least, until 须写其一"),
        ({"remaining_service": {"at_least": {"years": 3}}}, "retirement, retires_on 须写其一"),
        ({"flow": {}}, "allowed, barred, same 须写其一"),
        ({"tenure": {"kind": "post"}}, "任职条件须写"),
        ({"tenure": {"current": True, "level": {}}}, "层级须写"),
        (
            {"tenure": {"at_least": {"days": 30}, "shortened_by": {"grade": "优秀", "months": 6}}},
            "shortened_by 须与",
        ),
        ({"tenure": {"current": True, "shortened_by": {"grade": "优秀", "months": 6}}}, "shortened_by 须与"),
        ({"tenure": {"at_most": {"working_days": 30}}}, "不用 working_days"),
        ({"matrix": {"rows": [{"years": 5}]}}, "每行须写"),
        ({"appraisals": {"last": 3}}, "every, any, count, consecutive 须写其一"),
        ({"appraisals": {"last": 3, "every": {}}}, "grade_at_least, grade_in 须写其一"),
        ({"appraisals": {"last": 3, "count": {"grade_in": "优秀"}}}, "计数须写"),
        (
            {"appraisals": {"last": 3, "consecutive": {"grade_in": "优秀", "at_most": 1}}},
            "consecutive 只写 n",
        ),
        ({"sanction": {"in_effect": "any"}}, "至少写一项"),
        ({"professional_title": {}}, "in, at_least 须写其一"),
    ],
)
def test_what_is_wrong_is_said_in_both_languages(data: dict[str, Any], words: str) -> None:
    _, said = refusal(data)
    assert words in said["zh"]
    assert said["en"].isascii() or "{" in said["en"] or "rows" in said["en"] or "kinds" in said["en"]


@pytest.mark.parametrize(
    ("data", "model", "words"),
    [
        ({"levels": [["甲", "乙"], "甲"]}, Scale, "同一词语只能在一档：甲"),
        ({}, Equivalence, "rows 或 by_firm_size"),
        ({"when": {"sex": {"in": "男"}, "strength": "soft"}}, Overlay, "不能写 strength: soft"),
    ],
)
def test_scales_and_overlays_refuse_too(data: dict[str, Any], model: type[Any], words: str) -> None:
    _, said = refusal(data, model)
    assert words in said["zh"]


def test_a_relaxation_of_bounds_is_completed_from_the_rule() -> None:
    age = {"at_most": {"by": "sex", "values": {"男": 50}}, "at_least": 25, "counting": "exact"}
    rule = Rule.model_validate({"age": age, "id": "age", "relax": {"to": {"under": 55}, "needs": "决议"}})
    assert rule.relax[0].to == Rule(
        age=predicates.Age(under=Decimal(55), at_least=Decimal(25), counting="exact")
    )
    assert rule.relax[0].needs == Text("决议")


def test_a_relaxation_may_be_a_rule_of_its_own() -> None:
    other = {"professional_title": {"at_least": "正高级"}}
    rule = Rule.model_validate(
        {"age": {"at_most": 50}, "relax": [{"when": other, "to": {"age": {"at_most": 55}}}]}
    )
    assert rule.relax[0].to == Rule(age=predicates.Age(at_most=Decimal(55)))
    assert rule.relax[0].when == Rule(professional_title=histories.ProfessionalTitle(at_least="正高级"))


def test_a_group_is_relaxed_by_a_whole_rule_only() -> None:
    with pytest.raises(ValidationError):
        Rule.model_validate(
            {"all": [{"age": {"at_most": 50}}], "id": "x", "relax": {"to": {"at_most": 55}, "needs": "决"}}
        )
    with pytest.raises(ValidationError):
        Rule.model_validate({"age": {"at_most": 50}, "id": "x", "relax": "总是"})


def test_the_form_the_predicate_and_the_parts_of_a_rule() -> None:
    age = Rule.model_validate({"age": {"at_most": 45}})
    sex = Rule.model_validate({"sex": {"in": "男"}})
    assert (age.form(), age.predicate(), age.parts()) == ("age", age.age, ())
    assert Rule(not_=age).parts() == (age,)
    assert Rule(not_=age).predicate() == age
    assert Rule(any=(age, sex)).parts() == (age, sex)
    two = Rule.model_validate(
        {"at_least_n": {"n": 2, "of": [{"age": {"at_most": 45}}, {"sex": {"in": "男"}}]}}
    )
    assert two.parts() == (age, sex)
    tree = Rule(all=(age, Rule(not_=sex)))
    assert walked(tree) == (
        ("eligibility", tree),
        ("eligibility.all.0", age),
        ("eligibility.all.1", Rule(not_=sex)),
        ("eligibility.all.1.not.0", sex),
    )


def test_a_rule_that_is_no_mapping_is_refused() -> None:
    with pytest.raises(ValidationError):
        Rule.model_validate("age")


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("条例第二十四条", Basis(text=Text("条例第二十四条"))),
        ({"zh": "条例第二十四条", "en": "article 24"}, Basis(text=Text("条例第二十四条", "article 24"))),
        ({"law": "公务员法", "article": "第四十五条"}, Basis(law="公务员法", article="第四十五条")),
    ],
)
def test_a_basis_is_a_sentence_or_a_law_with_its_article(said: Any, read: Basis) -> None:
    assert Rule.model_validate({"sex": {"in": "男"}, "basis": said}).basis == read


def test_the_ladders_of_the_house_and_of_a_plan() -> None:
    own = Scale(levels=(("丙",), ("乙", "乙等"), ("甲",)))
    scales = Scales(ladders={"grade": own})
    assert (own.height("乙等"), own.height("丁"), own.at(2), own.at(3)) == (1, None, "甲", None)
    assert own.words() == ("丙", "乙", "乙等", "甲")
    assert scales.ladder("grade") == own
    assert scales.ladder("rank") == STANDARD.ladder("rank")
    assert (scales.has("grade"), scales.has("rank"), scales.has("外语")) == (True, True, False)


def test_dates_and_ids_are_kept_as_written() -> None:
    rule = Rule.model_validate({"id": "age", "as_of": date(2026, 1, 1), "age": {"at_most": "45"}})
    assert (rule.id, rule.as_of, rule.age) == ("age", date(2026, 1, 1), predicates.Age(at_most=Decimal(45)))


def test_every_example_in_the_manual_can_be_read_and_every_condition_has_one() -> None:
    text = (Path(__file__).parents[2] / "docs" / "eligibility.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```yaml (rule|overlay)\n(.*?)```", text, re.DOTALL)
    models: dict[str, type[Any]] = {"rule": Rule, "overlay": Overlay}
    read = [models[kind].model_validate(YAML(typ="safe").load(block)) for kind, block in blocks]
    shown = {part.form() for rule in read if isinstance(rule, Rule) for _, part in walked(rule)}
    told = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"^### (.*)$", text, re.MULTILINE))))
    assert set(PREDICATES) <= told
    assert {form for form in PREDICATES if form not in shown} == {
        "sex", "nation", "establishment", "unit", "party", "health", "party_years",
    }  # fmt: skip
