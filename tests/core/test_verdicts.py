"""Verdicts (资格判定): three values in groups, exemptions, relaxations, waivers, duties, soft rules."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanheng.core.eligibility.ground import State, at_least, every, opposite, say_months, say_span, some
from quanheng.core.eligibility.verdicts import NO_RULINGS, Note, Rulings, Verdict, verdict
from quanheng.core.language.posts import Frame
from quanheng.core.language.rules import Rule
from quanheng.core.language.terms import Span
from quanheng.core.people import Person, Tenure
from quanheng.core.values import Evidence, Refused, Source, Text
from quanheng.core.workdays import PartialDate

AS_OF = date(2026, 3, 10)
FRAME = Frame(posts={}, as_of=AS_OF)
ORDER: dict[State, int] = {"not_met": 0, "unknown": 1, "met": 2}
MALE = {"sex": {"in": "男"}}
FEMALE = {"sex": {"in": "女"}}
PARTY = {"party": {"in": "中共党员"}}  # not entered for the man below
MAN = Person(
    "1", "张三", sex="男", born=PartialDate(1979, 3, 1), attributes={"特别优秀": "是", "职称高": "否"}
)

states = st.sampled_from(sorted(ORDER))
leaves = st.sampled_from([MALE, FEMALE, PARTY])


def judge(rule: dict[str, Any], rulings: Rulings = NO_RULINGS, person: Person = MAN) -> Verdict:
    return verdict(Rule.model_validate(rule), person, None, FRAME, AS_OF, rulings)


@given(st.lists(states))
def test_all_is_the_least_and_any_is_the_most_of_the_parts(parts: list[State]) -> None:
    assert every(parts) == min(parts, key=ORDER.__getitem__, default="met")
    assert some(parts) == max(parts, key=ORDER.__getitem__, default="not_met")


@given(st.lists(leaves, min_size=1, max_size=5))
def test_de_morgan(parts: list[dict[str, Any]]) -> None:
    negated = [{"not": part} for part in parts]
    assert judge({"not": {"all": parts}}).state == judge({"any": negated}).state
    assert judge({"not": {"any": parts}}).state == judge({"all": negated}).state


@given(leaves)
def test_a_double_negation_is_nothing(leaf: dict[str, Any]) -> None:
    assert judge({"not": {"not": leaf}}).state == judge(leaf).state


@given(st.lists(states, min_size=1), st.integers(1, 6), st.data())
def test_at_least_n_only_rises_with_its_parts(parts: list[State], n: int, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(parts) - 1))
    better = [*parts]
    better[place] = "met"
    assert ORDER[at_least(n, better)] >= ORDER[at_least(n, parts)]
    assert ORDER[at_least(n, parts)] >= ORDER[at_least(n + 1, parts)]


@given(st.lists(leaves, min_size=1, max_size=5), st.integers(1, 5), st.randoms(use_true_random=False))
def test_the_order_of_rules_changes_nothing(parts: list[dict[str, Any]], n: int, chance: Any) -> None:
    shuffled = chance.sample(parts, len(parts))
    counted = min(n, len(parts))
    for form in ("all", "any"):
        assert judge({form: shuffled}).state == judge({form: parts}).state
    assert (
        judge({"at_least_n": {"n": counted, "of": shuffled}}).state
        == judge({"at_least_n": {"n": counted, "of": parts}}).state
    )


@given(st.lists(leaves, min_size=1, max_size=5), st.sampled_from(["中共党员", "群众"]))
def test_what_is_decided_stays_decided_when_a_fact_comes_in(parts: list[dict[str, Any]], party: str) -> None:
    known = Person("1", "张三", sex="男", party=party)
    for form in ("all", "any"):
        before = judge({form: parts}).state
        assert before in ("unknown", judge({form: parts}, person=known).state)


def test_opposites() -> None:
    assert [opposite(s) for s in ("met", "unknown", "not_met")] == ["not_met", "unknown", "met"]


def test_a_verdict_says_what_was_asked_what_was_found_and_from_where() -> None:
    found = judge(
        {
            "id": "sex",
            "title": {"zh": "限女性", "en": "women only"},
            "sex": {"in": "女"},
            "basis": "方案第三条",
        }
    )
    assert found == Verdict(
        path="eligibility",
        rule=found.rule,
        state="not_met",
        text=Text("限女性：男", "women only: 男"),
        as_of=AS_OF,
        evidence=(Evidence(Text("性别", "sex"), Text("男", "男")),),
        change=Text("性别更正或变动后", "if sex is corrected or changes"),
    )
    assert found.source == Source("plan", "eligibility#sex", Text("方案第三条"))
    law = {**MALE, "basis": {"law": "公务员法", "article": "第四十五条"}}
    assert judge(law).source == Source("plan", "eligibility", Text("公务员法第四十五条"))
    assert judge({**MALE, "basis": {"law": ""}}).source == Source("plan", "eligibility")
    assert judge(MALE).source == Source("plan", "eligibility")


def test_groups_say_how_many_hold_and_what_would_change_them() -> None:
    both = judge({"all": [MALE, FEMALE, PARTY]})
    assert (both.state, both.text) == (
        "not_met",
        Text("须全部符合：3 项中符合 1 项", "all must hold: 1 of 3 hold"),
    )
    assert both.change.zh == "性别更正或变动后；需补录政治面貌"
    assert both.missing == ()
    either = judge({"title": "条件之一", "any": [FEMALE, PARTY]})
    assert either.text.zh == "条件之一：性别为女：男；政治面貌为中共党员：缺政治面貌"
    assert either.change.en == "if sex is corrected or changes; or enter political affiliation"
    assert either.missing == ("party",)
    barred = judge({"not": MALE})
    assert barred.text.zh == "不得有下列情形：性别为男：男"
    assert barred.change == Text("该情形不再存在后", "once this is no longer so")
    assert barred.evidence == (Evidence(Text("性别", "sex"), Text("男", "男")),)
    two = judge({"at_least_n": {"n": 2, "of": [MALE, MALE, FEMALE]}})
    assert (two.state, two.text.en) == ("met", "at least 2 must hold: 2 of 3 hold")


def test_leaves_and_the_rules_a_verdict_hangs_on() -> None:
    found = judge(
        {"all": [{"id": "m", **MALE}, {"any": [{"id": "f", **FEMALE}]}, {"id": "n", "not": MALE}, PARTY]}
    )
    assert [v.rule.id for v in found.leaves()] == ["m", "f", "n", None]
    assert [v.source.ref for v in found.wanting("not_met")] == ["eligibility#f", "eligibility#n"]
    assert found.wanting("unknown") == ()
    assert [v.path for v in judge({"all": [MALE, PARTY]}).wanting("unknown")] == ["eligibility.all.1"]
    assert judge(MALE).wanting("not_met") == ()


def test_a_rule_with_a_condition_binds_only_those_of_whom_it_holds() -> None:
    other = judge({"when": FEMALE, **PARTY})
    assert (other.state, other.missing, other.parts) == ("met", (), ())
    assert other.notes == (
        Note("not_applicable", Text("不适用（性别为女：男）", "does not apply (sex 女: 男)")),
    )
    assert judge({"when": MALE, **FEMALE}).state == "not_met"
    assert judge({"when": PARTY, **MALE}).state == "met"
    open_scope = judge({"when": PARTY, **FEMALE})
    assert (open_scope.state, open_scope.missing) == ("unknown", ("party",))
    assert open_scope.change.zh == "性别更正或变动后；需补录政治面貌"


def test_a_soft_rule_warns_and_never_blocks() -> None:
    found = judge(
        {"all": [{"strength": "soft", **FEMALE}, {"strength": "soft", **PARTY}, {"strength": "soft", **MALE}]}
    )
    assert found.state == "met"
    assert [v.state for v in found.parts] == ["not_met", "unknown", "met"]
    assert [v.counts_as for v in found.parts] == ["met", "met", "met"]
    assert [(v.path, n) for v, n in found.all_notes()] == [
        (
            "eligibility.all.0",
            Note(
                "warning",
                Text("软性条件，须说明理由：性别为女：男", "soft rule, a reason is needed: sex 女: 男"),
            ),
        ),
        (
            "eligibility.all.1",
            Note(
                "warning",
                Text(
                    "软性条件，须说明理由：政治面貌为中共党员：缺政治面貌",
                    "soft rule, a reason is needed: "
                    "political affiliation 中共党员: political affiliation not entered",
                ),
            ),
        ),
    ]


def test_an_exemption_counts_as_met_and_says_why() -> None:
    exempt = {**FEMALE, "exempt": [{"when": FEMALE, "reason": "甲"}, {"when": MALE, "reason": "军转干部免"}]}
    found = judge(exempt)
    assert (found.state, found.notes, found.change) == (
        "met",
        (Note("exempt", Text("军转干部免")),),
        Text(""),
    )
    assert judge({**FEMALE, "exempt": {"when": FEMALE, "reason": "甲"}}).state == "not_met"
    assert judge({**MALE, "exempt": {"when": MALE, "reason": "甲"}}).notes == ()
    waiting = judge({**FEMALE, "exempt": {"when": PARTY, "reason": "党员免"}})
    assert (waiting.state, waiting.missing) == ("unknown", ("party",))
    assert waiting.wanting("unknown") == (waiting,)


AGE = {"id": "age", "age": {"at_most": 45}}  # the man is 47
PAPER = Rulings(papers={"age": Text("街道党工委决议 3 号")})


def relaxed(**relax: Any) -> dict[str, Any]:
    return {**AGE, "relax": relax}


def excellent(name: str) -> dict[str, Any]:
    return {"flag": {"name": name, "expected": True}}


def test_a_relaxation_opens_on_its_condition() -> None:
    found = judge(relaxed(to={"at_most": 50}, when=excellent("特别优秀")))
    assert found.state == "met"
    assert found.notes == (
        Note(
            "relaxed",
            Text(
                "按放宽条件：年龄不超过 50 周岁：47 周岁（1979-03-01 出生）",
                "relaxed: age at most 50 years: 47 (born 1979-03-01)",
            ),
        ),
    )


@pytest.mark.parametrize(
    ("relax", "rulings", "state"),
    [
        ({"to": {"at_most": 46}, "when": excellent("特别优秀")}, NO_RULINGS, "not_met"),
        ({"to": {"at_most": 50}, "when": excellent("职称高")}, NO_RULINGS, "not_met"),
        ({"to": {"at_most": 50}, "when": excellent("无记录")}, NO_RULINGS, "unknown"),
        ({"to": {"at_most": 50}, "needs": "书面决议"}, NO_RULINGS, "not_met"),
        ({"to": {"at_most": 50}, "needs": "书面决议"}, PAPER, "met"),
        ({"to": {"at_most": 50}, "needs": "书面决议", "when": excellent("职称高")}, PAPER, "not_met"),
        ({"to": {"at_most": 50}, "needs": "书面决议", "when": excellent("无记录")}, PAPER, "unknown"),
        ({"to": {"at_most": 46}, "needs": "书面决议"}, PAPER, "not_met"),
        ({"to": PARTY, "needs": "书面决议"}, PAPER, "unknown"),
    ],
)
def test_a_relaxation_needs_its_condition_its_bound_and_its_paper(
    relax: dict[str, Any], rulings: Rulings, state: str
) -> None:
    assert judge(relaxed(**relax), rulings).state == state


def test_a_relaxation_without_its_paper_says_what_to_hand_in() -> None:
    found = judge(relaxed(to={"at_most": 50}, needs={"zh": "书面决议", "en": "a resolution"}))
    assert found.change.zh.endswith("；可凭“书面决议”放宽")
    assert found.change.en.endswith("; may be relaxed on “a resolution”")


def test_a_relaxation_on_paper_quotes_it() -> None:
    note = judge(relaxed(to={"at_most": 50}, needs="书面决议"), PAPER).notes[0]
    assert note.text.zh == "按放宽条件：年龄不超过 50 周岁：47 周岁（1979-03-01 出生）（街道党工委决议 3 号）"


def test_only_a_rule_that_may_be_waived_is_waived() -> None:
    rulings = Rulings(waived={"age": Text("区委组织部，批复〔2026〕3 号")})
    assert judge(AGE, rulings).state == "not_met"
    found = judge({**AGE, "waivable": True}, rulings)
    assert (found.state, found.notes) == ("met", (Note("waived", Text("区委组织部，批复〔2026〕3 号")),))
    assert judge({**AGE, "waivable": True}).state == "not_met"


def test_a_duty_follows_the_person() -> None:
    found = judge(
        {"training": {"hours_at_least": 110}, "until": {"within": {"years": 1}, "what": "完成党校培训"}}
    )
    assert found.state == "met"
    assert found.notes == (
        Note("duty", Text("任职后 1 年内：完成党校培训", "within 1 year of appointment: 完成党校培训")),
    )


def test_the_date_of_a_rule_reaches_down() -> None:
    held = Person("1", "张三", tenures=(Tenure("rank", "科员", date(2024, 7, 1)),))
    two_years = {"tenure": {"kind": "rank", "at_least": {"years": 2}}}
    assert judge({"all": [two_years]}, person=held).state == "not_met"
    later = judge({"as_of": date(2026, 7, 1), "all": [two_years]}, person=held)
    assert (later.state, later.parts[0].as_of) == ("met", date(2026, 7, 1))


@given(st.dates(date(1990, 1, 1), date(2024, 1, 1)), st.integers(1, 40))
def test_the_day_that_a_verdict_promises_is_the_first_that_holds(since: date, years: int) -> None:
    held = Person("1", "张三", tenures=(Tenure("rank", "科员", since),))
    rule = Rule.model_validate({"tenure": {"kind": "rank", "at_least": {"years": years}}})
    found = verdict(rule, held, None, FRAME, AS_OF)
    if found.on is None:
        assert found.state == "met"
        return
    day_before = date.fromordinal(found.on.toordinal() - 1)
    assert verdict(rule, held, None, FRAME, found.on).state == "met"
    assert verdict(rule, held, None, FRAME, day_before).state == "not_met"


def test_time_that_will_never_suffice_promises_no_day() -> None:
    held = Person("1", "张三", tenures=(Tenure("rank", "科员", date(2020, 1, 1)),))
    found = judge({"tenure": {"kind": "rank", "at_least": {"years": 90}}}, person=held)
    assert (found.state, found.on) == ("not_met", None)


def test_dates_that_contradict_are_refused_and_not_judged() -> None:
    held = Person("1", "张三", tenures=(Tenure("rank", "科员", date(2024, 7, 1), date(2020, 1, 1)),))
    with pytest.raises(Refused) as caught:
        judge({"tenure": {"kind": "rank", "at_least": {"years": 2}}}, person=held)
    assert caught.value.code == "interval_reversed"


@pytest.mark.parametrize(
    ("months", "zh", "en"),
    [
        (0, "0 个月", "0 months"),
        (1, "1 个月", "1 month"),
        (12, "1 年", "1 year"),
        (31, "2 年 7 个月", "2 years 7 months"),
    ],
)
def test_months_in_words(months: int, zh: str, en: str) -> None:
    assert say_months(months) == Text(zh, en)
    assert say_span(Span(months=months)) == Text(zh, en)
    assert say_span(Span(days=1)) == Text("1 天", "1 day")
