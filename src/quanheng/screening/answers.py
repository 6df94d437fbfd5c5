"""Answers (筛查结果): a screening in words: of each condition its state, fact, source, what would change it.

The words are put together by the engine itself, so that a list of millions never passes through Python row
by row; the full sentence about one person is the core's (`core/eligibility`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import ibis
from ibis.expr.types import Table

from quanheng.core.eligibility.asked import asked_by
from quanheng.core.eligibility.ground import PERSON_FACTS
from quanheng.core.language.posts import Frame, Post
from quanheng.core.roster_tables import HISTORIES, TABLES
from quanheng.core.values import Text
from quanheng.screening.expression import Condition, Screening
from quanheng.screening.truth import Column

STATES: Mapping[str, Text] = {
    "met": Text("符合", "met"),
    "not_met": Text("不符合", "not met"),
    "unknown": Text("不明", "unknown"),
}
REMARKS: Mapping[str, Text] = {
    "exempt": Text("免除", "exempt"),
    "relaxed": Text("放宽", "relaxed"),
    "waived": Text("豁免", "waived"),
    "duty": Text("限期补足", "to be made good"),
    "not_applicable": Text("不适用", "does not apply"),
    "warning": Text("软性，须说明理由", "soft, a reason is needed"),
}
COLUMNS: Mapping[str, Text] = {
    "state": Text("结论", "state"),
    "fact": Text("事实", "fact"),
    "source": Text("出处", "source"),
    "change": Text("怎样会改变", "what would change it"),
}
"""What is told of each condition."""

_FOUND: Mapping[str, Text] = {
    "age": Text("{found} 出生", "born {found}"),
    "work_years": Text("自 {found}", "from {found}"),
    "tenure": Text("{found} 个月（自 {key}）", "{found} months (from {key})"),
    "appraisals": Text("{key}：{found}", "{key}: {found}"),
    "sanction": Text("{found}（{key}）", "{found} ({key})"),
    "recusal": Text("{found}（{key}）", "{found} ({key})"),
    "incumbent": Text("{found}（自 {key}）", "{found} (from {key})"),
    "award": Text("{found} 次", "{found} times"),
}
"""How the fact of a predicate is said; others say it bare."""
_CHANGES: Mapping[str, Text] = {
    "age": Text("年龄不会再符合；仅可放宽或另选职位", "age will not fit again; only a relaxation could"),
    "remaining_service": Text("剩余年限只减不增", "the time left only shrinks"),
    "education": Text("取得所要求的学历学位后", "once such a course is finished"),
    "degree": Text("取得所要求的学历学位后", "once such a degree is given"),
    "appraisals": Text("取得所要求的考核等次后", "once the grades are reached"),
    "sanction": Text("影响期届满后", "once the effect has ended"),
    "training": Text("补足培训后", "once the training is made up"),
    "award": Text("获得所要求的奖励后", "once such an award is given"),
    "licence": Text("取得证书后", "once the licence is held"),
    "professional_title": Text("取得所要求的职称后", "once such a title is held"),
    "reserve_list": Text("列入名单后", "once on a list"),
    "own_unit_barred": Text("另选其他单位的职位", "choose a post in another unit"),
    "flow": Text("另选其他职位", "choose another post"),
    "recusal": Text("有关成员回避或另选职位", "recuse the member, or choose another post"),
    "tenure": Text("经历变动后；如有未登记的请补录", "if the history changes; enter what is not entered"),
    "stepwise": Text("任满中间层级后", "once the rank between has been held"),
    "not": Text("该情形不再存在后", "once this is no longer so"),
}
_OTHERWISE = Text("事实变动或更正后", "if the fact changes or is corrected")
_FACTS: Mapping[str, Text] = {
    **{name: Text(zh, en) for name, (zh, en) in PERSON_FACTS.items()},
    **HISTORIES.words,
    "born": Text("出生年月", "date of birth"),
    "born.day": Text("出生日期（到日）", "date of birth to the day"),
    "party_joined": Text("入党时间", "date of joining the Party"),
    "party_joined.day": Text("入党日期（到日）", "date of joining to the day"),
    "work_started": Text("参加工作时间", "start of work"),
    "work_started.day": Text("参加工作日期（到日）", "start of work to the day"),
    "educations.level": Text("学历学位的规范写法", "education in the words of the ladder"),
    "tenures.level": Text("任职的层级或单位", "level or unit of a stretch"),
    "sanctions.effect_until": Text("影响期截止日", "end of the effect"),
    "reserves.entered_on": Text("列入名单日期", "date of entry on the list"),
    "post": Text("报考职位", "the post"),
}
_SOURCES: Mapping[str, Text] = {table.name: table.title for table in TABLES}


@dataclass(frozen=True, slots=True)
class Told:
    """A screening in words: the table, and what its conditions ask, in order.

    Shapes: the table has `code`, `name`, `verdict` (met, not_met, unknown) and, for the condition of each
    prefix, the columns `<prefix>_is` (as the verdict), `_state`, `_fact`, `_source`, `_change`; a condition
    comes with the one that holds its facts and with what it asks.
    """

    table: Table
    conditions: tuple[tuple[Condition, Condition, Text], ...]


def told(screening: Screening, frame: Frame, post: Post | None, language: str) -> Told:
    """A screening in the words of a language."""
    answers = screening.expression
    columns: dict[str, Column] = {
        "code": answers.code,
        "name": answers["name"],
        "verdict": state_word(answers.verdict),
    }
    conditions = []
    for condition, facts in leaves(screening):
        conditions.append((condition, facts, asked(condition, facts, frame, post)))
        columns |= _words(answers, condition, facts, language)
    return Told(answers.select(**columns), tuple(conditions))


def leaves(screening: Screening) -> tuple[tuple[Condition, Condition], ...]:
    """The conditions that are told, each with the one that holds its facts: a negation is told as one."""
    found: list[tuple[Condition, Condition]] = []
    inner = ""
    for number, condition in enumerate(screening.conditions):
        if inner and condition.path.startswith(inner):
            continue
        if condition.rule.not_ is not None:
            inner = f"{condition.path}."
            found.append((condition, screening.conditions[number + 1]))
        elif condition.table:
            found.append((condition, condition))
    return tuple(found)


def asked(condition: Condition, facts: Condition, frame: Frame, post: Post | None) -> Text:
    """What a condition asks, a negation with what it denies."""
    if condition is facts or condition.rule.title is not None:
        return asked_by(condition.rule, frame, post)
    inner = asked_by(facts.rule, frame, post)
    return Text(f"不得：{inner.zh}", f"not: {inner.say('en')}")


def state_word(state: Column) -> Column:
    """A state as the word by which programs know it."""
    return ibis.cases((state, "met"), (~state, "not_met"), else_="unknown")


def _words(answers: Table, condition: Condition, facts: Condition, language: str) -> dict[str, Column]:
    state, prefix = answers[condition.column("state")], condition.prefix
    word = state_word(state)
    said = ibis.cases(*((word == name, text.say(language)) for name, text in STATES.items()), else_="")
    if condition.column("remark") in answers.columns:
        remark = answers[condition.column("remark")]
        beside = Text("（{}）", " ({})").say(language)
        notes = ((remark == name, beside.format(text.say(language))) for name, text in REMARKS.items())
        said = said + ibis.cases(*notes, else_="")
    return {
        f"{prefix}_is": word,
        f"{prefix}_state": said,
        f"{prefix}_fact": _fact(answers, facts, language),
        f"{prefix}_source": _source(answers, facts, language),
        f"{prefix}_change": _change(answers, condition, facts, language),
    }


def _part(answers: Table, condition: Condition, part: str) -> Column | None:
    column = condition.column(part)
    return answers[column].cast("string") if column in answers.columns else None


def _fact(answers: Table, facts: Condition, language: str) -> Column:
    found, key = _part(answers, facts, "found"), _part(answers, facts, "key")
    if found is None:
        return ibis.literal("")
    template = _FOUND.get(facts.rule.form(), Text("{found}")).say(language)
    said: Column = ibis.literal("")
    for piece in template.replace("{", "\0{").replace("}", "}\0").split("\0"):
        values = {"{found}": found, "{key}": ibis.literal("") if key is None else key.fill_null("")}
        said = said + values.get(piece, ibis.literal(piece))
    return said.fill_null(Text("无记录", "none on record").say(language))


def _source(answers: Table, facts: Condition, language: str) -> Column:
    if not facts.table:
        return ibis.literal("")
    table, key = _SOURCES[facts.table].say(language), _part(answers, facts, "key")
    place = answers.code if key is None else answers.code + (ibis.literal(" ") + key).fill_null("")
    return ibis.literal(f"{table} ") + place


def _change(answers: Table, condition: Condition, facts: Condition, language: str) -> Column:
    state = answers[condition.column("state")]
    otherwise = _CHANGES.get(condition.rule.form(), _OTHERWISE).say(language)
    until = ibis.literal(otherwise)
    if condition.column("on") in answers.columns:
        on = answers[condition.column("on")].cast("date").cast("string")
        met_from = Text("自 {} 起符合", "met from {} on").say(language).split("{}")
        until = (ibis.literal(met_from[0]) + on + met_from[1]).fill_null(otherwise)
    enter = ibis.literal(Text("需补录：", "to be entered: ").say(language))
    lacking = _part(answers, facts, "lacking")
    wanted = ibis.literal(_OTHERWISE.say(language)) if lacking is None else enter + _named(lacking, language)
    return ibis.cases((state, ""), (~state, until), else_=wanted.fill_null(""))


def _named(lacking: Column, language: str) -> Column:
    """The name of a fact in words; of an attribute or a year its own."""
    names = [(lacking == name, text.say(language)) for name, text in _FACTS.items()]
    years = Text("年度考核 ", "appraisals of ").say(language)
    year = ibis.literal(years) + lacking.replace("appraisals.", "").replace(";", " ")
    of_plan = ibis.literal(Text("方案中的 ", "of the plan: ").say(language)) + lacking.replace("plan.", "")
    members = ibis.literal(Text("机构成员 ", "members of ").say(language)) + lacking.replace("members.", "")
    return ibis.cases(
        *names,
        (lacking.startswith("appraisals."), year),
        (lacking.startswith("plan."), of_plan),
        (lacking.startswith("members."), members),
        else_=lacking.replace("attributes.", ""),
    )
