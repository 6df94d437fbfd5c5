"""Integrity examination (廉政考试): right answers, time, a pass mark, and retakes."""

import pytest
from core.stage_ground import codes, inputs, left, slate
from hypothesis import given
from hypothesis import settings as chances
from hypothesis import strategies as st
from pydantic import ValidationError

from quanheng.core.scoring.scores import plain
from quanheng.core.stages.integrity_exam import Answer, Paper, QuestionRow, Settings, admit, close, due
from quanheng.core.stages.integrity_exam.drawing import drawn, lacks
from quanheng.core.values import Refused

ONE = {"id": "q1", "text": "礼金", "options": {"A": "上交", "B": "留下"}, "answer": "A", "points": 2}
TWO = {
    "id": "q2",
    "text": "报告",
    "options": {"A": "婚姻", "B": "天气", "C": "收入"},
    "answer": "A、C",
    "points": 2,
}
AT = slate("p1@park", "p1@east", "p2@farm")


def settings(**more):
    return Settings.model_validate({"id": "exam", "kind": "integrity_exam", "questions": [ONE, TWO]} | more)


def answers(person, one="A", two="AC", attempt=1, seconds=30):
    return [
        Answer(person=person, attempt=attempt, question=q, answer=a, seconds=seconds)
        for q, a in (("q1", one), ("q2", two))
    ]


def ground(*rows, **more):
    return inputs({"attempts": rows, **more})


def points(outcome):
    return {str(s.candidate): plain(s.value) for s in outcome.scores}


def test_right_answers_are_points_and_whoever_fails_leaves():
    result = close(AT, ground(*answers("p1"), *answers("p2", two="A")), settings())
    assert points(result) == {"p1@park": "100", "p1@east": "100", "p2@farm": "50"}
    assert left(result) == {"p2@farm": "failed"}
    assert result.departures[0].finding.text.zh == "得 50 分，合格线 60 分"
    working = result.scores[2].working
    assert working.rule.zh == "2 ÷ 4 × 100"
    assert [(p.rule.en, p.source) for p in working.parts] == [
        ("right", "exam.attempts:p2|1|q1"),
        ("wrong or not answered", "exam.attempts:p2|1|q2"),
    ]


@pytest.mark.parametrize(
    ("two", "earned"), [("A", "75"), ("CA", "100"), ("AB", "50"), ("", "50"), ("A、C", "100")]
)
def test_part_of_the_right_options_may_earn_a_share(two, earned):
    result = close(slate("p1@park"), ground(*answers("p1", two=two)), settings(partial="share"))
    assert points(result) == {"p1@park": earned}


def test_an_unanswered_question_earns_nothing():
    assert points(close(slate("p1@park"), ground(answers("p1")[0]), settings())) == {"p1@park": "50"}


@pytest.mark.parametrize(("rule", "earned"), [("void", "0"), ("count", "100")])
def test_overtime_counts_as_the_plan_says(rule, earned):
    plan = settings(minutes=1, overtime=rule)
    assert points(close(slate("p1@park"), ground(*answers("p1", seconds=31)), plan)) == {"p1@park": earned}
    assert points(close(slate("p1@park"), ground(*answers("p1", seconds=30)), plan)) == {"p1@park": "100"}


@pytest.mark.parametrize(("counts", "earned"), [("best", "50"), ("last", "0"), ("first", "50")])
def test_the_attempt_that_counts(counts, earned):
    rows = [*answers("p1", two="A"), *answers("p1", one="B", two="B", attempt=2)]
    result = close(slate("p1@park"), ground(*rows), settings(attempts=2, counts=counts, fails="note"))
    assert points(result) == {"p1@park": earned}
    assert [(f.code, f.state) for f in result.findings] == [("failed", "note")]
    assert ([(a.number, a.seconds, a.passed) for a in result.record.attempts], result.record.retakes) == (
        [(1, 60, False), (2, 60, False)],
        1,
    )


def test_the_bank_may_stand_in_a_table_and_a_part_of_it_be_asked():
    rows = [
        QuestionRow(question=f"t{n}", text="题", options="A=对|B=错", answer="A", points=1) for n in range(3)
    ]
    plan = settings(questions=[], asks=2)
    given_ = [Answer(person="p1", question=f"t{n}", answer=a, seconds=1) for n, a in ((0, "A"), (2, "B"))]
    at = ground(*given_, questions=rows)
    assert points(close(slate("p1@park"), at, plan)) == {"p1@park": "50"}
    short = ground(given_[0], questions=rows)
    assert [d.text.en for d in due(slate("p1@park"), short, plan)] == [
        "赵一, attempt 1: 2 questions, 1 on record"
    ]
    assert admit("questions", rows, AT, inputs(), plan) == ()


