"""Grading (定等): points become grades, within bands, conditions, shares and numbers; each learns why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from quanheng.core.admission import refuse_while_due, refused_rows, slate_check
from quanheng.core.eligibility.ground import Ground, Unknown, fact
from quanheng.core.findings import by_plan, by_row, found, outcome_of, title_of
from quanheng.core.findings import fact as shown
from quanheng.core.inputs import Due, Inputs, Row
from quanheng.core.scoring.conditions import Situation, situation_of
from quanheng.core.scoring.given import component_quantities, field_quantities, quantities_in, rates_of
from quanheng.core.scoring.keeping import scores_of
from quanheng.core.scoring.scores import plain
from quanheng.core.stages.grading.places import Place, Seat, seated
from quanheng.core.stages.grading.tables import (
    TABLES,
    Excused,
    Figure,
    GivenGrade,
    GradeLine,
    MeanException,
    Settings,
)
from quanheng.core.values import Candidate, Evidence, Finding, Outcome, Refused, Score, Slate, Text

__all__ = ["RECORD", "TABLES", "TITLE", "Settings", "admit", "close", "due"]

TITLE = Text("定等", "Grading")


@dataclass(frozen=True, slots=True)
class Graded:
    """The grade of one candidate. Units: points as the scored stage counts them."""

    candidate: Candidate
    grade: str
    points: Decimal | None
    rank: int | None
    coefficient: Decimal | None


@dataclass(frozen=True)
class GradingRecord:
    """Everybody's grade, who was not appraised and why, and the grades by candidate."""

    graded: tuple[Graded, ...]
    not_appraised: tuple[tuple[str, str], ...] = ()
    grades: Mapping[Candidate, str] = field(default_factory=dict)

    @property
    def coefficients(self) -> Mapping[Candidate, Decimal]:
        """The factor of pay of everybody whose grade has one."""
        return {g.candidate: g.coefficient for g in self.graded if g.coefficient is not None}


RECORD = GradingRecord


def admit(
    table: str, rows: Sequence[Row], slate: Slate, inputs: Inputs, settings: Settings
) -> tuple[tuple[int, Refused], ...]:
    """Which new rows may not enter, and why."""
    on_slate = slate_check(slate, inputs)
    if table == "exceptions":
        return refused_rows(rows, MeanException, lambda row: None)
    if table == "figures":
        known = {name for g in settings.grades for name in quantities_in(g.needs)}
        return refused_rows(
            rows, Figure, lambda row: on_slate(row.person, "") or _unknown_figure(row, sorted(known))
        )
    if table == "excused":
        return refused_rows(rows, Excused, lambda row: on_slate(row.person, ""))
    return refused_rows(
        rows, GivenGrade, lambda row: on_slate(row.person, row.post) or _unknown_grade(row, settings)
    )


def _unknown_figure(row: Figure, known: Sequence[str]) -> Refused | None:
    if row.figure in known:
        return None
    return Refused(
        "unknown_figure",
        f"方案的等次条件没有用到“{row.figure}”。",
        f"No grade of the plan asks about '{row.figure}'.",
        where=row.key(),
        remedy_zh=f"可填：{'、'.join(known) or '无'}。",
        remedy_en=f"Known: {', '.join(known) or 'none'}.",
    )


def _unknown_grade(row: GivenGrade, settings: Settings) -> Refused | None:
    if settings.grade(row.grade) is not None:
        return None
    known = [g.id for g in settings.grades]
    return Refused(
        "unknown_grade",
        f"方案没有等次“{row.grade}”。",
        f"The plan has no grade '{row.grade}'.",
        where=row.key(),
        remedy_zh=f"可填：{'、'.join(known)}。",
        remedy_en=f"Known: {', '.join(known)}.",
    )


