"""Complaints: what an author wrote, what is allowed there, and how it would be written."""

import pytest
from core_plan import text_of

from quanheng.core.plans import complaints
from quanheng.core.plans.reading import Unusable, read_plan
from quanheng.core.values import Text

MISTAKES = [
    ("seats: 1}", "职数: 1}", "posts.0.职数”：没有“职数”这一项；", "键一律用英文。"),
    ("seats: 1}", "seats: 两个}", "posts.0.seats”：“两个” 应为整数，如 3，或应写成 {键: 值}，如 {share: 0.8, of: applicants}。", ""),
    ("seats: 1}", "seats: -1}", "posts.0.seats”：-1 不得小于 0，", ""),
    ("2026-03-10", "2026年3月10日", "as_of”：“2026年3月10日” 应为日期，写成 2026-03-10。", ""),
    ("kind: enrolment}", "kind: 报名}", "stages.0.kind”：没有环节种类（kind）“报名”，是否想写“enrolment”；", ""),
    ("kind: enrolment}", "title: 报名}", "stages.0”：缺少环节种类（kind）；", ""),
    ("kind: enrolment}", "kind: enrolment, time: {on: 2026-03-10, by: 5天}}", "stages.0.time.by”：“5天” 应写成 {键: 值}，如 {days: 5}。", ""),
    ("kind: enrolment}", "kind: enrolment, statement_at_least: 200字}", "statement_at_least”：“200字” 应为整数，如 3。", "只写数字，不带单位。"),
    ("kind: enrolment}", "kind: speech, judges: j, keep: {per_seat: '1:3'}}", "keep.per_seat”：“1:3” 应为数字，", "比例 1:3 写成 3。"),
    ("kind: enrolment}", "kind: composite, components: [{id: a, entered: true, weight: 60%}]}", "weight”：“60%” 应为数字，", "百分数写成 60（分值）或 0.6（占比）。"),
    ("kind: enrolment}", "kind: enrolment, channels: [self], enters: 全体}", "enters”：“全体” 应写成 {键: 值}，如 {who: {party: {in: 中共党员}}}。", ""),
    ("kind: enrolment}", "kind: enrolment, carry: 也许}", "carry”：“也许” 应为 true（是）或 false（否）。", ""),
    ("kind: enrolment}", "kind: enrolment, must_enrol: 是}", "must_enrol”：“是” 应写成 {键: 值}。", ""),
    ("organisation:", "notes: {a: [1, null], b: true}\norganisation:", "notes”：{a: [1, null], b: true} 应写成列表，", ""),
    ("organisation:", "bodies: {a: 1}\norganisation:", "bodies”：{a: 1} 应写成列表，", ""),
    ("organisation:", "choices: {max: 2, mode: single}\norganisation:", "choices.max”：mode: single 只能报一个，而 max 为 2；", ""),
    ("organisation:", "eligibility: {and: []}\norganisation:", "没有“and”这一项；", "是否想写“all”？"),
    ("id: tiny", "qqq: 1\nid: tiny", "qqq”：没有“qqq”这一项；", ""),
    ("id: tiny", "id: 小方案", "id”：“小方案” 不能用，编号只用小写字母、数字、- 和 _，以字母或数字开头。", ""),
    ("kind: enrolment}", "kind: enrolment, time: {on: 2026-03-10, at: 下午}}", "不能用，钟点写成 14:30。", ""),
    ("kind: enrolment}", "kind: composite, components: [{id: a, entered: true, weight: .nan}]}", "“.nan” 应为数字，", ""),
    ("kind: enrolment}", "kind: talks, groups: []}", "“stages.0.groups”还没有写，至少写 1 项。", ""),
    ("kind: enrolment}", "kind: grading, by: x, grades: [{id: a, title: 甲}]}", "grades”只有 1 项，至少写 2 项。", ""),
    ("id: tiny", f"id: {'a' * 61}", "“id”最多 60 个字。", ""),
]  # fmt: skip


@pytest.mark.parametrize(("was", "wrong", "zh", "ends"), MISTAKES, ids=[m[1][:20] for m in MISTAKES])
def test_a_mistake_is_told_with_what_is_allowed(was: str, wrong: str, zh: str, ends: str) -> None:
    with pytest.raises(Unusable) as refused:
        read_plan(text_of().replace(was, wrong, 1), "p.yaml")
    (problem,) = refused.value.problems
    assert zh in problem.text.zh
    assert problem.text.zh.endswith(ends)
    assert problem.text.en


def test_what_was_written_at_length_is_cut() -> None:
    with pytest.raises(Unusable) as refused:
        read_plan(text_of().replace("2026-03-10", "三" * 80, 1), "p.yaml")
    assert "三…" in refused.value.problems[0].text.zh


def test_an_error_of_another_sort_keeps_its_own_words() -> None:
    error = {"type": "value_error", "input": 1, "msg": "Value error, no such thing"}
    assert complaints.does_not_fit([error], "posts.0") == Text(
        "“posts.0”：1 不合要求（no such thing）。", "'posts.0': 1 does not fit (no such thing)."
    )