def test_what_is_due():
    assert [d.text.zh for d in due(AT, inputs(), settings(questions=[]))] == ["题库须有 1 题，只有 0 题"]
    assert [(d.text.en, d.person) for d in due(AT, ground(*answers("p1")), settings())] == [
        ("钱二 has not sat", "p2")
    ]
    with pytest.raises(Refused, match="尚未考试"):
        close(AT, inputs(), settings())
    result = close(AT, ground(*answers("p1")), settings(absent="fail"))
    assert left(result) == {"p2@farm": "absent"}


PASSED = answers("p1")
FAILED = answers("p2", one="B", two="B")


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (answers("p3")[0], "not_a_candidate"),
        (Answer(person="p1", question="q9", answer="A", seconds=1), "unknown_question"),
        (Answer(person="p1", question="q1", answer="D", seconds=1), "no_such_option"),
        (answers("p2", attempt=4)[0], "too_many_attempts"),
        (answers("p2", attempt=3)[0], "attempt_out_of_order"),
        (answers("p1", attempt=2)[0], "passed_already"),
    ],
)
def test_answers_that_are_refused(row, code):
    at = ground(*PASSED, *FAILED)
    assert codes(admit("attempts", [row], AT, at, settings(attempts=3))) == ((0, code),)


def test_answers_that_enter():
    at = ground(*PASSED, *FAILED)
    assert admit("attempts", [*answers("p2", attempt=2), *PASSED], AT, at, settings(attempts=3)) == ()
    gone = ground(*PASSED)
    assert codes(admit("attempts", PASSED[:1], AT, gone, settings(questions=[]))) == (
        (0, "unknown_question"),
    )


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (QuestionRow(question="q1", text="题", options="A=对|B=错", answer="A"), "question_in_plan"),
        (QuestionRow(question="t1", text="题", options="A=对", answer="A"), "question_unanswerable"),
        (QuestionRow(question="t1", text="题", options="A=对|B=错", answer="C"), "question_unanswerable"),
    ],
)
def test_questions_that_are_refused(row, code):
    assert codes(admit("questions", [row], AT, inputs(), settings())) == ((0, code),)


def test_a_question_needs_an_answer_among_its_options():
    with pytest.raises(ValidationError, match="made of the options"):
        settings(questions=[ONE | {"answer": "D"}])


@chances(deadline=None)
@given(st.sampled_from(["", "A", "B"]), st.sampled_from(["", "A", "C", "AC", "ABC"]))
def test_points_lie_between_nothing_and_the_full_mark(one, two):
    """Law: with shares nobody earns less than without, and never more than the full mark."""
    at = ground(*answers("p1", one=one, two=two))
    (plain_,) = close(slate("p1@park"), at, settings(fails="note")).scores
    (shared,) = close(slate("p1@park"), at, settings(fails="note", partial="share")).scores
    assert 0 <= plain_.value <= shared.value <= 100


BANK = [
    QuestionRow(question=f"{category}{n}", category=category, text="？", options="A=甲|B=乙", answer="A")
    for category in ("gift", "work")
    for n in range(1, 6)
]
DRAWS = {"questions": [], "draws": {"gift": 2, "work": 1}, "attempts": 2}


def paper(seed, questions=None, **row):
    rule = settings(**DRAWS)
    bank = {q.question: q.as_question() for q in BANK}
    asked = questions or "、".join(drawn(bank, rule, seed))
    return Paper(person="p1", seed=seed, questions=asked, **row)


def test_a_paper_follows_from_its_seed_so_many_of_each_category():
    bank, rule = {q.question: q.as_question() for q in BANK}, settings(**DRAWS)
    papers = {drawn(bank, rule, str(seed)) for seed in range(40)}
    assert {tuple(bank[q].category for q in asked) for asked in papers} == {("gift", "gift", "work")}
    assert len(papers) > 20
    assert drawn(dict(reversed(bank.items())), rule, "7") == drawn(bank, rule, "7")
    assert {q for asked in papers for q in asked} == set(bank)


def test_a_bank_may_be_short_of_one_category():
    rule = settings(questions=[], draws={"gift": 6, "work": 2})
    bank = {q.question: q.as_question() for q in BANK}
    assert [t.zh for t in lacks(bank, rule)] == ["“gift”类须有 6 题，只有 5 题"]
    assert [d.text.zh for d in due(AT, inputs({"questions": BANK}), rule)] == ["“gift”类须有 6 题，只有 5 题"]


