"""Table of a run (运行总表): people down, stages across, those who left last and with the reason.

Pure: values in, values out, so that what a screen says is tested without one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from quanheng.core.engine import AMENDMENTS, RunFacts, next_stage
from quanheng.core.kinds import KINDS
from quanheng.core.language.posts import Post
from quanheng.core.language.terms import StageSettings
from quanheng.core.stages import grading, pay
from quanheng.core.stages.public_notice.tables import Objection
from quanheng.core.values import Candidate, Outcome, Text
from quanheng.documents.points import digits_of, shown

Look = Literal["met", "not_met", "unknown", "plain", "none"]
Standing = Literal["in", "out"]

WORDS: Mapping[str, tuple[Text, Text]] = {
    "enrolment": (Text("已报名", "Applied"), Text("退出报名", "Taken back")),
    "motion": (Text("已动议", "Moved"), Text("不提名", "Not moved")),
    "nomination": (Text("已采纳", "Taken up"), Text("未采纳", "Not taken up")),
    "recommendation": (Text("获推荐", "Recommended"), Text("未获推荐", "Not recommended")),
    "talks": (Text("获推荐", "Recommended"), Text("未获推荐", "Not recommended")),
    "consultation": (Text("意见一致", "Agreed"), Text("未达成一致", "Not agreed")),
    "matching": (Text("已匹配", "Matched"), Text("未匹配", "Not matched")),
    "eligibility": (Text("符合", "Qualified"), Text("不符合", "Not qualified")),
    "opening": (Text("开考", "Opens"), Text("未开考", "Not opened")),
    "quota_selection": (Text("入选", "Chosen"), Text("未入选", "Not chosen")),
    "shortlist": (Text("入围", "Shortlisted"), Text("未入围", "Not shortlisted")),
    "inspection": (Text("适合", "Suitable"), Text("不适合", "Unsuitable")),
    "clearance": (Text("无影响", "Clear"), Text("有影响", "Not clear")),
    "decision": (Text("通过", "Adopted"), Text("未通过", "Not adopted")),
    "public_notice": (Text("无异议", "No objection"), Text("异议成立", "Objection upheld")),
    "appointment": (Text("已任职", "Appointed"), Text("未任职", "Not appointed")),
    "probation": (Text("合格", "Passed"), Text("不合格", "Not passed")),
    "assign_posts": (Text("已定岗", "Placed"), Text("已转为具体职位", "Now in a post")),
    "secondment": (Text("已挂职", "Seconded"), Text("在岗不足", "Too few days")),
    "consequence": (Text("有后果", "Applies"), Text("离开", "Leaves")),
    "follow_up": (Text("已办结", "Done"), Text("未落实", "Not done")),
}
"""How each kind says that somebody stays or leaves; other kinds say passed and left."""
NOTHING = Text("")
NOT_UPHELD = Text("异议不成立", "No objection upheld")
STAYS, LEAVES = Text("通过", "Passed"), Text("退出", "Left")
OPEN = Text("待定", "Open")
UNTOUCHED = Text("—", "—")
SHORT_AMENDMENTS: Mapping[str, Text] = {
    "withdrawal": Text("本人退出", "Withdrew"),
    "disqualification": Text("取消资格", "Disqualified"),
    "objection_upheld": Text("异议成立", "Objection upheld"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One stage in the stepper.

    Shapes: `state` is done, open (the next to close) or ahead; `provisional` when a day lies in a year whose
    holidays are not announced.
    """

    id: str
    kind: str
    title: Text
    state: Literal["done", "open", "ahead"]
    opened_on: date | None = None
    closed_on: date | None = None
    provisional: bool = False
    remaining: int | None = None
    left: int | None = None

    @property
    def people(self) -> int:
        """How many candidates went through it."""
        return (self.remaining or 0) + (self.left or 0)


