"""Overlays (条件叠加): post over class over common, some applicants only, and rules that do not exist."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from quanheng.core.eligibility.verdicts import verdict
from quanheng.core.language.overlays import rules_for
from quanheng.core.language.posts import Frame, Overlay, Post, PostClass
from quanheng.core.language.rules import Rule
from quanheng.core.people import Person
from quanheng.core.values import Refused, Text
from quanheng.core.workdays import PartialDate

AS_OF = date(2026, 3, 10)


def rule(data: dict[str, Any]) -> Rule:
    return Rule.model_validate(data)


AGE50, AGE45, AGE40 = (rule({"id": "age", "age": {"at_most": n}}) for n in (50, 45, 40))
DEGREE = rule({"id": "degree", "degree": {"at_least": "学士"}})
COMMON = Rule(all=(AGE50, DEGREE))


def frame(common: Rule | None, of_class: dict[str, Any] | None, of_post: dict[str, Any] | None) -> Frame:
    cls = PostClass(
        id="chief",
        title=Text("正职"),
        eligibility=() if of_class is None else (Overlay.model_validate(of_class),),
    )
    post = Post.model_validate(
        {"id": "p1", "title": "处长", "class": "chief", "eligibility": [] if of_post is None else [of_post]}
    )
    return Frame(posts={"p1": post}, as_of=AS_OF, classes={"chief": cls}, eligibility=common)


def resolved(
    common: Rule | None, of_class: dict[str, Any] | None = None, of_post: dict[str, Any] | None = None
) -> Rule | None:
    made = frame(common, of_class, of_post)
    return rules_for(made, made.posts["p1"])


def test_without_overlays_or_post_the_common_rules_bind() -> None:
    assert resolved(COMMON) == COMMON
    assert rules_for(frame(COMMON, None, {"drop": ["age"]}), None) == COMMON
    assert resolved(None) is None
    alone = Post.model_validate({"id": "p2", "title": "科长", "class": "unknown"})
    assert rules_for(frame(COMMON, {"drop": ["age"]}, None), alone) == COMMON


def test_the_post_has_the_last_word_over_its_class() -> None:
    by_class = {"replace": {"age": {"age": {"at_most": 45}}}}
    by_post = {"replace": {"age": {"id": "age", "age": {"at_most": 40}}}}
    assert resolved(COMMON, by_class) == Rule(all=(AGE45, DEGREE))
    assert resolved(COMMON, by_class, by_post) == Rule(all=(AGE40, DEGREE))


def test_added_rules_join_the_all_on_top_and_get_a_name() -> None:
    party = {"party": {"in": "中共党员"}}
    added = rule({"id": "post-p1-0-0", **party})
    assert resolved(COMMON, None, {"add": [party]}) == Rule(all=(AGE50, DEGREE, added))
    assert resolved(AGE50, None, {"add": [{"id": "party", **party}]}) == Rule(
        all=(AGE50, rule({"id": "party", **party}))
    )
    assert resolved(None, {"add": [party]}) == Rule(all=(rule({"id": "class-chief-0-0", **party}),))
    named = rule({"id": "top", "all": [{"sex": {"in": "男"}}]})
    assert resolved(named, None, {"add": [party]}) == Rule(all=(named, added))


def test_dropping_takes_empty_groups_along() -> None:
    nested = rule(
        {
            "all": [
                {"any": [{"id": "a", "sex": {"in": "男"}}]},
                {"not": {"id": "b", "sex": {"in": "女"}}},
                {
                    "at_least_n": {
                        "n": 2,
                        "of": [{"id": "c", "sex": {"in": "男"}}, {"id": "d", "sex": {"in": "女"}}],
                    }
                },
            ]
        }
    )
    assert resolved(nested, None, {"drop": ["a", "b", "d"]}) == rule(
        {"all": [{"at_least_n": {"n": 1, "of": [{"id": "c", "sex": {"in": "男"}}]}}]}
    )
    assert resolved(AGE50, None, {"drop": "age"}) is None
    assert resolved(nested, None, {"replace": {"b": {"age": {"at_most": 40}}}}) == rule(
        {
            "all": [
                {"any": [{"id": "a", "sex": {"in": "男"}}]},
                {"not": {"id": "b", "age": {"at_most": 40}}},
                {
                    "at_least_n": {
                        "n": 2,
                        "of": [{"id": "c", "sex": {"in": "男"}}, {"id": "d", "sex": {"in": "女"}}],
                    }
                },
            ]
        }
    )


def test_an_overlay_may_name_only_rules_that_stand() -> None:
    for change in ({"drop": ["height"]}, {"replace": {"height": {"sex": {"in": "男"}}}}):
        with pytest.raises(Refused) as caught:
            resolved(COMMON, None, change)
        assert caught.value.code == "unknown_rule"
        assert caught.value.where == "post-p1-0"
        assert caught.value.remedy.zh == "可用的条件编号：age、degree。"
    with pytest.raises(Refused) as caught:
        resolved(None, {"drop": ["age"]})
    assert caught.value.remedy.en == "Rules that have an id: 无."


def person(age: int, identity: str | None) -> Person:
    return Person("1", "张三", sex="男", born=PartialDate(2026 - age, 1, 1), identity=identity)


@pytest.mark.parametrize(
    ("age", "identity", "state"),
    [
        (48, "公务员", "met"),
        (48, "事业", "not_met"),
        (44, "事业", "met"),
        (48, None, "unknown"),
        (44, None, "met"),
        (52, None, "unknown"),  # each half of the split rule hangs on the identity alone
    ],
)
def test_a_replacement_for_some_leaves_the_common_rule_to_the_others(
    age: int, identity: str | None, state: str
) -> None:
    change = {"when": {"identity": {"in": "事业"}}, "replace": {"age": {"age": {"at_most": 45}}}}
    made = frame(AGE50, None, change)
    post = made.posts["p1"]
    tree = rules_for(made, post)
    assert tree is not None
    assert verdict(tree, person(age, identity), post, made, AS_OF).state == state


def test_a_later_overlay_replaces_a_rule_that_was_split() -> None:
    split = {"when": {"identity": {"in": "事业"}}, "replace": {"age": {"age": {"at_most": 45}}}}
    assert resolved(COMMON, split, {"replace": {"age": {"age": {"at_most": 40}}}}) == Rule(
        all=(AGE40, DEGREE)
    )


def test_dropping_and_adding_for_some_keeps_the_rule_of_others() -> None:
    staff = {"identity": {"in": "事业"}}
    dropped = resolved(AGE50, None, {"when": staff, "drop": ["age"]})
    assert dropped == rule({"id": "age", "age": {"at_most": 50}, "when": {"not": staff}})
    male = {"id": "m", "sex": {"in": "男"}, "when": {"party": {"in": "群众"}}}
    assert resolved(None, None, {"when": staff, "add": [male]}) == rule(
        {"all": [{"id": "m", "sex": {"in": "男"}, "when": {"all": [{"party": {"in": "群众"}}, staff]}}]}
    )
