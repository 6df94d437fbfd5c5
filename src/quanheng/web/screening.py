"""Who qualifies (谁符合资格): the archive judged for a post of a plan; and what if it asked otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from quanheng.actions.screen_roster import (
    Screened,
    TestedCondition,
    Tried,
    WhatIf,
    posts_that_ask,
    record_export,
    screen_roster,
    what_if,
)
from quanheng.core.eligibility.what_if import numbers_of
from quanheng.core.plans.reading import read_plan
from quanheng.core.plans.schema import Plan
from quanheng.core.values import Refused, Text
from quanheng.screening.answers import COLUMNS, STATES
from quanheng.screening.standing import Flip
from quanheng.store.queries import plan_version, plans
from quanheng.web.language import current, say
from quanheng.web.lists import PER_PAGE, as_file, asked
from quanheng.web.reader import allowed, now

NUMBER = "number-"
LONGEST = 100_000
"""Lines that one spreadsheet of the screen holds; `quanheng screen` writes longer lists."""
NUMBER_WORDS: Mapping[str, Text] = {
    "at_least": Text("不低于", "at least"),
    "over": Text("超过", "over"),
    "at_most": Text("不超过", "at most"),
    "under": Text("低于", "under"),
    "years": Text("年", "years"),
    "months": Text("个月", "months"),
    "days": Text("天", "days"),
    "last": Text("近几年", "last years"),
    "n": Text("次数", "times"),
    "count_at_least": Text("至少几次", "at least times"),
    "hours_at_least": Text("至少几学时", "at least hours"),
    "steps": Text("级差", "steps"),
    "values": Text("取值", "value"),
    "within": Text("时间窗", "window"),
    "posts_count": Text("岗位数", "posts"),
    "not_bottom": Text("末几位", "last places"),
    "top": Text("前几位", "first places"),
    "retirement": Text("退休年龄", "age of retirement"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """What the address asks: which plan and version, which post, which day."""

    plan: Plan
    code: str
    version: int
    post: str
    as_of: date

    def address(self, **more: str) -> str:
        """The part of an address that asks the same."""
        return urlencode({"plan": self.code, "post": self.post, "as_of": self.as_of.isoformat(), **more})


@dataclass(frozen=True, slots=True)
class ToldCondition:
    """One condition of one person in words; empty where the reader may not see the fact."""

    asked: Text
    state: str
    said: str
    fact: str = ""
    source: str = ""
    change: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """One line of the list: a person with their conditions."""

    code: str
    name: str
    verdict: str
    conditions: tuple[ToldCondition, ...]
    open: int
    """How many conditions are not met or unknown."""


@dataclass(frozen=True, slots=True)
class ShownFlip:
    """Somebody whose verdict changes, in words."""

    code: str
    name: str
    before: str
    after: str
    before_said: str
    after_said: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NumberField:
    """A number of a condition that may be tried otherwise."""

    name: str
    text: Text
    value: str


@require_GET
def who_qualifies(request: HttpRequest) -> HttpResponse:
    """Choose a plan and a post; counts, the list and each person's conditions."""
    actor = allowed(request, "screen_roster")
    listed = [line for line in plans() if posts_that_ask(_newest(line.plan)[0])]
    if not request.GET.get("plan"):
        return render(request, "web/screening/choose.html", {"plans": listed})
    question = _question(request)
    found = screen_roster(actor, question.plan, question.post, question.as_of, current())
    filters = asked(request, "state", "failing", "how")
    count, people = _people(found, filters, _page_number(request))
    paginator = Paginator(range(count), PER_PAGE)
    kept = question.address(**filters)
    context = {
        **_head(question, found),
        "plans": listed,
        "posts": posts_that_ask(question.plan),
        "filters": filters,
        "count": count,
        "people": people,
        "page": paginator.get_page(request.GET.get("page")),
        "links": {"page": f"?{kept}&page="},
        "states": STATES,
    }
    return render(request, "web/screening/list.html", context)


