"""Recommendation sheets (推荐票): what one sheet of a round asks, and the votes it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quanheng.core.stages.recommendation import Settings, standing_again
from quanheng.core.stages.recommendation.rounds import numbers_of, turnouts_of
from quanheng.core.stages.recommendation.tables import MARKS, Ballot, GroupTurnout
from quanheng.core.values import Candidate, Refused, Text
from quanheng.web.stages.access import StageInView
from quanheng.web.voting.keying import GridRow, GroupProgress, first_free, progress_of

HEADINGS: Mapping[int, Text] = {
    1: Text("推荐票录入", "Recommendation sheets"),
    2: Text("第二轮推荐票录入", "Second round: sheets"),
}
VOTE = Text("意见", "Vote")
NAMED = Text("推荐", "named")
LINES = 3
"""Lines to write names on, where the plan does not limit them."""
UNMARKED: Mapping[str, Text] = {
    "approve": Text("留空作赞成", "empty: for"),
    "oppose": Text("留空作反对", "empty: against"),
    "abstain": Text("留空作弃权", "empty: abstained"),
    "invalid": Text("留空作废", "empty: void"),
}
NOT_NAMED = Text("留空即没有写这个人", "empty: not named")


@dataclass(frozen=True, slots=True)
class Written:
    """A line on which a name was written in: the code of the person, and the post."""

    person: str = ""
    post: str = ""


@dataclass(frozen=True)
class RecommendationSheets:
    """The sheets of one round of a recommendation, and who keys them."""

    stage: StageInView[Settings]
    round: int

    @property
    def heading(self) -> Text:
        """What the page is called."""
        return HEADINGS[self.round]

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """Who stands on the sheet."""
        if self.round == 1:
            return self.stage.slate.candidates
        return standing_again(self.stage.slate, self.stage.inputs, self.stage.settings).candidates

    @property
    def lines(self) -> int:
        """How many names may be written in."""
        settings = self.stage.settings
        if settings.names != "open" or self.round != 1:
            return 0
        return settings.most if isinstance(settings.most, int) else LINES

    def progress(self) -> tuple[GroupProgress, ...]:
        """Every group with its turnout and the sheets keyed so far."""
        inputs = self.stage.inputs
        keyed, came = numbers_of(inputs, self.round), turnouts_of(inputs, self.round)
        return progress_of(self.stage.settings.groups, keyed, came)

    def free(self, group: GroupProgress) -> str:
        """The next sheet to key."""
        keyed = numbers_of(self.stage.inputs, self.round)
        is_through = self.stage.settings.numbering == "round"
        return first_free({n for g, own in keyed.items() for n in own if is_through or g == group.id})

    def rows(self, group: GroupProgress, number: str, typed: Mapping[str, str]) -> list[Ballot]:
        """The votes of one sheet; a sheet that says nothing is one row without a person."""
        signer = typed.get("signed|by", "") if self.stage.settings.signed else ""
        at = {"round": self.round, "group": group.id, "sheet": number, "signed_by": signer}
        rows = [
            Ballot.model_validate({**at, "post": c.post, "person": c.person, "mark": mark})
            for c in self.candidates
            if (mark := self._vote(c, typed.get(f"{c}|vote", "")))
        ]
        named = {"mark": self.stage.settings.names_for}
        rows += [
            Ballot.model_validate({**at, **named, "post": line.post, "person": line.person})
            for line in self._written(typed)
            if line.person
        ]
        return rows or [Ballot.model_validate(at)]

    def turnout(self, counts: Sequence[Mapping[str, str]]) -> list[GroupTurnout]:
        """Rows of the turnout."""
        return [GroupTurnout.model_validate({"round": self.round, **row}) for row in counts]

    def _digits(self) -> tuple[tuple[str, Text], ...]:
        """What each digit stands for."""
        if self.stage.settings.form == "naming":
            return (("1", NAMED),)
        return tuple((str(n), MARKS.say(mark)) for n, mark in enumerate(MARKS.words, start=1))

    def _mark(self, cell: str) -> str:
        """The vote that a cell stands for; anything but a digit is taken as written."""
        marks = list(MARKS.words)
        if self.stage.settings.form == "naming":
            return self.stage.settings.names_for if cell == "1" else cell
        return marks[int(cell) - 1] if cell.isdecimal() and 1 <= int(cell) <= len(marks) else cell

    def _vote(self, candidate: Candidate, cell: str) -> str:
        """The vote in a cell. Errors: Refused(vote_unread) for anything that is none."""
        if not cell:
            return ""
        mark = self._mark(cell)
        spoken = next((m for m, text in MARKS.words.items() if mark in (m, text.zh, text.en)), None)
        if spoken is None:
            name, known = self.stage.name(candidate.person), "、".join(key for key, _ in self._digits())
            raise Refused(
                "vote_unread",
                f"{name}：“{cell}”不是意见。",
                f"{name}: '{cell}' is no vote.",
                where=f"|{candidate}",
                remedy_zh=f"请按键 {known} 之一，或留空。",
                remedy_en=f"Key one of {known}, or leave it empty.",
            )
        return str(spoken)

    def _written(self, typed: Mapping[str, str]) -> list[Written]:
        posts = list(self.stage.slate.seats)
        only = posts[0] if len(posts) == 1 else ""
        return [
            Written(typed.get(f"+{n}|person", ""), typed.get(f"+{n}|post", only))
            for n in range(1, self.lines + 1)
        ]

    def grid(self, typed: Mapping[str, str], wrong: Mapping[str, Text]) -> list[GridRow]:
        """One line for each candidate."""
        return [
            GridRow(
                str(c),
                self.stage.name(c.person),
                (self.stage.post(c.post),),
                (("vote", VOTE, typed.get(f"{c}|vote", "")),),
                wrong.get(str(c)),
            )
            for c in self.candidates
        ]

    def line_of(self, refusal: Refused) -> str:
        """The candidate whom a refusal names, at the end of its place: post and person, or both in one."""
        *before, last = refusal.where.split("|")
        return f"{last}@{before[-1]}" if "@" not in last and before else last

    def shown(self, typed: Mapping[str, str]) -> dict[str, Any]:
        """What the page says of these sheets alone."""
        settings = self.stage.settings
        return {
            "dimensions": ({"title": VOTE},),
            "keys": self._digits(),
            "blank": NOT_NAMED if settings.form == "naming" else UNMARKED[settings.unmarked],
            "written": self._written(typed),
            "posts": [(post, self.stage.post(post)) for post in self.stage.slate.seats],
            "is_signed": settings.signed,
            "signer": typed.get("signed|by", ""),
        }
