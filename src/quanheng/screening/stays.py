"""Stretches of a history (经历区间) compiled: which match, which make one run, what is taken out of them."""

from __future__ import annotations

from datetime import date

import ibis
from ibis.expr.types import Table

from quanheng.core.eligibility.ground import after_span
from quanheng.core.language import histories as asked_for
from quanheng.core.language.scales import Equivalence
from quanheng.screening.dates import FOREVER, days_over, months_between
from quanheng.screening.ground import Ground, has_word, standing
from quanheng.screening.truth import MET, NOT_MET, UNKNOWN, Column, every

_DAY = ibis.interval(days=1)


def level_fault(level: asked_for.Level, ground: Ground) -> str | None:
    """The fact of the plan for want of which a level cannot be tested."""
    scales = ground.frame.scales
    if not scales.has(level.scale):
        return f"plan.scales.{level.scale}"
    if level.equivalence is not None and level.equivalence not in scales.equivalences:
        return f"plan.equivalences.{level.equivalence}"
    if level.post_offset is None and level.offset_at_least is None:
        return None
    word = ground.fact("post_level")
    if word is None:
        return "post" if ground.post is None else "plan.post_level"
    return "plan.post_level" if post_height(level.scale, ground) is None else None


def post_height(scale: str, ground: Ground) -> int | None:
    """The rung of the post's level, None when it has none."""
    word = ground.fact("post_level")
    return ground.frame.scales.ladder(scale).height(word) if isinstance(word, str) else None


def tenures_of(ground: Ground, with_unit: bool, with_firm: bool) -> Table:
    """The stretches, with the person's own unit and size of firm beside them where a rule asks for these."""
    rows = ground.archive("tenures")
    if with_unit:
        people = ground.archive("people")
        own = people.select(owner=people.code, own_unit=people.unit)
        rows = rows.left_join(own, rows.person == own.owner).drop("owner")
    if with_firm:
        facts = ground.archive("attributes")
        sizes = facts.filter(facts.name == "firm_size").select(owner=facts.person, firm_size=facts.value)
        rows = rows.left_join(sizes, rows.person == sizes.owner).drop("owner")
    return rows


def needs_firm(equivalence: str | None, ground: Ground) -> bool:
    """Whether the table of equal ranks asks for the size of the firm."""
    table = ground.frame.scales.equivalences.get(equivalence) if equivalence else None
    return table is not None and bool(table.by_firm_size)


def word_of(rows: Table, equivalence: str | None, ground: Ground) -> Column:
    """The word by which a stretch stands on a ladder: its level, else its name, read through any table."""
    table = ground.frame.scales.equivalences.get(equivalence) if equivalence else None
    if table is None:
        return standing(rows)
    return ibis.coalesce(_read(table, rows, rows["name"]), _read(table, rows, rows.level), standing(rows))


def _read(table: Equivalence, rows: Table, word: Column) -> Column:
    sized = [
        ((rows.firm_size == size) & (word == of), to)
        for size, named in table.by_firm_size.items()
        for of, to in named.items()
    ]
    plain = [(word == of, to) for of, to in table.rows.items()]
    return ibis.cases(*sized, *plain, else_=ibis.null("string"))


def matches(stay: asked_for.Stay, rows: Table, ground: Ground) -> Column:
    """Whether a stretch is one of those described."""
    kinds = stay.kind or (("post", "rank") if stay.level is not None else ())
    states: list[Column] = [rows["kind"].isin(list(kinds))] if kinds else []
    if stay.name_in is not None:
        states.append(rows["name"].isin(list(stay.name_in)))
    if stay.name_has is not None:
        states.append(has_word(rows["name"], stay.name_has))
    if stay.leading is not None:
        states.append(rows.leading == stay.leading)
    if stay.grassroots is not None:
        states.append(rows.grassroots == stay.grassroots)
    if stay.unit is not None:
        states.append(_unit_state(stay.unit, rows, ground))
    if stay.level is not None:
        states.append(_level_state(stay.level, rows, ground))
    return every(states)


def is_certain(stay: asked_for.Stay) -> bool:
    """Whether a stretch always matches or not, whatever the archive leaves open."""
    return stay.unit is None and stay.level is None


def _unit_state(unit: str | tuple[str, ...], rows: Table, ground: Ground) -> Column:
    if isinstance(unit, tuple):
        same = rows.unit.isin(list(unit))
    elif unit == "own":
        same = rows.unit == rows.own_unit
    else:
        of_post = ground.fact("post_unit")
        same = UNKNOWN if of_post is None else rows.unit == of_post
    return ibis.ifelse(rows.unit == "", UNKNOWN, same)


def _level_state(level: asked_for.Level, rows: Table, ground: Ground) -> Column:
    ladder = ground.frame.scales.ladder(level.scale)
    word = word_of(rows, level.equivalence, ground)
    on_ladder = word.isin(list(ladder.words()))
    states: list[Column] = []
    if level.in_ is not None:
        rungs = {ladder.height(w) for w in level.in_} - {None}
        equals = [w for i, words in enumerate(ladder.levels) if i in rungs for w in words]
        is_in = word.isin([*level.in_, *equals]) | rows["name"].isin(list(level.in_))
        states.append(ibis.ifelse(~is_in & ~on_ladder & (rows.level == ""), UNKNOWN, is_in))
    for low, high in _bounds(level, ground):
        inside = [w for words in ladder.levels[max(low, 0) : max(high + 1, 0)] for w in words]
        fits = (word.isin(inside), MET) if inside else (NOT_MET, MET)
        states.append(ibis.cases(fits, (on_ladder, NOT_MET), else_=UNKNOWN))
    return every(states)