@require_GET
def try_otherwise(request: HttpRequest) -> HttpResponse:
    """One condition with other numbers, dropped, or another day: who comes in, who drops out, and why."""
    actor = allowed(request, "screen_roster")
    question = _question(request)
    found = screen_roster(actor, question.plan, question.post, question.as_of, current())
    tested = next((c for c in found.conditions if c.prefix == request.GET.get("condition")), None)
    if tested is None or not tested.is_seen:
        raise Http404
    context: dict[str, Any] = {
        **_head(question, found),
        "tested": tested,
        "fields": _number_fields(tested, request),
        "day": request.GET.get("day", ""),
        "drops": request.GET.get("drops") == "1",
        "states": STATES,
    }
    status = 200
    if request.GET.get("try"):
        try:
            tried = what_if(actor, found, _change(tested, request))
            context |= {"tried": tried, "flips": _flips(tried), "flipped": sum(tried.counts.values())}
        except Refused as refused:
            context["refusals"], status = [refused], 422
    return render(request, "web/screening/what_if.html", context, status=status)


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The list as a spreadsheet; the trace notes that it was taken away."""
    actor = allowed(request, "screen_roster")
    question = _question(request)
    found = screen_roster(actor, question.plan, question.post, question.as_of, current())
    filters = asked(request, "state", "failing", "how")
    count, lines = found.lines(_filters(found, filters), 0, LONGEST)
    record_export(actor, found, question.code, question.version, count, now())
    seen = [tested for tested in found.conditions if tested.is_seen]
    header = [say(t) for t in (Text("编号", "Code"), Text("姓名", "Name"), Text("资格", "Eligibility"))]
    header += [f"{say(tested.asked)} · {say(text)}" for tested in seen for text in COLUMNS.values()]
    rows = (
        [line["code"], line["name"], say(STATES[line["verdict"]])]
        + [line[f"{tested.prefix}_{part}"] for tested in seen for part in COLUMNS]
        for line in lines
    )
    return as_file(say(Text("资格筛查", "Who qualifies")), header, rows)


def _question(request: HttpRequest) -> Question:
    given = request.GET if request.method == "GET" else request.POST
    code = given.get("plan", "")
    plan, number = _newest(code)
    post = given.get("post") or next(iter(posts_that_ask(plan)), plan.posts[0]).id
    return Question(plan, code, number, post, _day(given.get("as_of", "")) or plan.as_of)


def _newest(code: str) -> tuple[Plan, int]:
    version = plan_version(code)
    if version is None:
        raise Http404
    return read_plan(version.text).plan, version.number


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refused(
            "date_unreadable",
            "日期写法不对。",
            "This is not a date.",
            text,
            "请写成 2026-03-10。",
            "Write 2026-03-10.",
        ) from None


def _head(question: Question, found: Screened) -> dict[str, Any]:
    return {
        "question": question,
        "found": found,
        "address": question.address(),
        "post": found.asked.post,
        "total": sum(found.tallies.values()),
    }


def _page_number(request: HttpRequest) -> int:
    page = request.GET.get("page", "1")
    return max(1, int(page)) if page.isdecimal() and len(page) < 9 else 1


def _filters(found: Screened, filters: Mapping[str, str]) -> list[tuple[str, str]]:
    kept = [("verdict", filters["state"])] if filters.get("state") in STATES else []
    seen = {tested.prefix for tested in found.conditions if tested.is_seen}
    if filters.get("failing") in seen:
        how = filters.get("how", "not_met")
        kept.append((f"{filters['failing']}_is", how if how in STATES else "not_met"))
    return kept


def _people(found: Screened, filters: Mapping[str, str], page: int) -> tuple[int, list[Person]]:
    count, lines = found.lines(_filters(found, filters), (page - 1) * PER_PAGE, PER_PAGE)
    return count, [_person(found, line) for line in lines]


def _person(found: Screened, line: Mapping[str, Any]) -> Person:
    conditions = tuple(_told(found, line))
    still_open = sum(c.state != "met" for c in conditions)
    return Person(line["code"], line["name"], line["verdict"], conditions, still_open)


def _told(found: Screened, line: Mapping[str, Any]) -> Iterator[ToldCondition]:
    for tested in found.conditions:
        if tested.is_seen:
            said = (line[f"{tested.prefix}_{part}"] for part in ("is", "state", "fact", "source", "change"))
            yield ToldCondition(tested.asked, *said)


def _number_fields(tested: TestedCondition, request: HttpRequest) -> list[NumberField]:
    return [
        NumberField(
            f"{NUMBER}{place}",
            _number_words(place),
            request.GET.get(f"{NUMBER}{place}", f"{number.normalize():f}"),
        )
        for place, number in numbers_of(tested.condition.rule).items()
    ]


def _number_words(place: str) -> Text:
    words = [NUMBER_WORDS.get(step, Text(step, step)) for step in place.split(".")]
    return Text(" ".join(w.zh for w in words), " ".join(w.say("en") for w in words))


def _change(tested: TestedCondition, request: HttpRequest) -> WhatIf:
    stands, numbers = numbers_of(tested.condition.rule), {}
    for place in stands:
        given = request.GET.get(f"{NUMBER}{place}", "").strip()
        if given:
            numbers[place] = _number(given)
    other = {place: number for place, number in numbers.items() if number != stands[place]}
    return WhatIf(
        tested.condition.path, other, request.GET.get("drops") == "1", _day(request.GET.get("day", ""))
    )


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if number.is_finite() and abs(number) < 10_000:
        return number
    raise Refused(
        "number_unfit",
        f"“{text[:20]}”不是可用的数。",
        f"'{text[:20]}' is no number to use here.",
        remedy_zh="请填数字，如 45 或 2.5。",
        remedy_en="Give a number, such as 45 or 2.5.",
    )


def _flips(tried: Tried) -> list[ShownFlip]:
    """Whose verdict changes, with what of the condition made the difference."""
    codes = [flip.code for flip in tried.flips]
    before, after = tried.before.people(codes), tried.after.people(codes)
    return [
        ShownFlip(
            flip.code,
            flip.name,
            flip.before,
            flip.after,
            say(STATES[flip.before]),
            say(STATES[flip.after]),
            tuple(_why(tried, flip, before[flip.code], after[flip.code])),
        )
        for flip in tried.flips
    ]


def _why(tried: Tried, flip: Flip, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """The conditions that stood open before someone came in, or stand open after somebody dropped out."""
    screened, line = (tried.before, before) if flip.after == "met" else (tried.after, after)
    for told in _told(screened, line):
        if told.state != "met":
            yield " · ".join(part for part in (say(told.asked), told.said, told.fact, told.change) if part)
