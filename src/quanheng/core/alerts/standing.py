"""Alerts about how things stand (现状预警): seats, relatives in one unit, terms that are over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from quanheng.core.alerts.steps import rung_of
from quanheng.core.alerts.terms import Alert, Exhibit
from quanheng.core.establishment import Establishment, HeldPost, Place
from quanheng.core.kinship import KIN, kin_of
from quanheng.core.regulations import Catalogue
from quanheng.core.values import Text
from quanheng.core.workdays import add_years, months_between, tenure_months


def over_establishment(
    held: Establishment, on: date, coming: Iterable[tuple[Place, Exhibit]] = ()
) -> Iterator[Alert]:
    """Places that hold more people than seats are approved, or would with those who are to come.

    Nothing is said of a unit for which no number is on record at all.
    """
    approved, holders = held.approved_on(on), held.holders_on(on)
    arriving: dict[Place, list[Exhibit]] = {}
    for place, exhibit in coming:
        arriving.setdefault(place, []).append(exhibit)
    on_record = {place.unit for place in approved}
    names = {u.code: u.name for u in held.units}
    for place in sorted(p for p in {*holders, *arriving} if p.unit in on_record):
        seats, now = approved.get(place), holders.get(place, ())
        most, new = (seats.seats if seats else 0), arriving.get(place, [])
        if len(now) + len(new) <= most:
            continue
        paper = seats.number.paper if seats and seats.number else "—"
        where = f"{names.get(place.unit, place.unit)} {place.level}"
        more = (f"，拟任 {len(new)}", f", {len(new)} proposed") if new else ("", "")
        zh = f"{where}：核定 {most}（{paper}），实有 {len(now)}{more[0]}，超 {len(now) + len(new) - most}。"
        over = len(now) + len(new) - most
        en = f"{where}: {most} approved ({paper}), {len(now)} held{more[1]}, {over} over."
        shown = tuple(Exhibit(Text(h.title, h.title), h.person, h.name, since=h.since) for h in now)
        yield Alert(
            "over_establishment", "|".join(map(str, place)), Text(zh, en), (*shown, *new),
            ("CSL-43", "BZ-26", "TL19-58-1"), on, new[0].run if new else "",
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kinsman:
    """Two people of whom one's file names the other. Shapes: `word` is what `to` is to `person`."""

    person: str
    to: str
    word: str