def test_a_paper_that_the_seed_does_not_give_is_refused():
    given = inputs({"questions": BANK})
    assert admit("papers", [paper("7")], AT, given, settings(**DRAWS)) == ()
    [(_, refusal)] = admit("papers", [paper("7", "gift1、gift2、work1")], AT, given, settings(**DRAWS))
    assert refusal.code == "paper_not_by_rule"
    [(_, refusal)] = admit("papers", [paper("7", attempt=3)], AT, given, settings(**DRAWS))
    assert refusal.code == "too_many_attempts"


def test_answers_stand_on_the_paper_and_count_by_it():
    asked = paper("7", seconds=120)
    first, *others = asked.questions.split("、")
    off = next(q.question for q in BANK if q.question not in asked.questions)
    given = inputs({"questions": BANK, "papers": [asked]})
    [(_, refusal)] = admit("attempts", [Answer(person="p1", question=off)], AT, given, settings(**DRAWS))
    assert refusal.code == "not_on_paper"
    answered = [Answer(person="p1", question=q, answer="A") for q in (first, others[0])]
    rows = [*answered, Answer(person="p1", question=others[1])]
    assert admit("attempts", rows, AT, given, settings(**DRAWS)) == ()
    rows_of = {"questions": BANK, "papers": [asked], "attempts": rows}
    closed = close(slate("p1@park"), inputs(rows_of), settings(**DRAWS))
    [(_, refusal)] = admit("questions", BANK[:1], AT, given, settings(**DRAWS))
    assert refusal.code == "papers_drawn"
    [attempt] = closed.record.attempts
    assert (attempt.seconds, attempt.passed, round(attempt.points.value)) == (120, True, 67)


def test_a_file_may_hold_an_attempt_and_the_one_after_it():
    given, rule = inputs({"questions": BANK}), settings(**DRAWS)
    rows = [
        Answer(person="p1", attempt=attempt, question=q, answer=said)
        for attempt, said in ((1, "B"), (2, "A"))
        for q in ("gift1", "gift2", "work1")
    ]
    assert admit("attempts", rows, AT, given, rule) == ()
    [*_, (_, refusal)] = admit("attempts", [r for r in rows if r.attempt == 2], AT, given, rule)
    assert refusal.code == "attempt_out_of_order"


def test_the_form_of_a_question_binds_its_options():
    said = {"question": "x", "text": "？", "options": "A=甲|B=乙|C=丙", "answer": "A"}
    refused = [
        admit("questions", [QuestionRow(**{**said, **more})], AT, inputs(), settings(**DRAWS))
        for more in (
            {"form": "single", "answer": "AB"},
            {"form": "true_false"},
            {"answer": "、"},
            {"form": "multiple", "answer": "AB"},
        )
    ]
    assert [[r.code for _, r in found] for found in refused] == [
        ["question_form"], ["question_form"], ["question_unanswerable"], [],
    ]  # fmt: skip


def test_a_paper_has_one_length():
    with pytest.raises(ValueError, match="draws"):
        settings(questions=[], asks=9, draws={"gift": 2})


def test_a_paper_of_a_number_or_of_the_whole_bank():
    bank = {q.question: q.as_question() for q in BANK}
    assert len(drawn(bank, settings(questions=[], asks=4), "7")) == 4
    assert set(drawn(bank, settings(questions=[]), "7")) == set(bank)


def test_options_stand_on_lines_or_are_parted_and_several_may_be_right():
    row = QuestionRow(question="x", text="？", options="A=甲\nB=乙|C=丙", answer="AC")
    assert row.choices() == {"A": "甲", "B": "乙", "C": "丙"}
    assert row.as_question().takes_several()
    assert not BANK[0].as_question().takes_several()


def test_a_question_is_asked_in_english_where_the_bank_has_it_and_else_in_chinese():
    row = QuestionRow(
        question="x", text="？", options="A=甲|B=乙", answer="A", text_en="?", options_en="A=a|B=b"
    )
    asked = row.as_question()
    assert (asked.text.en, [o.en for o in asked.options.values()]) == ("?", ["a", "b"])
    plain_ = row.model_copy(update={"text_en": "", "options_en": ""}).as_question()
    assert (plain_.text.en, [o.en for o in plain_.options.values()]) == ("？", ["甲", "乙"])
    assert (asked.is_in_english(), plain_.is_in_english()) == (True, False)


@pytest.mark.parametrize(
    ("english", "code"),
    [
        ({"text_en": "?", "options_en": "A=a|B=b"}, []),
        ({"text_en": "?"}, ["question_english"]),
        ({"options_en": "A=a|B=b"}, ["question_english"]),
        ({"text_en": "?", "options_en": "A=a|C=c"}, ["question_english"]),
    ],
)
def test_english_is_whole_or_not_there(english, code):
    row = QuestionRow(question="x", text="？", options="A=甲|B=乙", answer="A", **english)
    assert [r.code for _, r in admit("questions", [row], AT, inputs(), settings())] == code
