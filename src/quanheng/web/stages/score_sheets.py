"""Score sheets (评分表): one judge's marks on one candidate, of speeches, interviews and panels alike.

Pure: values in, values out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from quanheng.core.inputs import Row
from quanheng.core.language.scoring import Item, Trim
from quanheng.core.recusal import is_related
from quanheng.core.scoring.scores import plain
from quanheng.core.scoring.sheets import Entry
from quanheng.core.stages import examination, speech
from quanheng.core.stages.examination.examining import Hall, names_drawn, sheets_given
from quanheng.core.stages.examination.tables import ExamCheck, JudgeMark, Subject
from quanheng.core.stages.speech.tables import Absence, Draw, Mark, Recusal, SheetCheck
from quanheng.core.values import Candidate, Text
from quanheng.web.stages.access import StageInView

Stage = StageInView[speech.Settings] | StageInView[examination.Settings]
Keyed = Mapping[tuple[str, Candidate], Mapping[str, Decimal]]
WHOLE = "all"
"""What the one panel of a speech is called in an address."""


@dataclass(frozen=True)
class Panel:
    """Judges who mark the same candidates on the same sheet: a speech, or a subject with judges.

    Shapes: `groups` holds the judges who sit, with what is trimmed; `labels` are what a unit is called on the
    sheet, '' where a number has still to be drawn; `aside` is by judge and person, `away` by unit.
    """

    id: str
    title: Text
    table: str
    plan: speech.Settings | Subject
    groups: tuple[tuple[tuple[str, ...], Trim | None], ...]
    units: tuple[Candidate, ...]
    labels: Mapping[Candidate, str]
    marks: Keyed
    notes: Mapping[tuple[str, Candidate], str]
    aside: Mapping[tuple[str, str], str]
    away: Mapping[Candidate, str]
    checks: Mapping[tuple[str, Candidate], Decimal]

    @property
    def judges(self) -> tuple[str, ...]:
        """Everybody who sits."""
        return tuple(judge for group, _ in self.groups for judge in group)

    @property
    def items(self) -> tuple[Item, ...]:
        """The criteria, none where one mark is given overall."""
        return self.plan.items

    @property
    def entry(self) -> Entry:
        """How the sheets come in."""
        return self.plan.entry

    @property
    def is_anonymous(self) -> bool:
        """Whether the judges know a candidate by a number only."""
        return isinstance(self.plan, Subject) and self.plan.anonymous

    @property
    def lines(self) -> int:
        """How many marks a whole sheet has."""
        return len(self.items) or 1

    @property
    def most(self) -> Decimal:
        """The highest total of a sheet."""
        return sum((i.max for i in self.items), Decimal(0)) or self.plan.full_mark

    def is_whole(self, judge: str, unit: Candidate) -> bool:
        """Whether every line of a sheet has its mark."""
        return len(self.marks.get((judge, unit), ())) >= self.lines

    def total(self, judge: str, unit: Candidate) -> Decimal:
        """The marks of a sheet added up."""
        return sum(self.marks.get((judge, unit), {}).values(), Decimal(0))

    def is_checked(self, judge: str, unit: Candidate) -> bool:
        """Whether a second person keyed the sheet to the total that stands."""
        return self.checks.get((judge, unit)) == self.total(judge, unit)

    def mark_row(self, judge: str, unit: Candidate, item: str, mark: Decimal, note: str = "") -> Row:
        """One mark as a row of its table."""
        if isinstance(self.plan, Subject):
            return JudgeMark(judge=judge, subject=self.id, examinee=self.examinee(unit), item=item, mark=mark)
        return Mark(judge=judge, person=unit.person, post=unit.post, item=item, mark=mark, note=note)

    def check_row(self, judge: str, unit: Candidate, total: Decimal, by: str) -> Row:
        """A second keying as a row of its table."""
        if isinstance(self.plan, Subject):
            return ExamCheck(
                judge=judge, subject=self.id, examinee=self.examinee(unit), total=total, checked_by=by
            )
        return SheetCheck(judge=judge, person=unit.person, post=unit.post, total=total, checked_by=by)

    def examinee(self, unit: Candidate) -> str:
        """What an examinee is entered under: the number drawn where it is anonymous."""
        return self.labels[unit] if self.is_anonymous else unit.person


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a sheet: a criterion, or the one overall mark (item '')."""

    item: str
    title: Text
    low: str
    high: str
    step: str
    mark: str = ""
    error: Text | None = None
    is_yes_no: bool = False

    @property
    def allowed(self) -> Text:
        """Which marks may be given."""
        if self.is_yes_no:
            return Text(f"0 或 {self.high} 分", f"0 or {self.high}")
        steps = (
            Text(f"，以 {self.step} 分为一档", f", in steps of {self.step}") if self.step else Text("", "")
        )
        return Text(f"{self.low} 至 {self.high} 分{steps.zh}", f"{self.low} to {self.high}{steps.en}")

    def blank(self) -> Line:
        """The line as it stands on an empty sheet."""
        return replace(self, mark="", error=None)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One judge's sheet on one candidate."""

    number: int
    panel: Panel
    judge: str
    unit: Candidate
    name: str
    posts: tuple[Text, ...]
    lines: tuple[Line, ...]
    note: str = ""
    recused: str = ""
    absent: str = ""
    is_kin: bool = False

    @property
    def is_barred(self) -> bool:
        """Whether nothing is to be marked: stepped aside, not come, or no number drawn yet."""
        return bool(self.recused or self.absent) or not self.name

    @property
    def is_done(self) -> bool:
        """Whether every line has its mark."""
        return all(line.mark for line in self.lines)

    @property
    def total(self) -> str:
        """The sum of the lines, where there are several and all are marked."""
        if len(self.lines) < 2 or not self.is_done:
            return ""
        return plain(sum((Decimal(line.mark) for line in self.lines), Decimal(0)))

    def typed(self, lines: tuple[Line, ...], note: str) -> Sheet:
        """The sheet with what was typed on it."""
        return replace(self, lines=lines, note=note)


