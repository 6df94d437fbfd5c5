"""Navigation (导航): the entries that a reader's roles may see, and what every page needs around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from quanheng.core.authority import ACTS, ROLES
from quanheng.core.values import Text
from quanheng.web.language import HTML_NAMES, current


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the menu.

    Shapes: `act` is the act of core.authority that opens it; `url` is the name in urls.py; `unless` is an
    act whose entry leads there already.
    """

    url: str
    text: Text
    icon: str
    act: str
    unless: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as the page shows it."""

    href: str
    text: Text
    icon: str
    is_current: bool


ENTRIES = (
    Entry("my-work", Text("我的工作", "My work"), "home", "view_home"),
    Entry("plans", Text("方案", "Plans"), "file-text", "view_plan"),
    Entry("runs", Text("运行", "Runs"), "route", "view_run"),
    Entry("roster", Text("名册", "Roster"), "users", "view_roster"),
    Entry("screening", Text("谁符合资格", "Who qualifies"), "filter", "screen_roster"),
    Entry("establishment", Text("编制职数", "Establishment"), "chart-bar", "view_establishment"),
    Entry(
        "vacancies",
        Text("年度空缺计划", "Vacancy plans"),
        "clipboard-check",
        "view_vacancy_plan",
        unless="view_establishment",
    ),
    Entry("nominations", Text("首提责任", "Nominations"), "user-check", "view_nominations"),
    Entry("questions", Text("廉政题库", "Question bank"), "list-check", "keep_questions"),
    Entry("supervision", Text("监督", "Supervision"), "eye", "view_alerts"),
)


def address(name: str) -> str:
    """The address of a named page, empty where this installation does not have it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def entries_for(roles: frozenset[str], path: str) -> tuple[Shown, ...]:
    """The entries open to these roles; the one that the path lies under is current."""
    shown = []
    for entry in ENTRIES:
        href = address(entry.url)
        if href and roles & ACTS[entry.act] and not roles & ACTS.get(entry.unless, frozenset()):
            is_current = path == href or (href != "/" and path.startswith(href))
            shown.append(Shown(href, entry.text, entry.icon, is_current))
    return tuple(shown)


def page_shown(request: HttpRequest) -> str:
    """The address at which the reader may see this page again: for what a form answered, that of the form."""
    if request.method == "GET":
        return request.get_full_path()
    form = urlsplit(request.headers.get("Referer", ""))
    return form.path if form.netloc == request.get_host() else request.path


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: what base.html needs, and the roles for a template that asks."""
    reader = getattr(request, "user", None)
    roles = reader.roles_anywhere() if reader and reader.is_authenticated else frozenset()
    return {
        "here": page_shown(request),
        "language": current(),
        "html_language": HTML_NAMES[current()],
        "roles": roles,
        "role_names": [ROLES[role] for role in ROLES if role in roles],
        "navigation": entries_for(roles, request.path),
        "paper_templates": address("paper-templates") if roles & ACTS["view_templates"] else "",
        "demo": settings.DEMO,
        "demo_reset": address("demo-reset") if settings.DEMO and roles & ACTS["reset_demo"] else "",
    }
