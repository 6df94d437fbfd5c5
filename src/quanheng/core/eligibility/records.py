"""Answers over records (考核、处分、培训、奖励): yearly grades, sanctions, courses, awards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from quanheng.core.eligibility.ground import (
    NOTHING,
    Answer,
    Ground,
    State,
    Unknown,
    after_span,
    amount,
    at_least,
    every,
    is_within,
    lacking,
    listed,
    not_known,
    opposite,
    plain,
    say_span,
    shown,
    some,
    truth,
)
from quanheng.core.language import histories as asked_for
from quanheng.core.language.terms import Span
from quanheng.core.people import Sanction
from quanheng.core.values import Evidence, Text


def appraisals(asked: asked_for.Appraisals, ground: Ground) -> Answer:
    """The yearly grades of the last n completed years are as asked."""
    last = ground.as_of.year - (0 if asked.this_year else 1)
    years = tuple(range(last - asked.last + 1, last + 1))
    words = _appraisal_words(asked, years)
    rows = {a.year: a.grade for a in ground.person.appraisals}
    states = [(year, _year_state(asked, year, rows.get(year), ground)) for year in years]
    counted = [state for _, state in states if state is not None]
    if not counted:
        text = Text("没有可用的考核年度", "no year that can be used")
        return not_known(Unknown("appraisals", text), words)
    state = _quantified(asked, counted)
    found = Text(
        listed(f"{y} {rows.get(y) or _why_none(y, ground).zh}" for y in years),
        ", ".join(f"{y} {rows.get(y) or _why_none(y, ground).en}" for y in years),
    )
    evidence = tuple(shown(f"{y} 年度考核", f"appraisal {y}", rows[y]) for y in years if y in rows)
    if state == "unknown":
        return _years_wanted(words, found, evidence, [y for y, s in states if s == "unknown"], rows)
    change = _later_window(asked, [y for y, s in states if s == "not_met"]) if state == "not_met" else NOTHING
    return Answer(state, words, found, evidence, change)


def _years_wanted(
    words: Text, found: Text, evidence: tuple[Evidence, ...], years: list[int], rows: Mapping[int, str]
) -> Answer:
    """The answer when grades are wanting: the years to enter, or whose grade a person must settle."""
    absent, vague = [y for y in years if y not in rows], [y for y in years if y in rows]
    zh = [f"补录 {listed(map(str, absent))} 年度考核"] if absent else []
    en = [f"enter the appraisals of {', '.join(map(str, absent))}"] if absent else []
    if vague:
        zh.append(f"核定 {listed(map(str, vague))} 年度考核等次")
        en.append(f"settle the grades of {', '.join(map(str, vague))}")
    missing = tuple(f"appraisals.{y}" for y in years)
    return Answer("unknown", words, found, evidence, Text(f"需{'、'.join(zh)}", "; ".join(en)), None, missing)


def _later_window(asked: asked_for.Appraisals, failed: list[int]) -> Text:
    if asked.every is None or not failed:
        return Text("取得所要求的考核等次后", "once the grades are reached")
    year = max(failed) + asked.last + (0 if asked.this_year else 1)
    return Text(
        f"最早 {year} 年起考核年度不再含 {max(failed)} 年",
        f"from {year} on the window no longer holds {max(failed)}",
    )


def _appraisal_words(asked: asked_for.Appraisals, years: tuple[int, ...]) -> Text:
    window = f"{years[0]}—{years[-1]}" if len(years) > 1 else f"{years[0]}"
    zh, en = (
        f"近 {len(years)} 年（{window}）年度考核",
        f"appraisals of the last {len(years)} years ({window}):",
    )
    wanted = asked.every or asked.any or asked.count or asked.consecutive
    grade = _grade(wanted) if wanted is not None else NOTHING
    if asked.every is not None:
        return Text(f"{zh}均为{grade.zh}", f"{en} all {grade.en}")
    if asked.any is not None:
        return Text(f"{zh}至少 1 年为{grade.zh}", f"{en} at least one {grade.en}")
    if asked.consecutive is not None:
        n = asked.consecutive.n
        return Text(f"{zh}连续 {n} 年为{grade.zh}", f"{en} {n} years running {grade.en}")
    n = asked.count.n if asked.count is not None else None
    most = asked.count.at_most if asked.count is not None else None
    bounds_zh = [f"至少 {n} 年"] * (n is not None) + [f"至多 {most} 年"] * (most is not None)
    bounds_en = [f"at least {n}"] * (n is not None) + [f"at most {most}"] * (most is not None)
    return Text(f"{zh}{'、'.join(bounds_zh)}为{grade.zh}", f"{en} {', '.join(bounds_en)} {grade.en}")


def _grade(grade: asked_for.Grade) -> Text:
    if grade.grade_in is not None:
        return Text(listed(grade.grade_in), " or ".join(grade.grade_in))
    return Text(f"{grade.grade_at_least}及以上", f"{grade.grade_at_least} or better")


def _is_short(year: int, ground: Ground) -> bool:
    start = ground.person.work_started
    return start is not None and year <= start.year


def _why_none(year: int, ground: Ground) -> Text:
    return (
        Text("未满（参加工作前后）", "not yet at work")
        if _is_short(year, ground)
        else Text("缺", "not entered")
    )


def _year_state(asked: asked_for.Appraisals, year: int, grade: str | None, ground: Ground) -> State | None:
    """The state of one year, None when the year is left out."""
    if grade is None and not _is_short(year, ground):
        return "unknown"
    if grade is None:
        short: dict[str, State | None] = {"available": None, "unknown": "unknown", "not_met": "not_met"}
        return short[asked.short_service]
    ladder = ground.frame.scales.ladder("grade")
    wanted = asked.every or asked.any or asked.count or asked.consecutive
    height = ladder.height(grade)
    if wanted is None or (wanted.grade_in is not None and grade in wanted.grade_in):
        return "met"
    if height is None:
        off: dict[str, State | None] = {
            "unknown": "unknown",
            "skip": None,
            "met": "met",
            "not_met": "not_met",
        }
        return off[asked.ungraded]
    if wanted.grade_in is not None:
        return truth(height in {ladder.height(w) for w in wanted.grade_in})
    least = ladder.height(wanted.grade_at_least or "")
    return "unknown" if least is None else truth(height >= least)


def _quantified(asked: asked_for.Appraisals, states: list[State]) -> State:
    if asked.every is not None:
        return every(states)
    if asked.any is not None:
        return some(states)
    if asked.consecutive is not None:
        n = asked.consecutive.n or 0
        return some(every(states[i : i + n]) for i in range(len(states) - n + 1))
    count = asked.count
    parts: list[State] = []
    if count is not None and count.n is not None:
        parts.append(at_least(count.n, states))
    if count is not None and count.at_most is not None:
        parts.append(opposite(at_least(count.at_most + 1, states)))
    return every(parts)


def sanction(asked: asked_for.Sanction, ground: Ground) -> Answer:
    """No sanction of these kinds is in effect, or was decided within the window."""
    kinds = listed(asked.kinds) or "处分处理"
    kinds_en = " or ".join(asked.kinds) or "sanction"
    zh, en = [], []
    if asked.in_effect is False:
        zh.append(f"不在{kinds}影响期内")
        en.append(f"no {kinds_en} in effect")
    if asked.within is not None:
        window = say_span(asked.within)
        zh.append(f"近 {window.zh}内未受{kinds}")
        en.append(f"no {kinds_en} within {window.en}")
    words = Text("，".join(zh), ", ".join(en))
    if "sanctions" in ground.person.missing:
        return lacking("sanctions", words, "处分处理情况", "sanctions")
    of_kind = [
        s
        for s in ground.person.sanctions
        if s.decided_on <= ground.as_of and (not asked.kinds or s.kind in asked.kinds)
    ]
    barring = [(s, _bars(asked, s, ground.as_of)) for s in of_kind]
    state = opposite(some(b for _, b in barring))
    found = Text(
        listed(_said(s).zh for s in of_kind) or "无",
        ", ".join(_said(s).en for s in of_kind) or "none",
    )
    evidence = tuple(shown("处分处理", "sanction", _said(s)) for s in of_kind)
    if state == "unknown":
        open_ended = listed(_said(s).zh for s, b in barring if b == "unknown")
        change = Text(f"需补录影响期截止日：{open_ended}", f"enter the end of effect: {open_ended}")
        return Answer(state, words, found, evidence, change, None, ("sanctions.effect_until",))
    on = _clear_on(asked, [s for s, b in barring if b != "not_met"]) if state == "not_met" else None
    change = NOTHING
    if state == "not_met":
        change = (
            Text(f"自 {on} 起符合", f"met from {on} on")
            if on
            else Text("影响期届满后", "once the effect has ended")
        )
    return Answer(state, words, found, evidence, change, on)


def _said(row: Sanction) -> Text:
    end = row.effect_until
    return Text(
        f"{row.kind}（{row.decided_on}，影响期至 {end or '未填'}）",
        f"{row.kind} ({row.decided_on}, in effect until {end or 'not entered'})",
    )


def _bars(asked: asked_for.Sanction, sanction: Sanction, as_of: date) -> State:
    states: list[State] = []
    if asked.in_effect is False:
        end = sanction.effect_until
        states.append("unknown" if end is None else truth(end >= as_of))
    if asked.within is not None:
        states.append(truth(is_within(sanction.decided_on, asked.within, as_of)))
    return some(states)


def _clear_on(asked: asked_for.Sanction, barring: list[Sanction]) -> date | None:
    days = []
    for sanction in barring:
        if asked.in_effect is False and sanction.effect_until is None:
            return None
        if asked.in_effect is False and sanction.effect_until is not None:
            days.append(sanction.effect_until + timedelta(days=1))
        if asked.within is not None:
            days.append(after_span(sanction.decided_on, asked.within))
    return max(days)


def _recent(day: date, within: Span | None, as_of: date) -> bool:
    return day <= as_of and (within is None or is_within(day, within, as_of))


def _has(name: str, words: Iterable[str] | None) -> bool:
    return words is None or any(word in name for word in words)


def training(asked: asked_for.Training, ground: Ground) -> Answer:
    """Courses finished by the as-of date: so many hours, or so many courses."""
    hours = amount(asked.hours_at_least, ground) if asked.hours_at_least is not None else None
    if isinstance(hours, Unknown):
        return not_known(hours, Text("培训", "training"))
    count = asked.count_at_least or (1 if hours is None else 0)
    window = say_span(asked.within) if asked.within is not None else None
    topics = asked.kind + (asked.name_has or ())
    zh, en = [], []
    if count:
        zh.append(f"至少 {count} 次")
        en.append(f"at least {count}")
    if hours is not None:
        zh.append(f"不少于 {plain(hours)} 学时")
        en.append(f"at least {plain(hours)} hours")
    words = Text(
        (f"近 {window.zh}内" if window else "") + f"参加{listed(topics)}培训{'、'.join(zh)}",
        f"courses {' or '.join(topics)}: {', '.join(en)}" + (f" within {window.en}" if window else ""),
    )
    if "trainings" in ground.person.missing:
        return lacking("trainings", words, "培训记录", "training")
    done = [
        t
        for t in ground.person.trainings
        if _recent(t.finished_on, asked.within, ground.as_of)
        and (not asked.kind or t.kind in asked.kind)
        and _has(t.name, asked.name_has)
    ]
    total = sum(t.hours for t in done)
    state = truth(len(done) >= count and (hours is None or total >= hours))
    found = Text(f"{len(done)} 次，{total} 学时", f"{len(done)} courses, {total} hours")
    evidence = tuple(shown("培训", "training", f"{t.finished_on} {t.name} {t.hours} 学时") for t in done)
    change = Text("补足培训后", "once the training is made up") if state == "not_met" else NOTHING
    return Answer(state, words, found, evidence, change)


def award(asked: asked_for.Award, ground: Ground) -> Answer:
    """Awards given by the as-of date: of these names and levels, so many, within the window."""
    window = say_span(asked.within) if asked.within is not None else None
    kinds = (asked.level_in or ()) + (asked.name_has or ())
    words = Text(
        (f"近 {window.zh}内" if window else "") + f"获{listed(kinds)}奖励至少 {asked.count_at_least} 次",
        f"at least {asked.count_at_least} awards {' or '.join(kinds)}"
        + (f" within {window.en}" if window else ""),
    )
    if "awards" in ground.person.missing:
        return lacking("awards", words, "奖励情况", "awards")
    won = [
        a
        for a in ground.person.awards
        if _recent(a.given_on, asked.within, ground.as_of)
        and (asked.level_in is None or a.level in asked.level_in)
        and _has(a.name, asked.name_has)
    ]
    state = truth(len(won) >= asked.count_at_least)
    found = Text(f"{len(won)} 次", f"{len(won)}")
    evidence = tuple(shown("奖励", "award", f"{a.given_on} {a.level}{a.name}") for a in won)
    change = Text("获得所要求的奖励后", "once such an award is given") if state == "not_met" else NOTHING
    return Answer(state, words, found, evidence, change)