def panels_of(stage: Stage) -> tuple[Panel, ...]:
    """The panels of a stage: one of a speech, one for each subject of an examination that has judges."""
    if isinstance(stage.settings, speech.Settings):
        return (_speech_panel(stage, stage.settings),)
    hall = Hall.of(stage.slate, stage.inputs, stage.settings)
    return tuple(
        _subject_panel(stage, subject, hall) for subject in stage.settings.subjects if subject.judges
    )


def sits(stage: Stage, judge: str | None) -> bool:
    """Whether somebody marks in this stage."""
    return judge is not None and any(judge in panel.judges for panel in panels_of(stage))


def sheets_of(stage: Stage, judge: str) -> tuple[Sheet, ...]:
    """The judge's sheets, panel by panel, in the order of speaking where drawn, else in slate order."""
    pairs = [(panel, unit) for panel in panels_of(stage) if judge in panel.judges for unit in panel.units]
    return tuple(sheet_of(stage, panel, judge, unit, n) for n, (panel, unit) in enumerate(pairs, start=1))


def sheet_of(stage: Stage, panel: Panel, judge: str, unit: Candidate, number: int) -> Sheet:
    """One judge's sheet on one unit, as it stands."""
    marks = panel.marks.get((judge, unit), {})
    posts = (stage.post(unit.post),) if unit.post else stage.posts_of(unit.person)
    return Sheet(
        number=number,
        panel=panel,
        judge=judge,
        unit=unit,
        name=panel.labels[unit],
        posts=() if panel.is_anonymous else posts,
        lines=_lines(panel.plan, {item: plain(mark) for item, mark in marks.items()}),
        note=panel.notes.get((judge, unit), ""),
        recused=panel.aside.get((judge, unit.person), ""),
        absent=panel.away.get(unit, ""),
        is_kin=is_related(judge, unit.person, stage.inputs.people),
    )


