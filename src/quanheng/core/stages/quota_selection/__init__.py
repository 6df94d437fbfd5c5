"""Structural selection (结构性择优): the list with the most points that keeps every structural quota."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from quanheng.core.admission import refuse_while_due, refused_rows, slate_check
from quanheng.core.findings import by_plan, fact, found, outcome_of, title_of
from quanheng.core.inputs import Due, Inputs, Row
from quanheng.core.scoring.keeping import scores_of
from quanheng.core.scoring.scores import plain
from quanheng.core.stages.quota_selection.lists import PostList, lists_of, unjudged
from quanheng.core.stages.quota_selection.terms import TABLES, Period, Place, QuotaTerm, Relief, Settings
from quanheng.core.values import Evidence, Finding, Outcome, Refused, Slate, Text

__all__ = [
    "RECORD", "TABLES", "TITLE", "Period", "Place", "QuotaRecord", "QuotaTerm", "Relief", "Settings", "admit",
    "close", "due",
]  # fmt: skip

TITLE = Text("结构性择优", "Structural selection")
SHOWN = 3
"""So many of those who were taken instead are named in a reason."""


@dataclass(frozen=True, slots=True)
class QuotaFigures:
    """One quota in one list. Shapes: `unit` where it is counted by unit; `count` in the list."""

    quota: str
    unit: str
    count: int
    at_least: int


@dataclass(frozen=True, slots=True)
class ListFigures:
    """One list: its length, its points, those of the best list without quotas, and every quota."""

    post: str
    seats: int
    total: Decimal
    top_total: Decimal
    quotas: tuple[QuotaFigures, ...]


@dataclass(frozen=True, slots=True)
class QuotaRecord:
    """The figures of a structural selection, and the quotas that were relaxed, with who decided."""

    lists: tuple[ListFigures, ...]
    relaxed: tuple[tuple[str, str, str, str], ...]


RECORD = QuotaRecord


def admit(
    table: str, rows: Sequence[Row], slate: Slate, inputs: Inputs, settings: Settings
) -> tuple[tuple[int, Refused], ...]:
    """Refusals: people who are no candidates, quotas that the plan does not have."""
    if table == "places":
        on_slate = slate_check(slate, inputs)
        return refused_rows(rows, Place, lambda row: on_slate(row.person, row.post))
    check = _quota_check(slate, settings)
    if table == "periods":
        return refused_rows(rows, Period, check)
    return refused_rows(rows, Relief, check)


def _quota_check(slate: Slate, settings: Settings) -> Callable[[Relief | Period], Refused | None]:
    known = [q.id for q in settings.quotas]

    def check(row: Relief | Period) -> Refused | None:
        if row.quota in known and row.post in slate.seats:
            return None
        what = row.quota if row.quota not in known else row.post
        return Refused(
            "unknown_quota",
            f"方案没有结构要求或职位“{what}”。",
            f"The plan has no quota or post '{what}'.",
            where=row.key(),
            remedy_zh=f"结构要求：{'、'.join(known)}；职位：{'、'.join(slate.seats)}。",
            remedy_en=f"Quotas: {', '.join(known)}; posts: {', '.join(slate.seats)}.",
        )

    return check


def due(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[Due, ...]:
    """Points and facts that are missing, quotas that contradict, equals that have to be parted."""
    given = scores_of(inputs, settings.by, slate.candidates)
    dues = []
    for person in dict.fromkeys(c.person for c in slate.candidates if c not in given):
        name = inputs.name_of(person)
        dues.append(Due(Text(f"{name}没有得分", f"{name} has no points"), person=person))
    for c, term in unjudged(slate, inputs, settings):
        name = inputs.name_of(c.person)
        text = Text(
            f"{name}的事实不全，不知是否属于“{term.title.zh}”",
            f"{name}: facts missing for '{term.title.say('en')}'",
        )
        dues.append(Due(text, person=c.person))
    if dues:
        return tuple(dues)
    for one in lists_of(slate, inputs, settings):
        dues += _contradiction_due(one, inputs)
        for c in one.equals:
            name = inputs.name_of(c.person)
            text = Text(
                f"{name}同分而去留不同，须填同分次序", f"{name}: equals of whom some go need a place each"
            )
            dues.append(Due(text, "places", c.person))
    return tuple(dues)


def _contradiction_due(one: PostList, inputs: Inputs) -> list[Due]:
    """The smallest set of quotas that contradict, each with how many candidates it could count."""
    if one.chosen is not None:
        return []
    title = title_of(one.post, inputs)
    zh = "、".join(f"{b.title().zh}（候选人中 {len(b.quota.members)} 人）" for b in one.contradiction)
    en = ", ".join(f"{b.title().say('en')} ({len(b.quota.members)} candidates)" for b in one.contradiction)
    text = Text(
        f"“{title.zh}” {one.seats} 人的名单不能同时满足：{zh}；须增补候选人，或经决定放宽其中一项",
        f"no list of {one.seats} for {title.say('en')} keeps all of: {en}; find candidates or relax one",
    )
    return [Due(text, "reliefs", by=one.post)]


def close(slate: Slate, inputs: Inputs, settings: Settings) -> Outcome:
    """The list of every post stays; everyone else leaves with the reason that anyone can check.

    Errors: Refused(stage_closed_too_early).
    """
    refuse_while_due(due(slate, inputs, settings), settings, TITLE)
    lists = lists_of(slate, inputs, settings)
    reasons, notes = [], []
    for one in lists:
        for number in range(len(one.order)):
            if one.is_in(number):
                notes.append(_taken(one, number, settings))
            else:
                reasons.append(_left(one, number, inputs, settings))
    record = QuotaRecord(
        tuple(_figures(one) for one in lists),
        tuple((r.post, r.quota, r.reason, r.decided_by) for r in inputs.table("reliefs", Relief)),
    )
    return outcome_of(settings, slate, reasons, notes, record)


def _figures(one: PostList) -> ListFigures:
    quotas = tuple(QuotaFigures(b.term.id, b.unit, one.count(b), b.quota.at_least) for b in one.bounds)
    return ListFigures(one.post, one.seats, one.total(), one.top_total(), quotas)


def _taken(one: PostList, number: int, settings: Settings) -> Finding:
    """Why somebody is in: by points alone, or for a quota that would break without them."""
    standing, candidate = one.order[number], one.order[number].candidate
    ahead = [n for n in range(number) if not one.is_in(n)]
    text = Text(f"第 {standing.rank} 名，入选", f"place {standing.rank}: chosen")
    code = "chosen"
    broken = one.broken_by(number, ahead[0]) if ahead else None
    if broken is not None:
        code = "chosen_for_quota"
        why = broken.title()
        text = Text(
            f"第 {standing.rank} 名，为满足“{why.zh}”入选",
            f"place {standing.rank}: chosen to keep '{why.say('en')}'",
        )
    return found(code, "met", text, by_plan(settings, "quotas"), candidate, _evidence(one, number))


def _left(one: PostList, number: int, inputs: Inputs, settings: Settings) -> Finding:
    """Why somebody is out: fewer points than all who are in, or a quota that each exchange would break."""
    standing, candidate = one.order[number], one.order[number].candidate
    instead = [n for n in one.chosen or () if n > number]
    if not instead:
        text = Text(
            f"第 {standing.rank} 名，{one.seats} 人的名单到此之前已满",
            f"place {standing.rank}: the list of {one.seats} was full before",
        )
        source = by_plan(settings, "by")
        return found("below_the_list", "not_met", text, source, candidate, _evidence(one, number))
    zh, en = [], []
    for n in instead[-SHOWN:]:
        other, broken = one.order[n], one.broken_by(n, number)
        name = inputs.name_of(other.candidate.person)
        if broken is not None:
            why = broken.title()
            zh.append(f"替换{name}（第 {other.rank} 名）则不能满足“{why.zh}”")
            en.append(f"in place of {name} (place {other.rank}) '{why.say('en')}' would break")
    more = len(instead) - SHOWN
    tail, tail_en = (f"；另有 {more} 人同理", f"; likewise for {more} more") if more > 0 else ("", "")
    text = Text(
        f"第 {standing.rank} 名，因结构要求未入选：{'；'.join(zh)}{tail}",
        f"place {standing.rank}, not chosen because of the quotas: {'; '.join(en)}{tail_en}",
    )
    source = by_plan(settings, "quotas")
    return found("gave_way_to_quota", "not_met", text, source, candidate, _evidence(one, number))


def _evidence(one: PostList, number: int) -> list[Evidence]:
    standing = one.order[number]
    own = [b.title() for b in one.bounds if number in b.quota.members]
    counted = Text("、".join(t.zh for t in own) or "无", ", ".join(t.say("en") for t in own) or "none")
    return [
        fact("得分", "Points", plain(standing.value)),
        fact("名次", "Place", standing.rank),
        fact("计入的结构要求", "Counts for", counted),
    ]
