"""Rows of ballots (选票入表): opened ballots become the rows that paper sheets give.

Shapes: the n-th ballot of each style, in order of hashes, fills the n-th sheet of its group; so a sheet joins
slices of different voters, which no count can tell, for whatever binds a whole sheet is never sliced.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from quanheng.core.ballots.ballot import CastBallot
from quanheng.core.ballots.board import Counts
from quanheng.core.ballots.body import BallotBody
from quanheng.core.ballots.election import Style
from quanheng.core.ballots.forms import COMMENT, VOTE, BallotForm, Subject
from quanheng.core.inputs import Row
from quanheng.core.language.terms import StageSettings
from quanheng.core.stages import assessment, decision, recommendation
from quanheng.core.stages.decision.tables import BallotCount
from quanheng.core.stages.recommendation.tables import Ballot
from quanheng.core.stages.recommendation.tables import GroupTurnout as VotersTurnout
from quanheng.core.tallies.suppression import Disclosure
from quanheng.core.tallies.turnout import Turnout
from quanheng.core.values import Refused


@dataclass(frozen=True)
class Opened:
    """The opened ballots of one stage, with what became of all that were given out.

    Shapes: `written` leads from each name written in, as written, to a code of the roster ('' is nobody).
    """

    form: BallotForm
    ballots: tuple[CastBallot, ...]
    counts: Mapping[str, Counts]
    written: Mapping[str, str]

    def by_style(self) -> dict[str, list[BallotBody]]:
        """What was said in each style, in order of the ballots' hashes."""
        found: dict[str, list[BallotBody]] = {}
        for ballot in sorted(self.ballots, key=lambda b: b.digest):
            if ballot.said is not None:
                found.setdefault(ballot.said.style, []).append(ballot.said)
        return found

    def pools(self) -> Iterator[tuple[str, tuple[Style, ...], Turnout]]:
        """Styles that the same voters may cast: their group, how many were given out and came back."""
        units = {s.id: s.unit for s in self.form.subjects}
        for group in self.form.groups:
            styles = [s for s in self.form.styles() if s.group == group.id and s.kind == "marks"]
            own = group.id in self.form.unit_groups
            for unit in dict.fromkeys(units.get(s.subject, "") if own else "" for s in styles):
                pool = tuple(s for s in styles if not own or units.get(s.subject, "") == unit)
                counts = [self.counts.get(s.id, Counts(0, 0)) for s in pool]
                issued, returned = max(c.given() for c in counts), max(c.returned for c in counts)
                yield group.id, pool, Turnout(0, 0, issued, returned)


def rows_of(settings: StageSettings, opened: Opened) -> tuple[Row, ...]:
    """The rows of the stage's secret table: sheets of an assessment or recommendation, counts of a decision.

    Errors: Refused(written_name_unread) while a name written in has no code.
    """
    said = opened.by_style()
    if isinstance(settings, decision.Settings):
        return tuple(_counts(opened.form, said))
    _refuse_unread(opened)
    rows: list[Row] = []
    start: dict[str, int] = {}
    running = 0
    for group, pool, turnout in opened.pools():
        first = start.setdefault(group, running if _runs_on(settings) else 0)
        rows += _pool_rows(settings, opened, said, pool, first + 1)
        start[group] = first + turnout.issued
        running += turnout.issued
    return tuple(rows)


def _runs_on(settings: StageSettings) -> bool:
    numbered = isinstance(settings, assessment.Settings | recommendation.Settings)
    return numbered and settings.numbering == "round"  # type: ignore[attr-defined]  # both have it


def turnout_rows(
    settings: StageSettings, opened: Opened, electorate: Mapping[str, int], groups: Sequence[str]
) -> tuple[Row, ...]:
    """The turnout of every group of the plan: those who collected ballots count as present.

    Shapes: a group merged into another before opening has zeros. Units: people, ballots.
    """
    sums: dict[str, Turnout] = {}
    for group, _, turnout in opened.pools():
        sums[group] = sums.get(group, Turnout()).plus(turnout)
    found: list[Row] = []
    for group in groups:
        own = sums.get(group, Turnout())
        counts = {
            "group": group,
            "should_attend": max(electorate.get(group, 0), own.issued),
            "present": own.issued,
            "issued": own.issued,
            "returned": own.returned,
        }
        if isinstance(settings, recommendation.Settings):
            found.append(VotersTurnout.model_validate({**counts, "round": opened.form.round}))
        else:
            found.append(assessment.GroupTurnout.model_validate(counts))
    return tuple(found)


