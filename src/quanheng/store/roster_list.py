"""The roster list (名册列表): people narrowed, put in order and paged by key, however many there are.

Shapes: a page begins after a place (order's value and code), never after a count of rows, so that the last
page costs what the first costs. The expressions here are those of the indexes in the migration.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Replace, StrIndex, Substr

from quanheng.core.roster_query import RosterQuery, words_of
from quanheng.core.values import Refused
from quanheng.core.workdays import add_years
from quanheng.store import models
from quanheng.store.models.archive import UNKNOWN

COUNTED = 500
"""So many people are counted exactly; beyond that the list says that there are more."""
PLAIN = ("sex", "party", "identity", "establishment")

SPELLINGS: Mapping[str, Combinable] = {
    "given_name": Substr("name", 2),
    "later_name": Substr("name", 3),
    "spelled": Replace("pinyin", Value(" "), Value("")),
    "given_spelled": Substr("pinyin", StrIndex("pinyin", Value(" ")) + Value(1)),
    "given_initials": Substr("initials", 2),
}
"""What a search looks at beside the columns; a surname has one or two characters."""
SORT_KEYS: Mapping[str, Combinable] = {
    "code": F("code"),
    "name": F("pinyin"),
    "born": Coalesce("born", Value(UNKNOWN)),
    "work_started": Coalesce("work_started", Value(UNKNOWN)),
    "unit": Coalesce("unit", Value(UNKNOWN)),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins or ends: the value that the list is sorted by, and the code."""

    key: str
    code: str

    def text(self) -> str:
        """The place as an address says it."""
        return json.dumps([self.key, self.code], ensure_ascii=False, separators=(",", ":"))


def place_of(text: str) -> Place | None:
    """The place that an address names; none where it names none."""
    try:
        key, code = json.loads(text)
    except (ValueError, TypeError):
        return None
    return Place(key, code) if isinstance(key, str) and isinstance(code, str) else None


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit with how far below the top it stands."""

    code: str
    name: str
    depth: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A query on a day, with the units that it reaches. Shapes: `units` None is everywhere."""

    query: RosterQuery
    today: date
    units: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """One page of people, where the neighbouring pages are, and how many fit.

    Shapes: one more than `COUNTED` stands for "more than that".
    """

    people: tuple[models.Person, ...]
    before: Place | None
    after: Place | None
    number: int


def asked_of(query: RosterQuery, today: date, tree: Sequence[UnitLine] = ()) -> Asked:
    """A query with its units looked up in the tree, where it names any."""
    whole, alone = query.values("unit"), query.values("unit_alone")
    if not whole and not alone:
        return Asked(query, today)
    return Asked(query, today, frozenset({*alone, *_with_those_below(tree, whole)}))


def unit_tree() -> tuple[UnitLine, ...]:
    """Every unit, each followed by those below it, in the order of their codes."""
    return tree_of(list(models.Unit.objects.order_by("code").values_list("code", "name", "parent")))


def tree_of(known: Sequence[tuple[str, str, str]]) -> tuple[UnitLine, ...]:
    """Code, name and unit above of each unit as a tree; below one another they keep the order given."""
    children: dict[str, list[tuple[str, str]]] = {}
    codes = {code for code, _, _ in known}
    for code, name, parent in known:
        children.setdefault(parent if parent in codes else "", []).append((code, name))
    found: list[UnitLine] = []
    waiting = [(code, name, 0) for code, name in reversed(children.get("", []))]
    while waiting:
        code, name, depth = waiting.pop()
        found.append(UnitLine(code, name, depth))
        waiting.extend((c, n, depth + 1) for c, n in reversed(children.get(code, [])))
    return tuple(found)


def _with_those_below(tree: Sequence[UnitLine], codes: Sequence[str]) -> Iterator[str]:
    """These units and all below them, which follow them in the tree at a greater depth."""
    yield from codes
    top: int | None = None
    for line in tree:
        if top is not None and line.depth <= top:
            top = None
        if top is None and line.code in codes:
            top = line.depth
        if top is not None:
            yield line.code


def people_found(asked: Asked) -> QuerySet[models.Person]:
    """Everybody who fits a query, in no order."""
    query = asked.query
    found = models.Person.objects.all()
    if words := words_of(query):
        found = found.alias(**SPELLINGS).filter(*map(_named, words))
    for name in PLAIN:
        if words := query.values(name):
            found = found.filter(**{f"{name}__in": words})
    if asked.units is not None:
        found = found.alias(unit_key=SORT_KEYS["unit"]).filter(unit_key__in=asked.units)
    return found.alias(born_key=SORT_KEYS["born"]).filter(_aged(asked), *_held(query))


