"""Speech (演讲、面试): judges mark each candidate; the marks that count become the score."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field, model_validator

from quanheng.core.admission import not_on_slate, refuse_while_due, refused_rows, slate_check
from quanheng.core.findings import by_row, outcome_of
from quanheng.core.inputs import Due, Inputs, Row
from quanheng.core.language.scoring import Item, JudgeGroup, Normalise, RankPoints, Trim
from quanheng.core.language.terms import Keep, Number, Rounding, StageSettings, Threshold, wrong
from quanheng.core.scoring import bench
from quanheng.core.scoring.fairness import Group
from quanheng.core.scoring.judging import Marking, judge_totals, judged, normalised
from quanheng.core.scoring.keeping import (
    Boundary,
    PassMark,
    below_cut,
    below_pass,
    check_keep,
    each_once,
    scores_by_post,
)
from quanheng.core.scoring.scores import rounded_at
from quanheng.core.scoring.sheets import Entry, check_due, refused_check, refused_own
from quanheng.core.stages.speech.tables import TABLES, Absence, Draw, Mark, Recusal, Room, SheetCheck
from quanheng.core.values import Candidate, Finding, Outcome, Refused, Slate, Text, Working

TITLE = Text("演讲（面试）", "Speech (interview)")


class Settings(StageSettings):
    """What a plan says about a speech.

    Shapes: `judges` names one body, `groups` several; `missing` skip lets a judge leave a candidate unmarked,
    a sheet half filled is always due; `absent` says what becomes of a candidate who does not come; `entry`
    says whether judges enter their own marks or sheets are keyed from paper, once or by two people.
    """

    kind: Literal["speech"]
    judges: str | None = None
    groups: tuple[JudgeGroup, ...] = ()
    per: Literal["person", "candidacy"] = "person"
    full_mark: Number = Field(default=Decimal(100), gt=0)
    min: Number = Decimal(0)
    step: Number | None = Field(default=None, gt=0)
    items: tuple[Item, ...] = ()
    trim: Trim | None = None
    rank_points: RankPoints | None = None
    normalise: Normalise | None = None
    missing: Literal["refuse", "skip"] = "refuse"
    min_judges: int = Field(default=1, ge=1)
    odd: bool = False
    absent: Literal["depart", "zero"] = "depart"
    draw: bool = False
    entry: Entry = "either"
    pass_: Threshold | None = Field(default=None, alias="pass")
    pass_boundary: Boundary = "at_least"
    keep: Keep | None = None
    rounding: tuple[Rounding, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Settings:
        if (self.judges is None) == (not self.groups):
            raise wrong("judges 与 groups 须且只须写一项。", "one of judges, groups is needed")
        if len({g.weight is None for g in self.groups}) > 1:
            raise wrong("评委组的权重须全写或全不写。", "either every group has a weight or none has")
        trims = [t for t in (self.trim, *(g.trim for g in self.groups)) if t is not None]
        by_item = any(t.level == "item" for t in trims)
        if by_item and (not self.items or self.rank_points is not None):
            raise wrong(
                "按要素去掉最高最低分须有 items，且不能与名次分并用。",
                "trimming by item needs items and does not go with rank points",
            )
        if self.items and self.rank_points is not None and self.rank_points.given == "ranks":
            raise wrong("评委直接排名次时不能有 items。", "judges who write ranks have no items")
        check_keep(self.keep, may_chain=False)
        return self

    def judge_groups(self) -> tuple[JudgeGroup, ...]:
        """The groups, one without weight when a single body judges."""
        return self.groups or (JudgeGroup(body=str(self.judges)),)

    def bounds(self, item: str) -> tuple[Decimal, Decimal, Decimal | None]:
        """Lowest mark, highest mark and step for one item ('' when there are none)."""
        if self.rank_points is not None and self.rank_points.given == "ranks":
            return Decimal(1), Decimal(999), Decimal(1)
        line = next((i for i in self.items if i.id == item), None)
        if line is None:
            return self.min, self.full_mark, self.step
        return Decimal(0), line.max, line.max if line.yes_no else self.step


@dataclass(frozen=True)
class SpeechRecord:
    """Who judged, who stepped aside, who did not come, in which order and room."""

    judges: Mapping[str, tuple[str, ...]]
    recusals: tuple[Recusal, ...] = ()
    absences: tuple[Absence, ...] = ()
    draw: tuple[Draw, ...] = ()
    rooms: tuple[Room, ...] = ()


RECORD = SpeechRecord


def _sitting(slate: Slate, inputs: Inputs, settings: Settings) -> dict[str, tuple[str, ...]]:
    """The judges of each body who may judge: its members, less those who stand as candidates."""
    standing = set(slate.people())
    return {
        g.body: tuple(m for m in inputs.frame.members.get(g.body, ()) if m not in standing)
        for g in settings.judge_groups()
    }


def _units(slate: Slate, settings: Settings) -> tuple[Candidate, ...]:
    if settings.per == "candidacy":
        return slate.candidates
    return tuple(Candidate(p, "") for p in slate.people())


def _unit_of(candidate: Candidate, settings: Settings) -> Candidate:
    return candidate if settings.per == "candidacy" else Candidate(candidate.person, "")


def _absent(units: Sequence[Candidate], inputs: Inputs) -> dict[Candidate, Absence]:
    rows = inputs.table("absences", Absence)
    return {u: r for u in units for r in rows if r.person == u.person and r.post in ("", u.post)}


def admit(
    table: str, rows: Sequence[Row], slate: Slate, inputs: Inputs, settings: Settings
) -> tuple[tuple[int, Refused], ...]:
    """Which new rows may not enter, and why."""
    kind = {t.name: t.row for t in TABLES}[table]
    units = frozenset(_units(slate, settings))
    by_person = settings.per == "person"
    if table == "marks":
        return refused_rows(rows, kind, _mark_check(slate, inputs, settings))
    on_slate = slate_check(slate, inputs)
    judges = {j for group in _sitting(slate, inputs, settings).values() for j in group}
    numbers = {(r.post, r.number): r.person for r in inputs.table("draw", Draw)}
    given = _given(inputs)

    def check(row: Any) -> Refused | None:
        if isinstance(row, SheetCheck):
            held = given.get((row.judge, Candidate(row.person, row.post)), {})
            return refused_check(row.key(), row.total, held, len(settings.items) or 1)
        if isinstance(row, Recusal):
            return on_slate(row.person, "") or (
                None if row.judge in judges else bench.no_judge(row.judge, inputs)
            )
        if isinstance(row, Absence):
            return on_slate(row.person, row.post)
        if Candidate(row.person, row.post) not in units:
            return on_slate(row.person, row.post) or bench.wrong_unit(row.key(), by_person)
        if isinstance(row, Draw) and numbers.setdefault((row.post, row.number), row.person) != row.person:
            return bench.same_number(row.number, numbers[row.post, row.number], row.person, inputs)
        return None

    return refused_rows(rows, kind, check)


def _mark_check(slate: Slate, inputs: Inputs, settings: Settings) -> Callable[[Any], Refused | None]:
    bodies: dict[str, list[str]] = {}
    for group in settings.judge_groups():
        for member in inputs.frame.members.get(group.body, ()):
            bodies.setdefault(member, []).append(group.body)
    people = set(slate.people())
    units = set(_units(slate, settings))
    absent = set(_absent(tuple(units), inputs))
    recused = {(r.judge, r.person): r for r in inputs.table("recusals", Recusal)}
    items = {i.id for i in settings.items} or {""}

    def check(row: Any) -> Refused | None:
        unit = Candidate(row.person, row.post)
        if row.judge in people:
            return bench.judge_is_candidate(row.judge, inputs)
        if len(bodies.get(row.judge, ())) != 1:
            return bench.no_judge(row.judge, inputs, bodies.get(row.judge, []))
        if unit not in units:
            return not_on_slate(unit, slate, inputs) or bench.wrong_unit(row.key(), settings.per == "person")
        if (row.judge, row.person) in recused:
            return bench.recused(row.judge, row.person, recused[row.judge, row.person].reason, inputs)
        if unit in absent:
            return bench.marked_though_absent(row.person, inputs)
        if row.item not in items:
            return bench.unknown_item(row.key(), row.item, settings.items)
        return bench.out_of_range(row.key(), row.mark, *settings.bounds(row.item)) or refused_own(
            settings.entry, row.key(), inputs
        )

    return check


def due(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[Due, ...]:
    """Marks, judges, numbers and rooms that are still missing."""
    judges = _sitting(slate, inputs, settings)
    units = _units(slate, settings)
    absent = _absent(units, inputs)
    present = tuple(u for u in units if u not in absent)
    found = bench.bench_dues(judges, inputs, settings.min_judges, settings.odd) if present else []
    found += _marks_due(present, judges, inputs, settings)
    found += _checks_due(present, judges, inputs, settings)
    if settings.draw:
        drawn = {(r.person, r.post) for r in inputs.table("draw", Draw)}
        found += [bench.number_due(u, inputs) for u in present if (u.person, u.post) not in drawn]
    if settings.normalise is not None:
        rooms = _rooms(inputs)
        found += [bench.room_due(u, inputs) for u in present if u not in rooms]
    return tuple(found)


def _given(inputs: Inputs) -> dict[tuple[str, Candidate], dict[str, Decimal]]:
    """The marks on every sheet, by judge and unit, then by item."""
    given: dict[tuple[str, Candidate], dict[str, Decimal]] = {}
    for row in inputs.table("marks", Mark):
        given.setdefault((row.judge, Candidate(row.person, row.post)), {})[row.item] = row.mark
    return given


def _checks_due(
    units: Sequence[Candidate], judges: Mapping[str, tuple[str, ...]], inputs: Inputs, settings: Settings
) -> list[Due]:
    """The whole sheets that nobody keyed a second time, or that were changed since."""
    if settings.entry != "paper_twice":
        return []
    checked = {(c.judge, Candidate(c.person, c.post)): c.total for c in inputs.table("checks", SheetCheck)}
    sitting = {judge for group in judges.values() for judge in group}
    wanted = len(settings.items) or 1
    return [
        check_due(judge, unit.person, inputs)
        for (judge, unit), marks in _given(inputs).items()
        if judge in sitting and unit in units and len(marks) == wanted
        if checked.get((judge, unit)) != sum(marks.values(), Decimal(0))
    ]


def _rooms(inputs: Inputs) -> dict[Candidate, str]:
    return {Candidate(r.person, r.post): r.room for r in inputs.table("rooms", Room)}


def _marks_due(
    units: Sequence[Candidate], judges: Mapping[str, tuple[str, ...]], inputs: Inputs, settings: Settings
) -> list[Due]:
    given: dict[tuple[str, Candidate], set[str]] = {}
    for row in inputs.table("marks", Mark):
        given.setdefault((row.judge, Candidate(row.person, row.post)), set()).add(row.item)
    recused = {(r.judge, r.person) for r in inputs.table("recusals", Recusal)}
    wanted = len(settings.items) or 1
    found = []
    for unit in units:
        for body, members in judges.items():
            counts = {j: len(given.get((j, unit), ())) for j in members if (j, unit.person) not in recused}
            if settings.missing == "skip":
                counts = {j: count for j, count in counts.items() if count}
            found += [
                bench.mark_due(j, unit, wanted - count, inputs)
                for j, count in counts.items()
                if count < wanted
            ]
            if len(counts) < settings.min_judges:
                found.append(bench.too_few_due(body, unit, settings.min_judges, len(counts), inputs))
    return found


def close(slate: Slate, inputs: Inputs, settings: Settings) -> Outcome:
    """The scores of those who came, the pass mark, and the cut where the plan has one."""
    refuse_while_due(due(slate, inputs, settings), settings, TITLE)
    units = _units(slate, settings)
    absent = _absent(units, inputs)
    judges = _sitting(slate, inputs, settings)
    points = _points(units, absent, judges, inputs, settings)
    scores = scores_by_post(
        {c: points[u] for c in slate.candidates if (u := _unit_of(c, settings)) in points}
    )
    away = {
        c: _absent_finding(c, absent[u], settings)
        for c in slate.candidates
        if (u := _unit_of(c, settings)) in absent
    }
    gone = [f for f in away.values() if settings.absent == "depart"]
    line = PassMark(settings.pass_, settings.pass_boundary)
    gone += below_pass(settings, scores, line, slate, inputs, frozenset(away))
    left = slate.without(f.candidate for f in gone if f.candidate is not None)
    cut, seats = below_cut(settings, scores, settings.keep, left, inputs)
    record = SpeechRecord(
        judges=judges,
        recusals=inputs.table("recusals", Recusal),
        absences=inputs.table("absences", Absence),
        draw=inputs.table("draw", Draw),
        rooms=inputs.table("rooms", Room),
    )
    findings = [f for f in away.values() if settings.absent == "zero"]
    return outcome_of(settings, slate, each_once((*gone, *cut)), findings, record, scores, seats)


def _marks(
    units: Sequence[Candidate], judges: Mapping[str, tuple[str, ...]], inputs: Inputs, settings: Settings
) -> dict[Candidate, dict[str, dict[str, Working]]]:
    """The marks that count, by unit, judge and item: by judges who sit and did not step aside."""
    marks: dict[Candidate, dict[str, dict[str, Working]]] = {u: {} for u in units}
    titles = {i.id: i.title for i in settings.items}
    recused = {(r.judge, r.person) for r in inputs.table("recusals", Recusal)}
    sat = {judge for group in judges.values() for judge in group}
    for row in inputs.table("marks", Mark):
        unit = Candidate(row.person, row.post)
        if unit in marks and row.judge in sat and (row.judge, row.person) not in recused:
            name = inputs.name_of(row.judge)
            label = titles.get(row.item, Text(name, name))
            leaf = Working(label, row.mark, source=f"{settings.id}.marks:{row.key()}")
            marks[unit].setdefault(row.judge, {})[row.item] = leaf
    return marks


def _marking(judges: Mapping[str, tuple[str, ...]], settings: Settings) -> Marking:
    return Marking(
        items=settings.items,
        groups=settings.judge_groups(),
        judges=judges,
        trim=settings.trim,
        rank_points=settings.rank_points,
        rounding=settings.rounding,
    )


def panel_totals(
    slate: Slate, inputs: Inputs, settings: Settings
) -> tuple[dict[Candidate, dict[str, Working]], tuple[Group, ...]]:
    """Each judge's number on every candidate who came, and the groups in which the judges count."""
    judges = _sitting(slate, inputs, settings)
    units = _units(slate, settings)
    absent = _absent(units, inputs)
    marks = _marks([u for u in units if u not in absent], judges, inputs, settings)
    names = {judge: inputs.name_of(judge) for group in judges.values() for judge in group}
    groups = (Group(judges[g.body], g.weight, g.trim or settings.trim) for g in settings.judge_groups())
    return judge_totals(marks, _marking(judges, settings), names), tuple(groups)