def due(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[Due, ...]:
    """Candidates without points, and fields whose mean is too high and not approved."""
    own = _appraised(slate, inputs)
    scores = scores_of(inputs, settings.by, own)
    dues = [
        Due(
            Text(f"{inputs.name_of(c.person)}没有得分", f"{inputs.name_of(c.person)} has no points"),
            person=c.person,
        )
        for c in own
        if c not in scores
    ]
    approved = {row.field for row in inputs.table("exceptions", MeanException)}
    for name, members in _fields(own, inputs, settings).items():
        values = [scores[c].value for c in members if c in scores]
        title, most = _field_title(name, inputs), settings.mean_at_most
        if (
            most is None
            or {name, title.zh, title.say("en")} & approved
            or not values
            or sum(values) <= most * len(values)
        ):
            continue
        total, bound = plain(sum(values, Decimal(0))), plain(most * len(values))
        zh = f"“{title.zh}”{len(values)} 人合计 {total} 分，平均不得超过 {plain(most)} 分（合计 {bound} 分）"
        en = (
            f"'{title.say('en')}': {len(values)} people have {total} points; "
            f"a mean of {plain(most)} allows {bound}"
        )
        dues.append(Due(Text(zh, en), "exceptions", by=name))
    return tuple(dues)


def close(slate: Slate, inputs: Inputs, settings: Settings) -> Outcome:
    """Everybody's grade, field by field, best first; grades given elsewhere take none of the numbers."""
    refuse_while_due(due(slate, inputs, settings), settings, TITLE)
    elsewhere = _given(slate, inputs, settings)
    findings = dict(_apart(slate, inputs, settings)) | {g.candidate: f for g, f in elsewhere}
    graded = {g.candidate: g for g, _ in elsewhere}
    for members in _fields(_appraised(slate, inputs), inputs, settings).values():
        for place in seated(_seats(members, slate, inputs, settings), settings):
            made = _graded(place)
            graded[made.candidate] = made
            findings[made.candidate] = _finding(place, settings)
    made_all = tuple(graded[c] for c in slate.candidates if c in graded)
    gone = {g.id for g in settings.grades if g.departs}
    reasons = [findings[g.candidate] for g in made_all if g.grade in gone]
    notes = [findings[c] for c in slate.candidates if c in findings and findings[c] not in reasons]
    record = GradingRecord(
        made_all,
        tuple((e.person, e.reason) for e in inputs.table("excused", Excused)),
        {g.candidate: g.grade for g in made_all},
    )
    return outcome_of(settings, slate, [replace(f, state="not_met") for f in reasons], notes, record)


def _appraised(slate: Slate, inputs: Inputs) -> tuple[Candidate, ...]:
    """Those graded here: not excused, and without a grade given elsewhere."""
    out = {e.person for e in inputs.table("excused", Excused)}
    given = {(g.person, g.post) for g in inputs.table("given", GivenGrade)}
    return tuple(
        c
        for c in slate.candidates
        if c.person not in out and not {(c.person, ""), (c.person, c.post)} & given
    )


def _fields(
    candidates: Iterable[Candidate], inputs: Inputs, settings: Settings
) -> dict[str, list[Candidate]]:
    """The fields within which grades are shared out, by post and by the facts that the plan names."""
    fields: dict[str, list[Candidate]] = {}
    for c in candidates:
        person, post = inputs.people.get(c.person), inputs.frame.posts.get(c.post)
        ground = Ground(person, post, inputs.frame, inputs.frame.as_of) if person else None
        words = [fact(ground, name) if ground else "" for name in settings.within]
        name = "|".join([c.post, *("" if isinstance(w, Unknown) else w for w in words)])
        fields.setdefault(name, []).append(c)
    return fields


def _field_title(name: str, inputs: Inputs) -> Text:
    """A field in words: the post's title, and the facts that part it."""
    post, *facts = name.split("|")
    title, more = title_of(post, inputs), "·".join(f for f in facts if f)
    return Text(f"{title.zh}·{more}", f"{title.say('en')} · {more}") if more else title


def _seats(
    members: Sequence[Candidate], slate: Slate, inputs: Inputs, settings: Settings
) -> tuple[Seat, ...]:
    """The members of one field with all that a grade may look at, best first."""
    scores: Mapping[Candidate, Score] = scores_of(inputs, settings.by, members)
    places = field_quantities(scores)
    figures: dict[str, dict[str, Decimal]] = {}
    for row in inputs.table("figures", Figure):
        figures.setdefault(row.person, {})[row.figure] = row.number
    asked = {name: Decimal(0) for g in settings.grades for name in quantities_in(g.needs)}
    found_seats = []
    for c, score in scores.items():
        situation: Situation = situation_of(c.post, slate, inputs).with_quantities(
            {
                **asked,
                **rates_of(c, inputs),
                **component_quantities(settings.by, c, inputs),
                **figures.get(c.person, {}),
                **places[c],
            }
        )
        found_seats.append(Seat(c, score.value, int(places[c]["rank"]), situation))
    return tuple(sorted(found_seats, key=lambda s: s.rank))


def _graded(place: Place) -> Graded:
    grade = place.grade
    return Graded(
        place.seat.candidate,
        grade.id if grade else "",
        place.seat.points,
        place.seat.rank,
        grade.coefficient if grade else None,
    )


def _finding(place: Place, settings: Settings) -> Finding:
    grade, points = place.grade, plain(place.seat.points)
    zh, en = _titles(grade)
    return found(
        "graded" if grade else "no_grade",
        "note",
        Text(
            f"{points} 分，第 {place.seat.rank} 名：{zh}" + "".join(f"；{w.zh}" for w in place.why),
            f"{points} points, rank {place.seat.rank}: {en}" + "".join(f"; {w.en}" for w in place.why),
        ),
        by_plan(settings, f"grades.{grade.id}" if grade else "grades"),
        place.seat.candidate,
        _follows(grade),
    )


def _titles(grade: GradeLine | None) -> tuple[str, str]:
    return (grade.title.zh, grade.title.say("en")) if grade else ("不在任何等次内", "in no grade")


def _follows(grade: GradeLine | None) -> list[Evidence]:
    if grade is None:
        return []
    rows = []
    if grade.coefficient is not None:
        rows.append(shown("系数", "Coefficient", plain(grade.coefficient)))
    if grade.follows is not None:
        rows.append(shown("结果运用", "What follows", grade.follows))
    return rows


def _given(slate: Slate, inputs: Inputs, settings: Settings) -> list[tuple[Graded, Finding]]:
    rows = []
    for row in inputs.table("given", GivenGrade):
        grade = settings.grade(row.grade)
        for c in slate.candidates:
            if c.person != row.person or row.post not in ("", c.post) or grade is None:
                continue
            zh, en = _titles(grade)
            text = Text(
                f"{zh}，由{row.given_by}评定，不占本处名额",
                f"{en}, given by {row.given_by}; counts in no number",
            )
            finding = found(
                "graded", "note", text, by_row(settings, "given", row, "decision"), c, _follows(grade)
            )
            rows.append((Graded(c, grade.id, None, None, grade.coefficient), finding))
    return rows


def _apart(slate: Slate, inputs: Inputs, settings: Settings) -> list[tuple[Candidate, Finding]]:
    reasons = {row.person: row for row in inputs.table("excused", Excused)}
    return [
        (
            c,
            found(
                "not_appraised",
                "note",
                Text(f"不参加考核：{reasons[c.person].reason}", f"not appraised: {reasons[c.person].reason}"),
                by_row(settings, "excused", reasons[c.person], "fact"),
                c,
            ),
        )
        for c in slate.candidates
        if c.person in reasons
    ]
