"""Answers over plain facts (事实条件): age, education, identity, attributes, flags, rankings, licences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from quanheng.core import people
from quanheng.core.eligibility.ground import (
    PERSON_FACTS,
    Answer,
    Ground,
    State,
    Unknown,
    amount,
    days_of,
    every,
    judged,
    lacking,
    listed,
    not_known,
    plain,
    shown,
    some,
    truth,
)
from quanheng.core.language import predicates as asked_for
from quanheng.core.language.predicates import Limits
from quanheng.core.values import Refused, Text
from quanheng.core.workdays import PartialDate, add_months, months_between

_BOUND_WORDS = {
    "at_least": ("不低于", "at least"),
    "over": ("超过", "over"),
    "at_most": ("不超过", "at most"),
    "under": ("低于", "under"),
}


@dataclass(frozen=True, slots=True)
class Fixed:
    """Bounds with their numbers worked out for one person."""

    bounds: tuple[tuple[str, Decimal], ...]

    def say(self, unit_zh: str = "", unit_en: str = "") -> Text:
        """The bounds in words."""
        zh = "且".join(f"{_BOUND_WORDS[n][0]} {plain(v)}{unit_zh}" for n, v in self.bounds)
        en = " and ".join(f"{_BOUND_WORDS[n][1]} {plain(v)}{unit_en}" for n, v in self.bounds)
        return Text(zh, en)

    def holds(self, value: Decimal) -> bool:
        """Whether a number lies within."""
        return all(_BOUND_TESTS[name](value, bound) for name, bound in self.bounds)


_BOUND_TESTS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "at_least": lambda value, bound: value >= bound,
    "over": lambda value, bound: value > bound,
    "at_most": lambda value, bound: value <= bound,
    "under": lambda value, bound: value < bound,
}


def fixed(limits: Limits, ground: Ground) -> Fixed | Unknown:
    """The bounds with lookups and post parameters replaced by numbers."""
    found = []
    for name, value in limits.bounds():
        number = amount(value, ground)
        if isinstance(number, Unknown):
            return number
        found.append((name, number))
    return Fixed(tuple(found))


def first_day(name: str, bound: Decimal, counting: str, born: date) -> date:
    """The first day on which a lower bound holds, or on which an upper bound no longer holds."""
    months = int(bound * 12)
    if counting == "calendar_year":
        step = 1 if name in ("over", "at_most") else 0
        return date(born.year + int(bound) + step, 1, 1)
    birthday = add_months(born, months)
    if name in ("at_least", "under"):
        return birthday
    if counting == "exact":
        return birthday + timedelta(days=1)
    # Whole years: more than 44.5 is 45, more than 45 is 46.
    return add_months(born, (months // 12 + 1) * 12)


def _age_holds(bounds: Fixed, counting: str, born: date, as_of: date) -> bool:
    return all(
        (as_of >= first_day(name, bound, counting, born)) == (name in ("at_least", "over"))
        for name, bound in bounds.bounds
    )


def age(asked: asked_for.Age, ground: Ground) -> Answer:
    """Age on the as-of date within the bounds, or birth on the right side of a date."""
    bounds = fixed(asked, ground)
    if isinstance(bounds, Unknown):
        return not_known(bounds, Text("年龄", "age"))
    words = _age_words(asked, bounds)
    born = ground.person.born
    if born is None:
        return lacking("born", words, "出生年月", "date of birth")
    if born.earliest() > ground.as_of:
        text = Text(f"出生年月 {born} 晚于计算日期 {ground.as_of}", f"born {born}, after {ground.as_of}")
        return not_known(Unknown("born", text), words)
    state = judged(born, lambda day: _born_fits(asked, bounds, day, ground.as_of))
    ages = [months_between(day, ground.as_of) // 12 for day in (born.latest(), born.earliest())]
    years = str(ages[0]) if ages[0] == ages[1] else f"{ages[0]}—{ages[1]}"
    found = Text(f"{years} 周岁（{born} 出生）", f"{years} (born {born})")
    if state == "unknown":
        found = Text(
            f"{found.zh}，只知出生年月，日期在界线当月，无法判定",
            f"{found.en}, known to the month only and the limit falls in that month",
        )
        change = Text("需补录出生日期（到日）", "enter the date of birth to the day")
        return Answer(state, words, found, (shown("出生", "born", born),), change, None, ("born.day",))
    on = _old_enough_on(bounds, asked, born, ground.as_of) if state == "not_met" else None
    change = _age_change(on) if state == "not_met" else Text("")
    return Answer(state, words, found, (shown("出生", "born", born),), change, on)


def _born_fits(asked: asked_for.Age, bounds: Fixed, born: date, as_of: date) -> bool:
    return (
        (asked.born_on_or_after is None or born >= asked.born_on_or_after)
        and (asked.born_on_or_before is None or born <= asked.born_on_or_before)
        and _age_holds(bounds, asked.counting, born, as_of)
    )


def _old_enough_on(bounds: Fixed, asked: asked_for.Age, born: PartialDate, as_of: date) -> date | None:
    """The day from which the lower bounds hold, when only they fail and nothing else then fails."""
    lower = [(n, b) for n, b in bounds.bounds if n in ("at_least", "over")]
    if not lower:
        return None
    on = max(first_day(n, b, asked.counting, born.latest()) for n, b in lower)
    fits = on > as_of and all(_born_fits(asked, bounds, day, on) for day in days_of(born))
    return on if fits else None


def _age_change(on: date | None) -> Text:
    if on is None:
        return Text(
            "年龄不会再符合；仅可依规定放宽或另选职位", "age will not fit again; only a relaxation could"
        )
    return Text(f"自 {on} 起符合", f"met from {on} on")


def _age_words(asked: asked_for.Age, bounds: Fixed) -> Text:
    zh, en = [], []
    if bounds.bounds:
        said = bounds.say(" 周岁", " years")
        zh.append(f"年龄{said.zh}")
        en.append(f"age {said.en}")
    if asked.born_on_or_after is not None:
        zh.append(f"{asked.born_on_or_after} 及以后出生")
        en.append(f"born on or after {asked.born_on_or_after}")
    if asked.born_on_or_before is not None:
        zh.append(f"{asked.born_on_or_before} 及以前出生")
        en.append(f"born on or before {asked.born_on_or_before}")
    return Text("且".join(zh), " and ".join(en))


def education(asked: asked_for.Education, ground: Ground) -> Answer:
    """One finished course meets every part that is asked."""
    words = _education_words(asked)
    if "educations" in ground.person.missing:
        return lacking("educations", words, "学历学位", "education")
    done = [
        e
        for e in ground.person.educations
        if asked.studying_counts or e.finished_on is None or e.finished_on <= ground.as_of
    ]
    states = [_course_state(e, asked, ground) for e in done]
    state = some(states)
    found = Text(listed(_course(e) for e in done) or "无", ", ".join(_course(e) for e in done) or "none")
    evidence = tuple(shown("学历", "education", _course(e)) for e in done)
    if state == "unknown":
        change = Text(
            "需把学历学位写成等级表中的词语", "write education and degree in the words of the ladder"
        )
        return Answer(state, words, found, evidence, change, None, ("educations.level",))
    change = (
        Text("取得所要求的学历学位后", "once such a course is finished") if state == "not_met" else Text("")
    )
    return Answer(state, words, found, evidence, change)


def _course(course: people.Education) -> str:
    mode = "全日制" if course.full_time else "在职"
    return " ".join(part for part in (mode, course.level, course.degree, course.major) if part)


def reaches(word: str, least: str, ladder_name: str, ground: Ground) -> State:
    """Whether a word stands at this height of a ladder or higher; unknown for words the ladder lacks."""
    ladder = ground.frame.scales.ladder(ladder_name)
    height, wanted = ladder.height(word), ladder.height(least)
    return "unknown" if height is None or wanted is None else truth(height >= wanted)


def _course_state(course: people.Education, asked: asked_for.Education, ground: Ground) -> State:
    states: list[State] = []
    if asked.full_time != "any":
        states.append(truth(course.full_time is asked.full_time))
    if asked.at_least is not None:
        states.append(reaches(course.level, asked.at_least, "education", ground))
    if asked.in_ is not None:
        ladder = ground.frame.scales.ladder("education")
        heights = {ladder.height(w) for w in asked.in_} - {None}
        states.append(truth(course.level in asked.in_ or ladder.height(course.level) in heights))
    if asked.degree_at_least is not None:
        states.append(_degree_state(course.degree, asked.degree_at_least, ground))
    if asked.major_in is not None:
        states.append(truth(course.major in asked.major_in))
    if asked.major_has is not None:
        states.append(truth(any(w in course.major for w in asked.major_has)))
    return every(states)


def _degree_state(degree: str, least: str, ground: Ground) -> State:
    return reaches(degree, least, "degree", ground) if degree not in ("", "无") else "not_met"


def _education_words(asked: asked_for.Education) -> Text:
    mode = {True: ("全日制", "full-time "), False: ("在职", "in-service "), "any": ("", "")}[asked.full_time]
    zh, en = [], []
    if asked.at_least is not None:
        zh.append(f"{asked.at_least}及以上")
        en.append(f"{asked.at_least} or higher")
    if asked.in_ is not None:
        zh.append(listed(asked.in_))
        en.append(" or ".join(asked.in_))
    if asked.degree_at_least is not None:
        zh.append(f"{asked.degree_at_least}及以上学位")
        en.append(f"degree of {asked.degree_at_least} or higher")
    majors = (asked.major_in or ()) + (asked.major_has or ())
    if majors:
        zh.append(f"专业为{listed(majors)}")
        en.append(f"major {' or '.join(majors)}")
    return Text(f"{mode[0]}学历{'，'.join(zh)}", f"{mode[1]}education {', '.join(en)}".strip())


def degree(asked: asked_for.Degree, ground: Ground) -> Answer:
    """A degree of this height or higher from a finished course."""
    course = asked_for.Education(degree_at_least=asked.at_least, full_time=asked.full_time)
    return education(course, ground)


def one_of(name: str) -> Callable[[asked_for.OneOf, Ground], Answer]:
    """The predicate over a fact that is a word: it is one of some words, or none of them."""
    zh, en = PERSON_FACTS[name]

    def answer(asked: asked_for.OneOf, ground: Ground) -> Answer:
        barred = asked.not_in or ()
        words = (
            Text(f"{zh}为{listed(asked.in_)}", f"{en} {' or '.join(asked.in_)}")
            if asked.in_ is not None
            else Text(f"{zh}不属{listed(barred)}", f"{en} not {' or '.join(barred)}")
        )
        value: str | None = getattr(ground.person, name)
        if value is None:
            return lacking(name, words, zh, en)
        state = truth(value in asked.in_ if asked.in_ is not None else value not in barred)
        change = (
            Text(f"{zh}更正或变动后", f"if {en} is corrected or changes") if state == "not_met" else Text("")
        )
        return Answer(state, words, Text(value, value), (shown(zh, en, value),), change)

    return answer


def years_since(
    asked: asked_for.Years, ground: Ground, start: PartialDate | None, names: tuple[str, str, str]
) -> Answer:
    """Whole years from a date of the person to the as-of date within the bounds."""
    key, zh, en = names
    bounds = fixed(asked, ground)
    if isinstance(bounds, Unknown):
        return not_known(bounds, Text(zh, en))
    said = bounds.say(" 年", " years")
    words = Text(f"{zh}{said.zh}", f"{en} {said.en}")
    if start is None:
        return lacking(key, words, f"{zh}起算时间", f"start of {en}")
    if start.earliest() > ground.as_of:
        found = Text(f"自 {start} 起算，尚未开始", f"begins {start}")
        start_state = judged(start, lambda day: bounds.holds(Decimal(0)))
    else:
        least, most = (months_between(day, ground.as_of) for day in (start.latest(), start.earliest()))
        years = f"{least // 12}" if least // 12 == most // 12 else f"{least // 12}—{most // 12}"
        found = Text(f"{years} 年（自 {start}）", f"{years} years (from {start})")
        start_state = judged(start, lambda day: _age_holds(bounds, "completed", day, ground.as_of))
    evidence = (shown(zh, en, start),)
    if start_state == "unknown":
        change = Text(f"需补录{zh}起算日期（到日）", f"enter the start of {en} to the day")
        return Answer(start_state, words, found, evidence, change, None, (f"{key}.day",))
    if start_state == "met":
        return Answer(start_state, words, found, evidence)
    on = _long_enough_on(bounds, start, ground.as_of)
    change = (
        Text(f"自 {on} 起符合", f"met from {on} on")
        if on
        else Text("年限不会再符合", "the years will not fit again")
    )
    return Answer(start_state, words, found, evidence, change, on)


def _long_enough_on(bounds: Fixed, start: PartialDate, as_of: date) -> date | None:
    lower = [(n, b) for n, b in bounds.bounds if n in ("at_least", "over")]
    if not lower:
        return None
    on = max(first_day(n, b, "completed", start.latest()) for n, b in lower)
    return on if on > as_of and _age_holds(bounds, "completed", start.latest(), on) else None


def work_years(asked: asked_for.Years, ground: Ground) -> Answer:
    """Whole years since work began."""
    return years_since(
        asked, ground, ground.person.work_started, ("work_started", "工龄", "years of service")
    )


def party_years(asked: asked_for.Years, ground: Ground) -> Answer:
    """Whole years since joining the Party; none for someone known not to be a member."""
    person = ground.person
    if person.party_joined is None and person.party is not None and "中共" not in person.party:
        bounds = fixed(asked, ground)
        if isinstance(bounds, Unknown):
            return not_known(bounds, Text("党龄", "Party years"))
        said = bounds.say(" 年", " years")
        words = Text(f"党龄{said.zh}", f"Party years {said.en}")
        found = Text(f"非中共党员（{person.party}）", f"no Party member ({person.party})")
        change = Text("" if bounds.holds(Decimal(0)) else "入党并满年限后", "once a member for so long")
        state = truth(bounds.holds(Decimal(0)))
        return Answer(
            state, words, found, (shown("政治面貌", "political affiliation", person.party),), change
        )
    return years_since(asked, ground, person.party_joined, ("party_joined", "党龄", "Party years"))


def number_of(text: str) -> Decimal | None:
    """A number that a person wrote, None when it is none."""
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def day_of(text: str) -> PartialDate | None:
    """A date that a person wrote, None when it is none."""
    try:
        return PartialDate.of(text)
    except Refused:
        return None