def page_of_people(
    asked: Asked, size: int, after: Place | None = None, before: Place | None = None
) -> PeoplePage:
    """The page after or before a place, or the first, which one query both counts and finds."""
    place = before or after
    if place is None:
        # Codes and no more: where nothing else of the people is asked, the indexes alone answer.
        keys = list(_ordered(asked).values_list("code", flat=True)[: COUNTED + 1])
        people = _people(keys[:size], asked)
        return _page(people, has_before=False, has_after=len(keys) > size, number=len(keys))
    backwards = before is not None
    upwards = asked.query.sort.startswith("-") == backwards
    found = _ordered(asked, reverse=backwards).filter(_beyond(place, upwards=upwards))
    rows = list(_told(found)[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    number = number_of_people(asked)
    return _page(
        rows, has_before=more if backwards else True, has_after=True if backwards else more, number=number
    )


def _page(people: Sequence[models.Person], *, has_before: bool, has_after: bool, number: int) -> PeoplePage:
    first, last = (_place(people[0]), _place(people[-1])) if people else (None, None)
    return PeoplePage(tuple(people), first if has_before else None, last if has_after else None, number)


def _people(keys: Sequence[str], asked: Asked) -> list[models.Person]:
    """These people in the order of their codes here."""
    place = SORT_KEYS[asked.query.sort.removeprefix("-")]
    found = _told(models.Person.objects.filter(code__in=keys).annotate(place=place))
    return sorted(found, key=lambda person: keys.index(person.code))


def _told(found: QuerySet[models.Person]) -> QuerySet[models.Person]:
    """People with the names of their units."""
    names = models.Unit.objects.filter(code=OuterRef("unit")).values("name")[:1]
    return found.annotate(unit_name=Subquery(names))


def people_in_order(asked: Asked, most: int) -> list[models.Person]:
    """Everybody who fits, in order, for a file. Errors: Refused when there are more than `most`."""
    rows = list(_told(_ordered(asked))[: most + 1])
    if len(rows) > most:
        raise Refused(
            "too_many_rows",
            f"符合条件的超过 {most} 人，一个文件装不下。",
            f"More than {most} people fit, too many for one file.",
            remedy_zh="请再加条件，分几次导出。",
            remedy_en="Narrow the list and export it in parts.",
        )
    return rows


def number_of_people(asked: Asked) -> int:
    """How many fit; one more than `COUNTED` stands for "more than that"."""
    return people_found(asked).values("pk")[: COUNTED + 1].count()


def _ordered(asked: Asked, *, reverse: bool = False) -> QuerySet[models.Person]:
    sort = asked.query.sort
    key = sort.removeprefix("-")
    sign = "-" if sort.startswith("-") != reverse else ""
    found = people_found(asked).annotate(place=SORT_KEYS[key])
    return found.order_by(f"{sign}code") if key == "code" else found.order_by(f"{sign}place", f"{sign}code")


def _place(person: models.Person) -> Place:
    return Place(str(person.place), person.code)  # type: ignore[attr-defined]  # annotated by _ordered


def _beyond(place: Place, *, upwards: bool) -> Q:
    """After a place in order. The first condition repeats the second more loosely, for the index."""
    way = "gt" if upwards else "lt"
    further = Q(**{f"place__{way}": place.key}) | Q(**{f"code__{way}": place.code})
    return Q(**{f"place__{way}e": place.key}) & further


def _named(word: str) -> Q:
    """A word as the beginning of name, given name, code, pinyin or initials."""
    if not word.isascii():
        return _begins(word, "name", "given_name", "later_name")
    found = _begins(word, "code", "name") | _begins(word.upper(), "code")
    if not word.isalpha():
        return found
    return found | _begins(word.lower(), "spelled", "given_spelled", "initials", "given_initials")


def _begins(word: str, *names: str) -> Q:
    return reduce(or_, (Q(**{f"{name}__startswith": word}) for name in names))


def _aged(asked: Asked) -> Q:
    """Born so that the age today lies in the range; a month counts from its first day."""
    found = Q()
    for years in asked.query.values("age_from"):
        found &= Q(born_key__lte=add_years(asked.today, -int(years)).isoformat())
    for years in asked.query.values("age_to"):
        youngest = add_years(asked.today, -int(years) - 1).isoformat()
        found &= Q(born_key__gt=youngest, born_key__lt=UNKNOWN)
    return found


def _held(query: RosterQuery) -> Iterator[Q]:
    """What must stand in somebody's histories now."""
    now_held = models.Tenure.objects.filter(person=OuterRef("code"), until=None)
    yield from _posts_held(query, now_held.filter(kind="post"))
    if ranks := query.values("rank"):
        yield Q(Exists(now_held.filter(kind="rank", name__in=ranks)))
    if educations := query.values("education"):
        courses = models.Education.objects.filter(person=OuterRef("code"))
        yield Q(Exists(courses.filter(level__in=educations)))
    stays = models.Reserve.objects.filter(person=OuterRef("code"), left_on=None)
    if lists := query.values("reserve"):
        yield Q(Exists(stays.filter(list__in=lists)))
    for answer in query.values("on_reserve"):
        yield Q(Exists(stays)) if answer == "yes" else ~Q(Exists(stays))
    checked = models.PersonCheck.objects.filter(person=OuterRef("code"))
    for answer in query.values("findings"):
        told = Q(Exists(checked.filter(Q(errors__gt=0) | Q(warnings__gt=0))))
        yield told if answer == "yes" else ~told


def _posts_held(query: RosterQuery, posts: QuerySet[models.Tenure]) -> Iterator[Q]:
    """Level and leading are asked of one and the same post."""
    levels, leading = query.values("level"), query.values("leading")
    if levels:
        posts = posts.filter(level__in=levels)
    if leading == ("no",):
        yield ~Q(Exists(posts.filter(leading=True)))
    elif leading:
        posts = posts.filter(leading=True)
    if levels or leading == ("yes",):
        yield Q(Exists(posts))