@dataclass(frozen=True, slots=True)
class Cell:
    """What one stage says of one candidate: a short mark, how it looks, and whether there is more to open."""

    stage: str
    title: Text
    mark: Text
    look: Look
    rank: int | None = None
    opens: bool = True
    is_score: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One candidate across the stages; `reason` and `left_at` stand where the candidate has left."""

    candidate: Candidate
    name: str
    cells: tuple[Cell, ...]
    standing: Standing
    left_at: Text = NOTHING
    reason: Text = NOTHING

    @property
    def is_gone(self) -> bool:
        """Whether the candidate has left."""
        return self.standing == "out"

    @property
    def way(self) -> tuple[Cell, ...]:
        """The cells up to the last stage that saw the candidate."""
        reached = max((i for i, cell in enumerate(self.cells, 1) if cell.look != "none"), default=0)
        return self.cells[:reached]

    @property
    def width_left(self) -> int:
        """How many columns stay free for the reason: the stages after leaving, and the last column."""
        return len(self.cells) - len(self.way) + 1


@dataclass(frozen=True, slots=True)
class Group:
    """The candidates of one post, and the seats it still offers of those it began with."""

    post: str
    title: Text
    seats: int
    seats_first: int
    lines: tuple[Line, ...]

    @property
    def standing(self) -> int:
        """How many still stand."""
        return sum(not line.is_gone for line in self.lines)


@dataclass(frozen=True, slots=True)
class RunTable:
    """The whole run as it stands: the steps above, the groups below."""

    steps: tuple[Step, ...]
    groups: tuple[Group, ...]

    def narrowed(self, post: str = "", standing: str = "", words: str = "") -> RunTable:
        """Only one post, only those in or out, only names and codes with these words in them."""
        groups = []
        for group in self.groups:
            if post and group.post != post:
                continue
            lines = tuple(
                line
                for line in group.lines
                if (not standing or line.standing == standing)
                and (not words or words in line.name or words.casefold() in line.candidate.person.casefold())
            )
            if lines or not (standing or words):
                groups.append(Group(group.post, group.title, group.seats, group.seats_first, lines))
        return RunTable(self.steps, tuple(groups))

    @property
    def lines(self) -> int:
        """How many candidates are shown."""
        return sum(len(group.lines) for group in self.groups)

    @property
    def columns(self) -> tuple[Step, ...]:
        """The stages that have a column: those that are closed and had somebody in them."""
        return tuple(step for step in self.steps if step.state == "done" and step.people)


def title_of(stage: StageSettings) -> Text:
    """The stage as the plan calls it, else as its kind is called."""
    return stage.title or KINDS[stage.kind].title


def steps_of(facts: RunFacts, outcomes: Mapping[str, Outcome]) -> tuple[Step, ...]:
    """Every stage of the plan with its state and its days."""
    coming = next_stage(facts.plan, outcomes)
    days = {c.stage: c for c in facts.closings}
    steps = []
    for stage in facts.plan.stages:
        closing, outcome = days.get(stage.id), outcomes.get(stage.id)
        if outcome is None or closing is None:
            is_open = coming is not None and coming.id == stage.id
            steps.append(Step(stage.id, stage.kind, title_of(stage), "open" if is_open else "ahead"))
            continue
        calendar = facts.calendar
        doubtful = calendar.is_provisional(closing.opened_on) or calendar.is_provisional(closing.closed_on)
        steps.append(
            Step(
                stage.id, stage.kind, title_of(stage), "done", closing.opened_on, closing.closed_on, doubtful,
                len(outcome.remaining.candidates), len(outcome.departures),
            )
        )  # fmt: skip
    return tuple(steps)


def run_table(facts: RunFacts, outcomes: Mapping[str, Outcome]) -> RunTable:
    """The table of a run as far as it has come."""
    closed = [s for s in facts.plan.stages if s.id in outcomes]
    met = dict.fromkeys(c for s in closed for c in outcomes[s.id].entered.candidates)
    last = outcomes[closed[-1].id] if closed else None
    seats = dict(last.remaining.seats) if last else {}
    lines: dict[str, list[Line]] = {}
    for candidate in met:
        lines.setdefault(candidate.post, []).append(_line(candidate, facts, closed, outcomes))
    groups = tuple(
        Group(
            post.id,
            post.title,
            seats.get(post.id, 0) if last else post.fixed_seats(),
            post.fixed_seats(),
            tuple(sorted(lines.get(post.id, ()), key=_order)),
        )
        for post in _posts(facts)
    )
    return RunTable(steps_of(facts, outcomes), groups)


def _posts(facts: RunFacts) -> tuple[Post, ...]:
    return tuple(p for p in facts.plan.posts if not p.excluded)


def _order(line: Line) -> tuple[int, int, int]:
    """Who stands comes first; then who got further; then the better rank at the last score."""
    reached = sum(cell.look != "none" for cell in line.cells)
    ranks = [cell.rank for cell in line.cells if cell.rank is not None]
    return (line.is_gone, -reached if line.is_gone else 0, ranks[-1] if ranks else 10**6)


def _line(
    candidate: Candidate, facts: RunFacts, closed: list[StageSettings], outcomes: Mapping[str, Outcome]
) -> Line:
    known = facts.people.get(candidate.person)
    peopled = (stage for stage in closed if outcomes[stage.id].entered.candidates)
    cells = tuple(_cell(candidate, stage, outcomes[stage.id], facts) for stage in peopled)
    name = known.name if known else candidate.person
    if candidate in outcomes[closed[-1].id].remaining.candidates:
        return Line(candidate, name, cells, "in")
    for stage in reversed(closed):
        departure = outcomes[stage.id].departure_of(candidate)
        if departure is not None:
            return Line(candidate, name, cells, "out", title_of(stage), departure.finding.text)
    raise ValueError(f"{candidate} left without a reason")


def _is_objected(candidate: Candidate, stage: StageSettings, facts: RunFacts) -> bool:
    """Whether an objection to this candidate was received during this notice."""
    rows = facts.rows.get(stage.id, {}).get("objections", ())
    objections = (row for row in rows if isinstance(row, Objection))
    return any(o.person == candidate.person and o.post in ("", candidate.post) for o in objections)


def _cell(candidate: Candidate, stage: StageSettings, outcome: Outcome, facts: RunFacts) -> Cell:
    title = title_of(stage)
    if candidate not in outcome.entered.candidates:
        return Cell(stage.id, title, Text(""), "none", opens=False)
    stays, leaves = WORDS.get(stage.kind, (STAYS, LEAVES))
    stays = NOT_UPHELD if _is_objected(candidate, stage, facts) else stays
    departure, score = outcome.departure_of(candidate), outcome.score_of(candidate)
    if departure is not None and departure.finding.code in AMENDMENTS:
        return Cell(stage.id, title, SHORT_AMENDMENTS[departure.finding.code], "not_met")
    if score is not None:
        mark = shown(score.value, digits_of(stage, outcome.scores))
        look: Look = "plain" if departure is None else "not_met"
        return Cell(stage.id, title, Text(mark, mark), look, score.rank, is_score=True)
    if departure is not None:
        return Cell(stage.id, title, leaves, "not_met")
    findings = outcome.findings_of(candidate)
    if not findings:
        return Cell(stage.id, title, UNTOUCHED, "plain", opens=False)
    own = _grade_of(candidate, stage, outcome) or _pay_of(candidate, outcome)
    if own is not None:
        return Cell(stage.id, title, own, "plain")
    if any(f.state == "unknown" for f in findings) and not any(f.state == "met" for f in findings):
        return Cell(stage.id, title, OPEN, "unknown")
    return Cell(stage.id, title, stays, "met")


def _grade_of(candidate: Candidate, stage: StageSettings, outcome: Outcome) -> Text | None:
    """The grade that somebody got, where the stage gives grades."""
    if not isinstance(stage, grading.Settings) or not isinstance(outcome.record, grading.GradingRecord):
        return None
    grade = stage.grade(outcome.record.grades.get(candidate, ""))
    return grade.title if grade else None


def _pay_of(candidate: Candidate, outcome: Outcome) -> Text | None:
    """All that somebody is paid, where the stage shares out money."""
    if not isinstance(outcome.record, pay.PayRecord):
        return None
    total = sum((p.amount for p in outcome.record.paid if p.candidate == candidate), Decimal(0))
    return Text(f"{total:.2f} 元", f"{total:.2f} yuan")
