"""Stretches of a history (经历区间): which of them match, and how much time they make."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from quanheng.core.eligibility.ground import Ground, State, Unknown, after_span, every, fact, truth
from quanheng.core.language import histories as asked_for
from quanheng.core.language.terms import Span
from quanheng.core.people import Tenure
from quanheng.core.values import Text
from quanheng.core.workdays import Interval, tenure_days, tenure_months, union


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read an incomplete history: stretches that count, years taken out, years that shorten."""

    tenures: tuple[Tenure, ...]
    years_out: frozenset[int]
    years_good: frozenset[int]


@dataclass(frozen=True, slots=True)
class Run:
    """Time counted together: from its first day, and the pieces left after what is taken out."""

    since: date
    until: date
    pieces: tuple[Interval, ...]

    def months(self) -> int:
        """Full months. Units: months."""
        return tenure_months(self.pieces, self.until)

    def days(self) -> int:
        """Units: days."""
        return tenure_days(self.pieces, self.until)


def level_unknown(level: asked_for.Level, ground: Ground) -> Unknown | None:
    """What is wrong with a level test itself: no such ladder, no such table, or no level of the post."""
    scales = ground.frame.scales
    if not scales.has(level.scale):
        return Unknown(
            f"plan.scales.{level.scale}", Text(f"方案没有等级表“{level.scale}”", f"no ladder “{level.scale}”")
        )
    if level.equivalence is not None and level.equivalence not in scales.equivalences:
        name = level.equivalence
        return Unknown(
            f"plan.equivalences.{name}", Text(f"方案没有层级对应表“{name}”", f"no equivalence table “{name}”")
        )
    if level.post_offset is None and level.offset_at_least is None:
        return None
    height = post_height(level.scale, ground)
    return height if isinstance(height, Unknown) else None


def post_height(scale: str, ground: Ground) -> int | Unknown:
    """The rung of the post's level on a ladder."""
    word = fact(ground, "post_level")
    if isinstance(word, Unknown):
        return word
    height = ground.frame.scales.ladder(scale).height(word)
    if height is None:
        text = Text(f"职位层级“{word}”不在等级表中", f"the level “{word}” of the post is not on the ladder")
        return Unknown("plan.post_level", text)
    return height


def word_of(tenure: Tenure, equivalence: str | None, ground: Ground) -> str:
    """The word by which a stretch stands on a ladder: its level, else its name, read through any table."""
    word = tenure.level or tenure.name
    table = ground.frame.scales.equivalences.get(equivalence) if equivalence else None
    if table is None:
        return word
    size = ground.person.attributes.get("firm_size")
    return table.reads(tenure.name, size) or table.reads(tenure.level, size) or word


def level_state(level: asked_for.Level, tenure: Tenure, ground: Ground) -> State:
    """Whether a stretch is of the level asked; unknown when its own level is not on the ladder."""
    ladder = ground.frame.scales.ladder(level.scale)
    word = word_of(tenure, level.equivalence, ground)
    height = ladder.height(word)
    states: list[State] = []
    if level.in_ is not None:
        same = height is not None and height in {ladder.height(w) for w in level.in_}
        is_in = same or word in level.in_ or tenure.name in level.in_
        states.append("unknown" if not is_in and height is None and not tenure.level else truth(is_in))
    bounds = _bounds(level, ground)
    if bounds and height is None:
        return every([*states, "unknown"])
    return every([*states, *(truth(low <= (height or 0) <= high) for low, high in bounds)])


_TOP = 10**6


def _bounds(level: asked_for.Level, ground: Ground) -> list[tuple[int, int]]:
    ladder = ground.frame.scales.ladder(level.scale)
    found = []
    if level.at_least is not None:
        height = ladder.height(level.at_least)
        found.append((_TOP if height is None else height, _TOP))
    if level.at_most is not None:
        height = ladder.height(level.at_most)
        found.append((0, -1 if height is None else height))
    if level.post_offset is not None or level.offset_at_least is not None:
        of_post = post_height(level.scale, ground)
        own = 0 if isinstance(of_post, Unknown) else of_post  # refused before by level_unknown
        if level.post_offset is not None:
            found.append((own + level.post_offset, own + level.post_offset))
        if level.offset_at_least is not None:
            found.append((own + level.offset_at_least, _TOP))
    return found


def match(stay: asked_for.Stay, tenure: Tenure, ground: Ground) -> State:
    """Whether a stretch is one of those described."""
    kinds = stay.kind or (("post", "rank") if stay.level is not None else ())
    if kinds and tenure.kind not in kinds:
        return "not_met"
    states: list[State] = []
    if stay.name_in is not None:
        states.append(truth(tenure.name in stay.name_in))
    if stay.name_has is not None:
        states.append(truth(any(word in tenure.name for word in stay.name_has)))
    if stay.leading is not None:
        states.append(truth(tenure.leading is stay.leading))
    if stay.grassroots is not None:
        states.append(truth(tenure.grassroots is stay.grassroots))
    if stay.unit is not None:
        states.append(_unit_state(stay.unit, tenure, ground))
    if stay.level is not None and "not_met" not in states:
        states.append(level_state(stay.level, tenure, ground))
    return every(states)


