"""Register of nominations (首提台账): every nomination over all runs, its figures, and both to keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from quanheng.actions.nomination_lines import cases_by_nomination, cases_for, nomination_lines
from quanheng.actions.paper_templates import current_templates
from quanheng.core.authority import Actor, may
from quanheng.core.channels import CHANNELS
from quanheng.core.nomination_register import STATES, By, Figures, RegisterLine, figures_of
from quanheng.core.values import Text
from quanheng.documents import official
from quanheng.documents.list_workbook import Cell
from quanheng.documents.register_paper import register_paper
from quanheng.web.lists import as_csv, as_file, asked, download, links_of, page_of, wants_file
from quanheng.web.reader import allowed, now

HEADER = (
    "被提名人", "编号", "职位", "层级", "提名方式", "提名单位", "首提责任人", "责任", "提名日期", "有效期至",
    "状态", "决定任用日期", "任职日期", "试用期满", "说明", "运行",
)  # fmt: skip
COLUMN: dict[By, Text] = {
    "nominator": Text("首提责任人", "First nominator"),
    "unit": Text("单位", "Unit"),
    "year": Text("年度", "Year"),
}
BY: dict[By, Text] = {
    "nominator": Text("按首提责任人", "By nominator"),
    "unit": Text("按单位", "By unit"),
    "year": Text("按年度", "By year"),
}
FIGURES: tuple[tuple[str, Text], ...] = (
    ("nominated", Text("提名", "Nominated")),
    ("taken_up", Text("采纳", "Taken up")),
    ("appointed", Text("任用", "Appointed")),
    ("passed", Text("试用合格", "Passed")),
    ("wanting", Text("任用后有问题", "Found wanting")),
    ("withdrawn", Text("撤回", "Withdrawn")),
)
OF_CASES: tuple[tuple[str, Text], ...] = (
    ("cases", Text("立案", "Cases")),
    ("liable", Text("承担责任", "Responsible")),
)
LONGEST_CHART = 20


@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """The register, narrowed by name, state, year and unit; as a file with all its columns."""
    actor = allowed(request, "view_nominations")
    filters = asked(request, "words", "state", "year", "soon")
    today = now().date()
    everything = nomination_lines(today)
    lines = [line for line in everything if _fits(line, filters)]
    if filters.get("soon"):
        lines = [line for line in lines if line.reminds_on(today)]
    if wants_file(request):
        return as_file("首提台账", HEADER, [_cells(line) for line in lines])
    if request.GET.get("as") == "csv":
        return as_csv("首提台账", HEADER, [_cells(line) for line in lines])
    context = {
        "page": page_of(request, lines),
        "filters": filters,
        "links": {**links_of(filters), "csv": links_of(filters)["file"].replace("xlsx", "csv")},
        "states": STATES,
        "years": sorted({line.nominated_on.year for line in everything}, reverse=True),
        "channels": CHANNELS.words,
        "soon": sum(line.reminds_on(today) for line in everything),
        "may_open": may(actor, "open_case"),
        "tab": "register",
        "tabs": tabs_for(actor),
    }
    return render(request, "web/nominations/register.html", context)


def tabs_for(actor: Actor) -> tuple[tuple[str, str, str, Text], ...]:
    """The pages of nominations that a reader may open: name, address, icon, words."""
    tabs = [
        ("register", "nominations", "list-check", Text("首提台账", "Register"), "view_nominations"),
        ("figures", "nomination-figures", "chart-bar", Text("统计", "Figures"), "view_nomination_figures"),
        ("cases", "cases", "gavel", Text("责任追究案件", "Cases"), "view_case"),
    ]
    return tuple((tab, url, icon, text) for tab, url, icon, text, act in tabs if may(actor, act))


def _fits(line: RegisterLine, filters: dict[str, str]) -> bool:
    words = filters.get("words", "").casefold()
    names = [line.name, line.person, line.by_unit, line.title.zh]
    names += [part for n in line.nominators for part in (n.name, n.person)]
    return (
        (not words or any(words in name.casefold() for name in names))
        and filters.get("state", line.state) == line.state
        and filters.get("year", str(line.nominated_on.year)) == str(line.nominated_on.year)
    )


def _cells(line: RegisterLine) -> tuple[Cell, ...]:
    return (
        line.name, line.person, line.title.zh, line.level, CHANNELS.say(line.channel).zh, line.by_unit,
        "、".join(n.name for n in line.nominators), "共同" if line.is_joint else "个人", line.nominated_on,
        line.valid_until, STATES[line.state].zh, line.decided_on, line.appointed_on, line.passed_on,
        line.reason.zh, line.run,
    )  # fmt: skip


@require_GET
def register_file(request: HttpRequest) -> HttpResponse:
    """The register as a document."""
    allowed(request, "view_nominations")
    today = now().date()
    filters = asked(request, "words", "state", "year")
    paper = register_paper([x for x in nomination_lines(today) if _fits(x, filters)], today)
    return download(current_templates().draw(paper), f"{paper.title.zh}-{today}.docx", official.MEDIA_TYPE)


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of the chart. Units: hundredths of its width."""

    figures: Figures
    nominated: int
    appointed: int
    wanting: int
    numbers: tuple[int, ...]


@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """The figures by nominator, unit or year: a chart, and the same numbers as a table under it."""
    actor = allowed(request, "view_nomination_figures")
    by = _by(request)
    sees_cases = may(actor, "view_case")
    columns = (*FIGURES, *(OF_CASES if sees_cases else ()))
    cases = cases_by_nomination(cases_for(actor)) if sees_cases else {}
    lines = nomination_lines(now().date())
    found = figures_of(lines, by, cases)
    bars = _bars(found, [name for name, _ in columns])
    header = (COLUMN[by].zh, *(text.zh for _, text in columns))
    rows: list[tuple[Cell, ...]] = [(bar.figures.title, *bar.numbers) for bar in bars]
    if wants_file(request):
        return as_file("首提统计", header, rows)
    if request.GET.get("as") == "csv":
        return as_csv("首提统计", header, rows)
    appointed = [line for line in lines if line.appointed_on is not None]
    context = {
        "bars": bars,
        "shown": bars[:LONGEST_CHART],
        "columns": [text for _, text in columns],
        "by": by,
        "column": COLUMN[by],
        "ways": BY,
        "decided": len([line for line in lines if line.decided_on is not None]),
        "appointed": len(appointed),
        "times": sum(len(line.nominators) for line in lines if line.decided_on is not None),
        "nominated": len(lines),
        "tab": "figures",
        "tabs": tabs_for(actor),
    }
    return render(request, "web/nominations/figures.html", context)


def _by(request: HttpRequest) -> By:
    """How the figures are grouped; Errors: 404 for a way there is none of."""
    said = request.GET.get("by", "nominator")
    found = next((by for by in BY if by == said), None)
    if found is None:
        raise Http404(said)
    return found


def _bars(found: Sequence[Figures], columns: Sequence[str]) -> list[Bar]:
    most = max((f.nominated for f in found), default=1)
    return [
        Bar(
            f,
            f.nominated * 100 // most,
            f.appointed * 100 // most,
            f.wanting * 100 // most,
            tuple(getattr(f, name) for name in columns),
        )
        for f in found
    ]