def _speech_panel(stage: Stage, settings: speech.Settings) -> Panel:
    slate, rows = stage.slate, stage.rows
    units = (
        slate.candidates
        if settings.per == "candidacy"
        else tuple(Candidate(person, "") for person in slate.people())
    )
    drawn = {Candidate(d.person, d.post): d.number for d in rows("draw", Draw)}
    marks: dict[tuple[str, Candidate], dict[str, Decimal]] = {}
    notes: dict[tuple[str, Candidate], str] = {}
    for m in rows("marks", Mark):
        place = (m.judge, Candidate(m.person, m.post))
        marks.setdefault(place, {})[m.item] = m.mark
        notes[place] = notes.get(place) or m.note
    absences = rows("absences", Absence)
    members, standing = stage.inputs.frame.members, set(slate.people())
    return Panel(
        id=WHOLE,
        title=stage.title,
        table="marks",
        plan=settings,
        groups=tuple(
            (tuple(m for m in members.get(g.body, ()) if m not in standing), g.trim or settings.trim)
            for g in settings.judge_groups()
        ),
        units=tuple(sorted(units, key=lambda unit: drawn.get(unit, len(units) + 1))),
        labels={unit: stage.name(unit.person) for unit in units},
        marks=marks,
        notes=notes,
        aside={(r.judge, r.person): r.reason for r in rows("recusals", Recusal)},
        away={
            u: a.reason for u in units for a in absences if a.person == u.person and a.post in ("", u.post)
        },
        checks={(c.judge, Candidate(c.person, c.post)): c.total for c in rows("checks", SheetCheck)},
    )


def _subject_panel(stage: Stage, subject: Subject, hall: Hall) -> Panel:
    units = tuple(Candidate(person, "") for person in hall.taken[subject.id])
    drawn = {person: number for number, person in names_drawn(subject, stage.inputs).items()}
    called = {u: drawn.get(u.person, "") if subject.anonymous else stage.name(u.person) for u in units}
    entered = {(called[u] if subject.anonymous else u.person): u for u in units}
    barred = hall.barred()
    present = hall.present(subject.id)
    away = {
        u: _why_away(subject, u.person, hall) for u in units if u.person not in present or u.person in barred
    }
    return Panel(
        id=subject.id,
        title=subject.title,
        table="judge_marks",
        plan=subject,
        groups=((hall.sitting[subject.id], subject.trim),),
        units=tuple(sorted(units, key=lambda u: called[u])) if subject.anonymous else units,
        labels=called,
        marks={
            (judge, entered[examinee]): marks
            for (name, judge, examinee), marks in sheets_given(stage.inputs).items()
            if name == subject.id and examinee in entered
        },
        notes={},
        aside={
            (j, person): row.reason for (j, name, person), row in hall.aside.items() if name == subject.id
        },
        away=away,
        checks={
            (c.judge, entered[c.examinee]): c.total
            for c in stage.rows("checks", ExamCheck)
            if c.subject == subject.id and c.examinee in entered
        },
    )


def _why_away(subject: Subject, person: str, hall: Hall) -> str:
    absence = hall.away.get((subject.id, person))
    breach = hall.breaches.get((subject.id, person)) or hall.barred().get(person)
    return absence.reason if absence else breach.reason if breach else ""


def _lines(plan: speech.Settings | Subject, marks: Mapping[str, str]) -> tuple[Line, ...]:
    wanted = [(i.id, i.title, i.yes_no) for i in plan.items] or [("", Text("得分", "Mark"), False)]
    lines = []
    for item, title, yes_no in wanted:
        low, high, step = plan.bounds(item)
        said = plain(step) if step is not None and not yes_no else ""
        lines.append(Line(item, title, plain(low), plain(high), said, marks.get(item, ""), is_yes_no=yes_no))
    return tuple(lines)