def comments_of(opened: Opened, disclosure: Disclosure) -> dict[str, tuple[str, ...]]:
    """The remarks by style, sorted, where there are enough to be shown."""
    found = {}
    styles = {s.id: s for s in opened.form.styles()}
    for id_, said in opened.by_style().items():
        if styles[id_].kind == "comment" and disclosure.shown_of(len(said), "comment") == "distribution":
            found[id_] = tuple(sorted(body.marks[COMMENT] for body in said if COMMENT in body.marks))
    return found


def written_names(opened: Opened) -> tuple[str, ...]:
    """The names written in, each once, for someone to give them codes."""
    names = {
        mark.partition("|")[2]
        for ballot in opened.ballots
        for cell, mark in (ballot.said.marks if ballot.said else {}).items()
        if cell.startswith("+")
    }
    return tuple(sorted(names))


def _refuse_unread(opened: Opened) -> None:
    unread = [name for name in written_names(opened) if name not in opened.written]
    if unread:
        raise Refused(
            "written_name_unread",
            f"另写的姓名尚未对应人员编号：{'、'.join(unread)}。",
            f"Names written in have no code yet: {', '.join(unread)}.",
            remedy_zh="请由监票人逐一对应；不能辨认的留空。",
            remedy_en="Let the scrutineers give each a code; leave blank what cannot be read.",
        )


def _pool_rows(
    settings: StageSettings,
    opened: Opened,
    said: Mapping[str, Sequence[BallotBody]],
    pool: Sequence[Style],
    first: int,
) -> Iterable[Row]:
    sheets = max((len(said.get(s.id, ())) for s in pool), default=0)
    for index in range(sheets):
        parts = [(s, said[s.id][index] if index < len(said.get(s.id, ())) else None) for s in pool]
        if isinstance(settings, assessment.Settings):
            yield from _marked(opened.form, str(first + index), parts)
        else:
            yield from _named(opened, str(first + index), parts)


Parts = Sequence[tuple[Style, BallotBody | None]]


def _marked(form: BallotForm, sheet: str, parts: Parts) -> Iterable[Row]:
    for style, body in parts:
        if body is None:
            continue
        for subject in _subjects(form, style):
            prefix = f"{subject.id}|" if form.slices == "sheet" else ""
            marks = {q.id: body.marks[prefix + q.id] for q in form.questions if prefix + q.id in body.marks}
            yield assessment.Sheet(group=style.group, sheet=sheet, person=subject.person, marks=marks)


def _named(opened: Opened, sheet: str, parts: Parts) -> Iterable[Row]:
    """One sheet of votes: what was marked and written; a slice that did not come back is no vote at all."""
    form = opened.form
    votes: dict[tuple[str, str], str] = {}
    for style, body in parts:
        for subject in _subjects(form, style):
            prefix = "" if form.slices == "candidate" else f"{subject.id}|"
            mark = "invalid" if body is None else body.marks.get(prefix + VOTE)
            if mark is not None and (body is not None or form.slices == "candidate"):
                votes[subject.post, subject.person] = mark
        for cell, text in sorted(body.marks.items()) if body else ():
            post, _, name = text.partition("|")
            if cell.startswith("+") and opened.written[name]:
                votes.setdefault((post, opened.written[name]), form.choices[0].id)
    group = parts[0][0].group
    at = {"round": form.round, "group": group, "sheet": sheet}
    for (post, person), mark in votes.items():
        yield Ballot.model_validate({**at, "post": post, "person": person, "mark": mark})
    if not votes:
        yield Ballot.model_validate(at)


def _subjects(form: BallotForm, style: Style) -> Iterator[Subject]:
    for subject in form.subjects:
        if form.slices in ("person", "candidate"):
            is_own = subject.id == style.subject
        else:
            is_own = form.slices == "sheet" or subject.post == style.subject
        if is_own and (subject.groups is None or style.group in subject.groups):
            yield subject


def _counts(form: BallotForm, said: Mapping[str, Sequence[BallotBody]]) -> Iterable[Row]:
    several = len(form.groups) > 1
    for style in form.styles():
        votes = [body.marks.get(VOTE, form.blank) for body in said.get(style.id, ())]
        for subject in _subjects(form, style):
            yield BallotCount(
                person=subject.person,
                post=subject.post,
                group=style.group if several else "",
                agree=votes.count("agree"),
                disagree=votes.count("disagree"),
                postpone=votes.count("postpone"),
                abstain=votes.count("abstain"),
            )