def _points(
    units: Sequence[Candidate],
    absent: Mapping[Candidate, Absence],
    judges: Mapping[str, tuple[str, ...]],
    inputs: Inputs,
    settings: Settings,
) -> dict[Candidate, Working]:
    """The points of every unit that has any: the marked ones, and the absent ones where they earn zero."""
    rounding = settings.rounding
    marks = _marks([u for u in units if u not in absent], judges, inputs, settings)
    names = {judge: inputs.name_of(judge) for group in judges.values() for judge in group}
    points = judged(marks, _marking(judges, settings), names)
    if settings.normalise is not None:
        points = normalised(points, _rooms(inputs), settings.normalise, rounding)
    done = {u: rounded_at(rounded_at(w, rounding, "component"), rounding, "total") for u, w in points.items()}
    if settings.absent == "zero":
        zero = Text("缺席，计零分", "absent: zero")
        for unit, row in absent.items():
            done[unit] = Working(TITLE, Decimal(0), zero, source=f"{settings.id}.absences:{row.key()}")
    return done


def _absent_finding(candidate: Candidate, row: Absence, settings: Settings) -> Finding:
    return Finding(
        code="absent",
        state="not_met",
        text=Text(f"未参加：{row.reason}", f"Did not attend: {row.reason}"),
        source=by_row(settings, "absences", row),
        candidate=candidate,
    )
