"""Democratic assessment (民主测评): sheets of groups of voters become points, and rates that pass or veto."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from quanheng.core.admission import refuse_while_due, refused_rows, slate_check
from quanheng.core.findings import outcome_of
from quanheng.core.inputs import Column, Due, Inputs, InputTable, Row
from quanheng.core.language.scoring import (
    Denominator,
    Dimension,
    Disclose,
    Grade,
    RateRule,
    RatingGroup,
    Scale,
    SheetRule,
    SmallGroup,
)
from quanheng.core.language.terms import Keep, Rounding, StageSettings, Threshold, wrong
from quanheng.core.scoring import polling
from quanheng.core.scoring.disclosing import disclosure_in
from quanheng.core.scoring.keeping import (
    Boundary,
    PassMark,
    below_cut,
    below_pass,
    check_keep,
    each_once,
    scores_by_post,
)
from quanheng.core.tallies.sheets import Counts, Reader, cells_of, count_sheets, spoiled_sheets
from quanheng.core.tallies.turnout import Turnout
from quanheng.core.values import Finding, Outcome, Refused, Slate, Text
from quanheng.core.void_rounds import TABLE as VOID_ROUNDS
from quanheng.core.void_rounds import refused_void, void_findings
from quanheng.core.words import IssuedCell, PersonCell, PresentCell, ReturnedCell, ShouldAttendCell

TITLE = Text("民主测评", "Democratic assessment")
OVERALL = Dimension(id="overall", title=Text("总体评价", "Overall"))


class Settings(StageSettings):
    """What a plan says about a democratic assessment.

    Shapes: `denominator` is what a mean is divided by; `blank` and `over_mark` say what an empty cell and one
    with two grades count as; `numbering` round numbers sheets through all groups, group anew in each;
    `disclosure` keeps the marks of small groups from the result; `comments` gives secret ballots a line for
    remarks, on a ballot of its own.
    """

    kind: Literal["assessment"]
    per: Literal["person"] = "person"
    dimensions: tuple[Dimension, ...] = (OVERALL,)
    grades: tuple[Grade, ...] = ()
    scale: Scale | None = None
    groups: tuple[RatingGroup, ...] = Field(min_length=1)
    denominator: Denominator
    empty_group: Literal["renormalise", "zero", "block"] | None = None
    small_group: SmallGroup | None = None
    blank: Literal["refuse", "invalid", "abstain", "approve"] = "refuse"
    over_mark: Literal["refuse", "invalid"] = "refuse"
    spoils: Literal["mark", "row"] = "row"
    sheet_rules: tuple[SheetRule, ...] = ()
    all_equal_invalid: bool = False
    comments: bool = False
    disclosure: Disclose | None = None
    numbering: Literal["round", "group"] = "round"
    approve: tuple[RateRule, ...] = ()
    veto: tuple[RateRule, ...] = ()
    pass_: Threshold | None = Field(default=None, alias="pass")
    pass_boundary: Boundary = "at_least"
    keep: Keep | None = None
    rounding: tuple[Rounding, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Settings:
        if bool(self.grades) == (self.scale is not None):
            raise wrong("grades 与 scale 须且只须写一项。", "one of grades, scale is needed")
        if len(self.groups) > 1 and self.empty_group is None:
            raise wrong(
                "有几个测评组时须写 empty_group：某组无票时折算、计零还是不得结束。",
                "several groups need empty_group: renormalise, zero or block",
            )
        trims = any(g.trim is not None for g in self.groups)
        if trims and self.denominator not in ("decided", "valid"):
            raise wrong(
                "去掉最高最低分（trim）时，denominator 须为 decided 或 valid。",
                "where marks are trimmed the denominator is decided or valid",
                "denominator",
            )
        groups, dimensions = {g.id for g in self.groups}, {d.id for d in self.dimensions}
        grades = {g.id for g in self.grades}
        rates = self.approve + self.veto
        named = [(g, groups) for r in rates for g in r.groups or ()]
        named += [(r.dimension, dimensions) for r in rates if r.dimension is not None]
        named += [(g, grades) for r in rates for g in r.grades]
        named += [(g, grades) for r in self.sheet_rules for g in r.grades]
        if self.small_group is not None and self.small_group.into is not None:
            named.append((self.small_group.into, groups))
        for name, known in named:
            if name not in known:
                allowed = ", ".join(sorted(known)) or "-"
                raise wrong(f"没有“{name}”，可用：{allowed}。", f"'{name}' is not known; known: {allowed}")
        if self.blank == "approve" and any(d.reversed for d in self.dimensions):
            raise wrong(
                "有反向题（reversed）时，blank 不能为 approve：空白说不清是好是坏。",
                "with a reversed dimension blank cannot be approve: an empty cell says nothing of it",
                "blank",
            )
        check_keep(self.keep, may_chain=False)
        return self

    def reader(self) -> Reader:
        """How the cells of a sheet are read under this plan."""
        return Reader(self.dimensions, self.grades, self.scale, self.blank, self.over_mark, self.spoils)


class Sheet(Row):
    """What one sheet says of one person: a grade or number for each dimension."""

    key_fields: ClassVar[tuple[str, ...]] = ("group", "sheet", "person")
    sheet: Annotated[str, Column("票号", "Sheet", Text("票面印制的编号", "The number printed on it"), "17")]
    group: Annotated[str, Column("测评组", "Group", Text("方案中的组别编号", "The group's id"), "staff")]
    person: PersonCell
    marks: Annotated[
        Mapping[str, str],
        Column("各项评价", "Marks", Text("每个测评项目一列", "One column a dimension"), "优秀"),
    ] = {}


class GroupTurnout(Row):
    """Who should attend, who came, and the sheets of one group."""

    key_fields: ClassVar[tuple[str, ...]] = ("group",)
    group: Annotated[str, Column("测评组", "Group", Text("方案中的组别编号", "The group's id"), "staff")]
    should_attend: ShouldAttendCell
    present: PresentCell
    issued: IssuedCell
    returned: ReturnedCell

    def counts(self) -> Turnout:
        """The numbers as tallies use them."""
        return Turnout(self.should_attend, self.present, self.issued, self.returned)


TABLES = (
    InputTable("sheets", Text("测评票", "Sheets"), Sheet, "record_sheets", secret=True, spread="marks"),
    InputTable("turnout", Text("到会与票数", "Turnout"), GroupTurnout, "record_sheets", required=False),
    VOID_ROUNDS,
)


@dataclass(frozen=True)
class AssessmentRecord:
    """Turnout and sheets of each group, the tallies behind every number, and the sheets that do not count.

    Shapes: `counts` is by person, group, then dimension in plan order; `rates` by person and grade. What
    would tell the marks of few voters is in neither.
    """

    turnouts: Mapping[str, Turnout]
    sheets: Mapping[str, int]
    counts: Counts
    spoiled: tuple[tuple[str, str, Text], ...] = ()
    rates: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)


RECORD = AssessmentRecord


def admit(
    table: str, rows: Sequence[Row], slate: Slate, inputs: Inputs, settings: Settings
) -> tuple[tuple[int, Refused], ...]:
    """Which new rows may not enter, and why."""
    if table == VOID_ROUNDS.name:
        return refused_void(rows, (g.id for g in settings.groups), inputs)
    if table == "turnout":
        known = {g.id for g in settings.groups}
        entered = polling.sheets_by_group(inputs.table("sheets", Sheet))

        def check(row: GroupTurnout) -> Refused | None:
            if row.group not in known:
                return polling.unknown_group(row.group, known)
            count = len(entered.get(row.group, ()))
            return row.counts().wrong(row.group) or polling.fewer_than_entered(row.group, row.returned, count)

        return refused_rows(rows, GroupTurnout, check)
    return refused_rows(rows, Sheet, _sheet_check(slate, inputs, settings))


def _sheet_check(slate: Slate, inputs: Inputs, settings: Settings) -> Callable[[Sheet], Refused | None]:
    on_slate = slate_check(slate, inputs)
    groups = {g.id: g for g in settings.groups}
    reader = settings.reader()
    numbers = polling.Numbers.of(_turnouts(inputs), groups, settings.numbering)
    for row in inputs.table("sheets", Sheet):
        numbers.refused(row.group, row.sheet)

    def check(row: Sheet) -> Refused | None:
        if row.group not in groups:
            return polling.unknown_group(row.group, groups)
        reading = reader.read(cells_of(row))
        if reading.fault is not None:
            return polling.unreadable(
                row.key(), reading, settings.dimensions, settings.grades, settings.scale
            )
        return (
            numbers.refused(row.group, row.sheet)
            or on_slate(row.person, "")
            or polling.not_a_rater(groups[row.group], row.person, inputs.name_of(row.person))
        )

    return check


def _turnouts(inputs: Inputs) -> dict[str, Turnout]:
    return {r.group: r.counts() for r in inputs.table("turnout", GroupTurnout)}


def due(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[Due, ...]:
    """Turnout, sheets and groups that are still missing, quorums that were not met."""
    if not slate.candidates:
        return ()
    rows = inputs.table("sheets", Sheet)
    turnouts = _turnouts(inputs)
    entered = polling.sheets_by_group(rows)
    found = []
    for group in settings.groups:
        own, count = turnouts.get(group.id), len(entered.get(group.id, ()))
        found += polling.group_due(group, own, count, _needs_turnout(settings), settings.small_group)
    given: dict[str, set[str]] = {}
    for person, group_id in {(r.person, r.group) for r in rows}:
        given.setdefault(person, set()).add(group_id)
    for person in slate.people():
        have = given.get(person, set())
        counted = have | {g.id for g in settings.groups if _merged(g.id, settings) in have}
        missing = [g for g in settings.groups if g.id not in counted and g.votes_on(person)]
        if missing and (not have or settings.empty_group in (None, "block")):
            found.append(polling.sheets_due(person, missing, inputs))
    return tuple(found)


def _merged(group: str, settings: Settings) -> str:
    """The group that a group without sheets is counted in."""
    small = settings.small_group
    return small.into if small is not None and small.into is not None else group


def _needs_turnout(settings: Settings) -> bool:
    bases = {settings.denominator, *(r.denominator for r in settings.approve + settings.veto)}
    return bool(bases & {"returned", "issued", "present", "should_attend"}) or any(
        g.quorum is not None for g in settings.groups
    )


def close(slate: Slate, inputs: Inputs, settings: Settings) -> Outcome:
    """The scores by group and dimension, the rates that pass or veto, and the cut where the plan has one."""
    refuse_while_due(due(slate, inputs, settings), settings, TITLE)
    rows = inputs.table("sheets", Sheet)
    reader = settings.reader()
    spoiled = spoiled_sheets(rows, reader, settings.sheet_rules, settings.all_equal_invalid)
    counts = count_sheets(rows, reader, spoiled)
    sheets = {group: len(numbers) for group, numbers in polling.sheets_by_group(rows).items()}
    rules = _rules(settings, inputs)
    poll = polling.Poll.of(rules, counts, _turnouts(inputs), sheets, reader)
    points = {person: poll.points(person) for person in slate.people()}
    scores = scores_by_post({c: points[c.person] for c in slate.candidates})
    reasons: list[Finding] = [f for c in slate.candidates for f in poll.failed_rates(c)]
    line = PassMark(settings.pass_, settings.pass_boundary)
    reasons += below_pass(settings, scores, line, slate, inputs)
    left = slate.without(r.candidate for r in reasons if r.candidate is not None)
    cut, seats = below_cut(settings, scores, settings.keep, left, inputs)
    rates = {person: poll.rates(person) for person in slate.people()}
    told = {person for person in rates if poll.may_tell_rates(person)}
    record = AssessmentRecord(
        turnouts=_turnouts(inputs),
        sheets=sheets,
        counts=counts if rules.disclosure is None else poll.told_counts(),
        spoiled=poll.told_spoiled(spoiled),
        rates={person: own for person, own in rates.items() if person in told},
    )
    notes = void_findings(settings, inputs)
    outcome = outcome_of(settings, slate, each_once((*reasons, *cut)), notes, record, scores, seats)
    return replace(outcome, untold={person: own for person, own in rates.items() if person not in told})


def _rules(settings: Settings, inputs: Inputs) -> polling.Rules:
    return polling.Rules(
        stage=settings.id,
        title=settings.title or TITLE,
        dimensions=settings.dimensions,
        groups=settings.groups,
        denominator=settings.denominator,
        empty_group=settings.empty_group or "block",
        small_group=settings.small_group,
        approve=settings.approve,
        veto=settings.veto,
        rounding=settings.rounding,
        disclosure=disclosure_in(settings.disclosure, inputs.disclosure),
    )