def _bounds(level: asked_for.Level, ground: Ground) -> list[tuple[int, int]]:
    ladder = ground.frame.scales.ladder(level.scale)
    top, found = len(ladder.levels) - 1, []
    if level.at_least is not None:
        least = ladder.height(level.at_least)
        found.append((top + 1 if least is None else least, top))
    if level.at_most is not None:
        most = ladder.height(level.at_most)
        found.append((0, -1 if most is None else most))
    own = post_height(level.scale, ground) or 0
    if level.post_offset is not None:
        found.append((own + level.post_offset, own + level.post_offset))
    if level.offset_at_least is not None:
        found.append((own + level.offset_at_least, top))
    return found


def runs_of(rows: Table, stay: asked_for.Stay, as_of: date) -> Table:
    """Unbroken runs: stretches that touch, overlap, or leave out one day, as one; person, since, until.

    Of stretches in order of their beginning one begins a run when all before it ended more than a day
    before; the greatest beginning so far is then the beginning of the run it belongs to.
    """
    start = after_span(as_of, stay.within, -1) if stay.within is not None else date.min
    counted = rows.filter((rows.since < as_of) & (rows.until.isnull() | (rows.until > start)))
    cut = counted.select(
        person=counted.person,
        since=ibis.greatest(counted.since, start) if stay.within is not None else counted.since,
        until=ibis.least(counted.until.fill_null(as_of), as_of),
    )
    before = ibis.window(group_by="person", order_by="since", rows=(None, -1))
    ended = cut.mutate(ended=cut.until.max().over(before))
    begins = ended.ended.isnull() | (ended.since > ended.ended + _DAY)
    marked = ended.mutate(begins=ibis.ifelse(begins, ended.since, ibis.null("date")))
    so_far = ibis.window(group_by="person", order_by="since", rows=(None, 0))
    numbered = marked.mutate(run=marked.begins.max().over(so_far))
    runs = numbered.group_by(["person", "run"]).aggregate(until=numbered.until.max())
    return runs.filter(runs.run < runs.until).select("person", "until", since=runs.run)


def pieces_of(runs: Table, gone: Table | None) -> Table:
    """The runs with the full months and the days of what is left in each after what is taken out.

    Shapes: `full` months, days `over` and all `days` of its `pieces` together; `last_since` and so on are
    those of the last piece.
    """
    if gone is None:
        full, over = months_between(runs.since, runs.until), days_over(runs.since, runs.until)
        days = runs.until.delta(runs.since, unit="day")
        one = {"full": full, "over": over, "days": days}
        last = {f"last_{name}": value for name, value in one.items()}
        return runs.mutate(**one, **last, pieces=1, last_since=runs.since)
    free = _free_of(gone)
    joined = runs.left_join(free, runs.person == free.person).drop("person_right")
    begin = ibis.greatest(joined.since, joined.free_from.fill_null(date.min))
    end = ibis.least(joined.until, joined.free_to.fill_null(FOREVER))
    cut = joined.mutate(begin=begin, end=end)
    pieces = cut.mutate(
        begin=ibis.ifelse(cut.begin < cut.end, cut.begin, ibis.null("date")),
        full=ibis.ifelse(cut.begin < cut.end, months_between(cut.begin, cut.end), 0),
        over=ibis.ifelse(cut.begin < cut.end, days_over(cut.begin, cut.end), 0),
        days=ibis.ifelse(cut.begin < cut.end, cut.end.delta(cut.begin, unit="day"), 0),
    )
    return pieces.group_by(["person", "since", "until"]).aggregate(
        full=pieces.full.sum(),
        over=pieces.over.sum(),
        days=pieces.days.sum(),
        pieces=pieces.begin.count(),
        last_since=pieces.begin.max(),
        last_full=pieces.full.argmax(pieces.begin),
        last_over=pieces.over.argmax(pieces.begin),
        last_days=pieces.days.argmax(pieces.begin),
    )


def _free_of(gone: Table) -> Table:
    """What lies before, between and after the intervals taken out, for everyone of whom some are."""
    before = ibis.window(group_by="person", order_by="since", rows=(None, -1))
    gaps = gone.mutate(free_from=gone.until.max().over(before).fill_null(date.min))
    between = gaps.select("person", "free_from", free_to=gaps.since)
    after = (
        gone.group_by("person").aggregate(free_from=gone.until.max()).mutate(free_to=ibis.literal(FOREVER))
    )
    both = between.union(after)
    return both.filter(both.free_from < both.free_to)


def total(full: Column, over: Column, pieces: Column) -> Column:
    """Full months of pieces together: days left over in several make one more month for every 30."""
    return full + ibis.ifelse(pieces > 1, over // 30, 0)
