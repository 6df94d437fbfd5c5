"""Reading a plan: every problem has its line and column and says what is allowed."""

import pytest
from core_plan import STAGES, plan_of, read, text_of

from quanheng.core.kinds import KINDS
from quanheng.core.plans import reading
from quanheng.core.plans.reading import Place, Unusable, read_plan


def problems(text: str) -> list[str]:
    with pytest.raises(Unusable) as refused:
        read_plan(text, "p.yaml")
    return refused.value.say("en").split("\n")


def test_a_plan_is_read_with_the_places_of_its_parts():
    found = read()
    assert found.plan.posts[1].id == "y"
    assert found.place(("posts", 1)) == Place(9, 5)
    assert found.place(("posts", 1, "title", "nowhere")) == found.place(("posts", 1, "title"))
    assert found.place(("nowhere",)) == found.places[()]


def test_a_stage_is_found_by_id_and_by_kind():
    plan = plan_of()
    assert plan.stage("enrolment") is plan.stages[0]
    assert plan.stage_of_kind("enrolment") is plan.stages[0]
    assert plan.stage_of_kind("decision") is None


def test_an_unknown_word_is_named_with_what_is_allowed_and_what_may_be_meant():
    (line,) = problems(text_of("organisations: 3\n"))
    assert line.startswith(
        "p.yaml:13:1: 'organisations': unknown word 'organisations'; allowed: language, id,"
    )
    assert line.endswith("Did you mean 'organisation'?")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "p.yaml:1:1: A plan is a mapping of keys to values."),
        ("- a\n- b", "p.yaml:1:1: A plan is a mapping of keys to values."),
        ("a: [1, 2", "p.yaml:1:9: not valid YAML: expected ',' or ']', but got '<stream end>'"),
        ("a: 1\na: 2\n", "p.yaml:2:1: 'a' is written twice"),
        (
            "a: \x01",
            "p.yaml:1:1: not valid YAML: unacceptable character #x0001: special characters are not allowed",
        ),
        (text_of().replace("as_of: 2026-03-10\n", ""), "p.yaml:1:1: 'as_of' is missing."),
        (
            text_of().replace("kind: enrolment", "kind: enrollment"),
            "p.yaml:12:21: 'stages.0.kind': no such kind of stage as 'enrollment' (did you mean 'enrolment'?); kind must be one of:"
            f" {', '.join(KINDS)}.",
        ),
        (
            text_of().replace("kind: institution", "kind: castle"),
            "p.yaml:4:27: 'organisation.kind': 'castle' is not allowed; allowed:",
        ),
        (
            text_of().replace("id: y", "id: x"),
            "p.yaml:9:6: 'posts.1.id': 'x' is used twice",
        ),
        (
            text_of(stages=STAGES.replace("}", ", only_posts: [z]}")),
            "p.yaml:12:38: 'stages.0.only_posts': 'z' is not in this plan; known: x, y",
        ),
        (
            text_of().replace("as_of: 2026-03-10", "as_of: soon"),
            "p.yaml:5:1: 'as_of': 'soon': a date is wanted, written 2026-03-10",
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_place(text, said):
    assert problems(text)[0].startswith(said)


def test_a_problem_inside_a_stage_is_found_at_its_line():
    (line,) = problems(text_of(stages=STAGES.replace("enrolment}", "enrolment, minutes: none}")))
    assert line.startswith("p.yaml:12:38: 'stages.0.minutes': 'none': a whole number is wanted, such as 3")


def test_decimals_keep_every_digit_and_words_stay_words():
    plan = plan_of(posts="\nposts: [{id: x, title: 岗, seats: 1, parameters: {w: 0.1, z: 1/4}}]\n")
    assert {k: str(v) for k, v in plan.posts[0].parameters.items()} == {"w": "0.1", "z": "0.25"}
    assert plan_of("version: null\n".replace("null", "'2'")).version == "2"
    assert plan_of("purpose: ~\n").purpose is None


def test_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "LARGEST_FILE", 20)
    assert problems(text_of("purpose: 太长\n")) == ["p.yaml:1:1: The file is too large to be a plan."]


def test_a_tree_that_grows_by_references_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "LARGEST_TREE", 50)
    bomb = "a: &a [1,2,3,4,5,6,7]\nb: &b [*a,*a,*a,*a]\nc: [*b,*b,*b]\n"
    assert problems(bomb)[0].endswith("too many parts (or a reference loop)")


@pytest.mark.parametrize(
    ("text", "place", "zh"),
    [
        ("a: b: c", "1:5", "此处不能再写“键: 值”；请检查缩进，值中有冒号的须加引号"),
        ("a: - b", "1:4", "此处不能写列表项“- ”；请检查缩进"),
        ("a: 1\nb\nc: 2", "3:1", "缺少冒号；每一项写成“键: 值”，冒号后空一格"),
        ("a:\n  - x\n  y: 1", "3:3", "缩进与上文不一致；同一层的各项须左边对齐"),
        ("a: [1, 2", "1:9", "方括号没有写完；请检查逗号和“]”"),
        ("a: {b: 1", "1:9", "花括号没有写完；请检查逗号和“}”"),
        ("a: 'b", "1:6", "引号没有成对，一直到文件末尾都没有结束"),
        ("a:\n\tb: 1", "2:1", "不能用制表符（Tab）缩进，请改用空格"),
        ("a: %b", "1:4", "此处的符号不能作为开头；须原样书写的请加引号"),
        ('a: "\\q"', "1:6", "双引号内的反斜杠写法有误；请改用单引号"),
        ("a: *b", "1:4", "“*”引用的名称前面没有用“&”定义；星号须原样书写的请加引号"),
        ("a: 1\n---\nb: 2", "2:1", "一个文件只能写一个方案，不能有第二个“---”"),
        ("a: \x01", "1:1", "含有不能使用的控制字符，请删去"),
        ("!<tag: 1", "1:7", "写法有误，请检查缩进、冒号与引号"),
    ],
)
def test_a_fault_of_writing_is_told_in_chinese(text: str, place: str, zh: str) -> None:
    with pytest.raises(Unusable) as refused:
        read_plan(text, "p.yaml")
    assert refused.value.say("zh") == f"p.yaml:{place}: 不是合法的 YAML：{zh}。"
