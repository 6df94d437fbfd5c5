"""Vacancy gate (空缺把关): no vacancy, no plan; what a plan opens against what the archive has vacant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from quanheng.core.establishment import Approved, Establishment, HeldPost, Place
from quanheng.core.plans.schema import Plan
from quanheng.core.values import Refused, RefusedMany


@dataclass(frozen=True, slots=True)
class Opened:
    """Seats that a plan opens on one of its posts.

    Shapes: `vacates` says that those who hold the post give it up and compete anew; `run` is the other run
    that opened them, '' for the plan in question.
    """

    post: str
    title: str
    unit: str
    level: str
    leading: bool
    seats: int
    vacates: bool = False
    run: str = ""


@dataclass(frozen=True, slots=True)
class GateLine:
    """One place, or one post of it, against what is opened there. Units: seats.

    Shapes: `title` names a single post, '' for a whole place; `elsewhere` are runs and the seats each opened.
    """

    unit: str
    level: str
    leading: bool
    title: str
    approved: int
    paper: str
    actual: int
    vacating: int
    elsewhere: tuple[tuple[str, int], ...]
    opened: int
    posts: tuple[str, ...]

    @property
    def vacant(self) -> int:
        """Seats that may still be opened; never below nought."""
        return max(0, self.approved - self.actual + self.vacating - sum(n for _, n in self.elsewhere))

    @property
    def net(self) -> int:
        """Seats filled beyond those that holders vacate for it."""
        return self.opened - self.vacating

    @property
    def over(self) -> int:
        """Seats opened without a vacancy."""
        return max(0, self.opened - self.vacant)


def opened_by(plan: Plan, run: str = "") -> tuple[Opened, ...]:
    """The seats that a plan opens, where it says how many; others are bound by its establishment stage."""
    return tuple(
        Opened(
            post.id,
            post.title.zh,
            post.unit,
            post.level,
            post.leading,
            post.fixed_seats(),
            plan.vacates if post.vacates is None else post.vacates,
            run,
        )
        for post in plan.posts
        if not post.excluded and post.fixed_seats()
    )


def gate_lines(
    archive: Establishment, opened: Sequence[Opened], elsewhere: Iterable[Opened], on: date
) -> tuple[GateLine, ...]:
    """Every place that the archive knows and the plan opens, then its single posts, on a day."""
    approved, holders = archive.approved_on(on), archive.holders_on(on)
    others = list(elsewhere)
    own: dict[Place, list[Opened]] = {}
    for post in opened:
        place = _place(archive, post)
        if place is not None and place in approved:
            own.setdefault(place, []).append(post)
    lines: list[GateLine] = []
    for place, posts in own.items():
        beside = [o for o in others if _place(archive, o) == place]
        whole = _line(archive, place, "", approved[place], posts, holders.get(place, ()), beside)
        lines.append(whole)
        lines += _post_lines(archive, place, approved[place], posts, holders.get(place, ()), beside)
    return tuple(lines)


def unknown_posts(archive: Establishment, opened: Sequence[Opened], on: date) -> tuple[str, ...]:
    """The posts of a plan about which the archive says nothing, and which so cannot be checked."""
    approved = archive.approved_on(on)
    return tuple(post.post for post in opened if _place(archive, post) not in approved)


def refuse_without_vacancy(lines: Sequence[GateLine]) -> None:
    """Refuse seats without a vacancy: unit, level, approved, actual, opened elsewhere, what to do.

    Errors: RefusedMany with every place; a single post only where its place as a whole would do.
    """
    over = [line for line in lines if line.over]
    places = {(line.unit, line.level, line.leading) for line in over if not line.title}
    told = [x for x in over if not x.title or (x.unit, x.level, x.leading) not in places]
    if told:
        raise RefusedMany(_refusal(line) for line in told)


def _place(archive: Establishment, post: Opened) -> Place | None:
    return archive.place_of(post.post, post.unit, post.level, post.leading)


def _post_lines(
    archive: Establishment,
    place: Place,
    approved: Approved,
    opened: Sequence[Opened],
    holders: Sequence[HeldPost],
    beside: Sequence[Opened],
) -> list[GateLine]:
    """The posts that the archive knows one by one; seats approved and given to no post are free for any."""
    known = {p.code: p for p in archive.posts if p.place == place}
    free = max(0, approved.seats - sum(p.seats for p in known.values()))
    return [
        _line(
            archive,
            place,
            known[post.post].title,
            replace(approved, seats=known[post.post].seats + free),
            [post],
            [h for h in holders if h.post == post.post],
            [o for o in beside if o.post == post.post],
        )
        for post in opened
        if post.post in known and len(known) > 1
    ]


def _line(
    archive: Establishment,
    place: Place,
    title: str,
    approved: Approved,
    opened: Sequence[Opened],
    holders: Sequence[HeldPost],
    beside: Sequence[Opened],
) -> GateLine:
    known = {p.code for p in archive.posts}
    vacated = {o.post for o in opened if o.vacates}
    by_place = any(o.vacates and o.post not in known for o in opened)
    elsewhere: dict[str, int] = {}
    for other in beside:
        elsewhere[other.run] = elsewhere.get(other.run, 0) + other.seats
    return GateLine(
        unit=next(u.name for u in archive.units if u.code == place.unit),
        level=place.level,
        leading=place.leading,
        title=title,
        approved=approved.seats,
        paper=approved.number.paper if approved.number else "",
        actual=len(holders),
        vacating=sum(by_place or h.post in vacated for h in holders),
        elsewhere=tuple(elsewhere.items()),
        opened=sum(o.seats for o in opened),
        posts=tuple(o.post for o in opened),
    )


def _refusal(line: GateLine) -> Refused:
    what = line.title or line.level
    runs_zh = "、".join(f"{run} {n} 席" for run, n in line.elsewhere) or "无"
    runs_en = ", ".join(f"{run} {n}" for run, n in line.elsewhere) or "none"
    zh_vacating = f"（其中 {line.vacating} 人让出）" if line.vacating else ""
    en_vacating = f" ({line.vacating} of them vacate)" if line.vacating else ""
    paper = f"（{line.paper}）" if line.paper else ""
    return Refused(
        "no_vacancy",
        f"“{line.unit} {what}”核定 {line.approved}{paper}，实有 {line.actual}{zh_vacating}，"
        f"其他选拔已开：{runs_zh}；空缺 {line.vacant}，方案开 {line.opened} 席，多 {line.over} 席。",
        f"'{line.unit} {what}': {line.approved} approved{f' ({line.paper})' if line.paper else ''}, "
        f"{line.actual} held{en_vacating}, opened by other runs: {runs_en}; "
        f"{line.vacant} vacant, the plan opens {line.opened}, {line.over} too many.",
        where=f"posts: {', '.join(line.posts)}",
        remedy_zh="没有空缺不得启动：请核减席位，先办理免职并更新任职经历，或报批职数；"
        "原任须让出重新竞争的，在方案写 vacates: true。",
        remedy_en="No vacancy, no selection: open fewer seats, end the tenures that have ended, or have the "
        "number raised; where holders are to vacate and compete anew, say vacates: true in the plan.",
    )