def _unit_state(unit: str | tuple[str, ...], tenure: Tenure, ground: Ground) -> State:
    if isinstance(unit, tuple):
        names: tuple[str, ...] = unit
    else:
        name = fact(ground, "post_unit" if unit == "same_as_post" else "unit")
        if isinstance(name, Unknown):
            return "unknown"
        names = (name,)
    return truth(tenure.unit in names) if tenure.unit else "unknown"


def readings(asked: asked_for.Stay, shortened_by: str | None, ground: Ground) -> tuple[Reading, Reading]:
    """The least and the most that an incomplete history may come to."""
    begun = [t for t in ground.person.tenures if t.since <= ground.as_of]
    states = [(t, match(asked, t, ground)) for t in begun]
    sure = tuple(t for t, state in states if state == "met")
    possible = tuple(t for t, state in states if state != "not_met")
    bad, good, open_years = _years(asked, shortened_by, possible, ground)
    least = Reading(sure, bad | (open_years if asked.not_counted_grades else frozenset()), good)
    most = Reading(possible, bad, good | (open_years if shortened_by else frozenset()))
    return least, most


def _years(
    asked: asked_for.Stay, shortened_by: str | None, tenures: tuple[Tenure, ...], ground: Ground
) -> tuple[frozenset[int], frozenset[int], frozenset[int]]:
    """Years taken out, years that shorten, and completed years whose grade was not entered."""
    if not asked.not_counted_grades and shortened_by is None:
        return frozenset(), frozenset(), frozenset()
    grades = {a.year: a.grade for a in ground.person.appraisals}
    ladder = ground.frame.scales.ladder("grade")

    def is_one_of(grade: str, names: Iterable[str]) -> bool:
        height = ladder.height(grade)
        return any(grade == n or (height is not None and ladder.height(n) == height) for n in names)

    lived = {year for t in tenures for year in range(t.since.year, ground.as_of.year)}
    ended = {y for y in lived if any(t.until is None or t.until.year >= y for t in tenures)}
    return (
        frozenset(y for y, g in grades.items() if is_one_of(g, asked.not_counted_grades)),
        frozenset(y for y, g in grades.items() if shortened_by is not None and is_one_of(g, (shortened_by,))),
        frozenset(y for y in ended if y not in grades),
    )


def runs(
    asked: asked_for.Stay, reading: Reading, as_of: date, cumulative: bool, ground: Ground
) -> tuple[Run, ...]:
    """The time of the stretches, as unbroken runs or added up into one, less what is taken out."""
    start = after_span(as_of, asked.within, -1) if asked.within is not None else date.min
    cut = [
        replace(t, since=max(t.since, start))
        for t in reading.tenures
        if t.since < as_of and (t.until is None or t.until > start)
    ]
    whole = union(_bridged(cut), as_of)
    gone = _taken_out(asked, reading, ground)
    parts = tuple(Run(i.since, i.until or as_of, _less(i, gone, as_of)) for i in whole)
    if not cumulative or not parts:
        return parts
    return (Run(parts[0].since, parts[-1].until, tuple(p for run in parts for p in run.pieces)),)


def _bridged(tenures: list[Tenure]) -> list[Interval]:
    """Stretches of which one ends the day before the next begins run on: archives often give the last day."""
    found: list[Interval] = []
    starts = {t.since for t in tenures}
    for tenure in tenures:
        until = tenure.until
        if until is not None and until + timedelta(days=1) in starts:
            until = until + timedelta(days=1)
        found.append(Interval(tenure.since, until))
    return found


def _taken_out(asked: asked_for.Stay, reading: Reading, ground: Ground) -> list[Interval]:
    gone = [Interval(date(y, 1, 1), date(y + 1, 1, 1)) for y in sorted(reading.years_out)]
    if not asked.secondment_counts:
        gone += [Interval(t.since, t.until) for t in ground.person.tenures if t.kind == "secondment"]
    return gone


def _less(whole: Interval, gone: Iterable[Interval], as_of: date) -> tuple[Interval, ...]:
    left = [(whole.since, whole.until or as_of)]
    for out in gone:
        end = out.until or as_of
        left = [
            piece
            for since, until in left
            for piece in ((since, min(until, out.since)), (max(since, end), until))
            if piece[0] < piece[1]
        ]
    return tuple(Interval(since, until) for since, until in left)


def is_long_enough(run: Run, need: Span, shortening: asked_for.Shortening | None, reading: Reading) -> bool:
    """Whether a run makes the time asked, shortened by its good years."""
    months = need.whole_months()
    if months is None:
        return run.days() >= (need.days or 0)
    return run.months() >= max(0, months - cut_months(run, shortening, reading))


def cut_months(run: Run, shortening: asked_for.Shortening | None, reading: Reading) -> int:
    """How much the good years in a run shorten the time asked. Units: months."""
    if shortening is None:
        return 0
    good = sum(run.since <= date(year, 12, 31) < run.until for year in reading.years_good)
    cut = good * shortening.months
    return cut if shortening.at_most_months is None else min(cut, shortening.at_most_months)


def stretch(tenure: Tenure) -> str:
    """A stretch as a person would read it."""
    until = tenure.until or "今"
    level = f"（{tenure.level}）" if tenure.level and tenure.level != tenure.name else ""
    return f"{tenure.since}—{until} {tenure.unit}{tenure.name}{level}"