@dataclass(frozen=True, slots=True)
class Worker:
    """Where somebody works now: their unit by code and name, and the posts they hold."""

    person: str
    name: str
    unit: str
    unit_name: str
    posts: tuple[HeldPost, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit in the tree. Shapes: `kind` 领导班子 marks a leading body, which leads what its parent holds."""

    code: str
    name: str
    parent: str = ""
    kind: str = ""


LEADING_BODY = "领导班子"
GUARDED = ("组织", "人事", "纪检", "纪工委", "纪委", "监察", "审计", "财务", "会计", "出纳")
"""Words of functions that kin of a leader may not have in the same organ."""


def relatives_in_unit(
    kin: Iterable[Kinsman], workers: Mapping[str, Worker], units: Iterable[UnitLine], on: date
) -> Iterator[Alert]:
    """Kin of whom one leads and the other works under them, beside them, or where it is barred."""
    tree = {u.code: u for u in units}
    seen: set[frozenset[str]] = set()
    for tie in kin:
        pair = frozenset((tie.person, tie.to))
        what, one, other = kin_of(tie.word), workers.get(tie.person), workers.get(tie.to)
        if what is None or one is None or other is None or pair in seen:
            continue
        for leader, under in ((one, other), (other, one)):
            said = _barred(leader, under, tree)
            if said is None:
                continue
            seen.add(pair)
            zh = f"{one.name}与{other.name}（{KIN[what].zh}，{tie.word}）：{said.zh}。"
            en = f"{one.name} and {other.name} ({KIN[what].en}, {tie.word}): {said.en}."
            yield Alert(
                "relatives", "|".join(sorted(pair)), Text(zh, en), (*_shown(leader), *_shown(under)),
                ("CSL-74", "HB20-6", "TL19-52-1", "TL19-52-2"), on,
            )  # fmt: skip
            break


def _barred(leader: Worker, under: Worker, tree: Mapping[str, UnitLine]) -> Text | None:
    """Why the two may not hold what they hold, seen from one who leads."""
    for post in leader.posts:
        if not post.leading:
            continue
        if leader.unit == under.unit and any(p.leading for p in under.posts):
            return Text(f"同在{leader.unit_name}任领导职务", f"both lead in {leader.unit_name}")
        if under.unit != leader.unit and under.unit_name and under.unit_name in post.title:
            return Text(
                f"{leader.name}任{post.title}，直接领导{under.name}所在的{under.unit_name}",
                f"{leader.name}, {post.title}, leads {under.unit_name}, where {under.name} works",
            )
        if under.unit == leader.unit and leader.unit:
            return Text(
                f"{leader.name}任{post.title}，{under.name}在同一单位{under.unit_name}",
                f"{leader.name}, {post.title}, leads the unit of {under.name}, {under.unit_name}",
            )
        function = _guarded(under)
        if function and _leads(leader.unit, under.unit, tree):
            return Text(
                f"{leader.name}任{post.title}，{under.name}在其领导的单位从事“{function}”工作",
                f"{leader.name} is {post.title}; {under.name} works on '{function}' in what they lead",
            )
    return None


def _guarded(worker: Worker) -> str:
    said = " ".join((worker.unit_name, *(p.title for p in worker.posts)))
    return next((word for word in GUARDED if word in said), "")


def _leads(leader: str, under: str, tree: Mapping[str, UnitLine]) -> bool:
    """Whether a unit lies in what another leads: a leading body leads everything below its parent."""
    top = tree[leader].parent if leader in tree and tree[leader].kind == LEADING_BODY else leader
    at = under
    while at in tree:
        if at == top:
            return True
        at = tree[at].parent
    return False


def _shown(worker: Worker) -> Iterator[Exhibit]:
    if not worker.posts:
        yield Exhibit(Text(worker.unit_name, worker.unit_name), worker.person, worker.name)
    for post in worker.posts:
        said = f"{post.title}（{post.level}）" if post.level else post.title
        yield Exhibit(Text(said, said), worker.person, worker.name, since=post.since, until=post.until)


@dataclass(frozen=True, slots=True)
class PlannedTerm:
    """The end of a term that a run set for somebody, while the post is still held."""

    person: str
    name: str
    post: str
    run: str
    since: date
    ends_on: date


_COUNTY = 4


def term_overruns(
    held: Iterable[HeldPost], planned: Iterable[PlannedTerm], on: date, catalogue: Catalogue
) -> Iterator[Alert]:
    """Posts held past what the rules or the plan allow: one post two terms, one level fifteen years."""
    terms = 2 * int(catalogue.rule("RQ-03").bound() or 5)
    years = int(catalogue.rule("RQ-07").bound() or 15)
    by_level: dict[tuple[str, int], list[HeldPost]] = {}
    for post in held:
        rung = rung_of(post.level)
        if not post.leading or rung is None or rung < _COUNTY or post.since > on:
            continue
        by_level.setdefault((post.person, rung), []).append(post)
        if post.is_held_on(on) and on >= add_years(post.since, terms):
            full = months_between(post.since, on) // 12
            zh = f"{post.name}任{post.title}已满 {full} 年，同一职位不超过两个任期（{terms} 年）。"
            en = f"{post.name} has been {post.title} for {full} years; two terms are {terms}."
            told = Exhibit(Text(post.title, post.title), post.person, post.name, since=post.since)
            yield Alert(
                "term_overrun", f"{post.person}|{post.title}", Text(zh, en), (told,),
                ("RQ-06", "TL19-51-1"), on,
            )  # fmt: skip
    for (person, rung), posts in sorted(by_level.items()):
        months = tenure_months(posts, on)
        if months >= years * 12 and any(p.is_held_on(on) for p in posts):
            zh = f"{posts[0].name}任同一层次领导职务累计 {months // 12} 年，已达 {years} 年。"
            en = f"{posts[0].name} has led at one level for {months // 12} years; {years} is the limit."
            shown = tuple(
                Exhibit(Text(p.title, p.title), p.person, p.name, since=p.since, until=p.until) for p in posts
            )
            yield Alert("term_overrun", f"{person}|level|{rung}", Text(zh, en), shown, ("RQ-07",), on)
    yield from _past_plan(planned, on)


def _past_plan(planned: Iterable[PlannedTerm], on: date) -> Iterator[Alert]:
    for term in planned:
        if on < term.ends_on:
            continue
        zh = f"{term.name}任{term.post}的任期已于 {term.ends_on} 届满（方案所定），仍在任。"
        en = f"{term.name}'s term as {term.post} ended on {term.ends_on} by the plan, and the post is held."
        shown = (
            Exhibit(Text(term.post, term.post), term.person, term.name, term.run, term.since, term.ends_on),
        )
        yield Alert("term_overrun", f"{term.person}|{term.post}|plan", Text(zh, en), shown, (), on, term.run)
