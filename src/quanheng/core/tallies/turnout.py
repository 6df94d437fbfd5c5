"""Turnout (到会与票数): who should attend and came, sheets given out and returned, the base of a rate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from quanheng.core.language.scoring import Denominator
from quanheng.core.values import Refused


@dataclass(frozen=True, slots=True)
class Turnout:
    """The counts of one group or of a whole meeting."""

    should_attend: int = 0
    present: int = 0
    issued: int = 0
    returned: int = 0

    def plus(self, other: Turnout) -> Turnout:
        """Two groups counted together."""
        return Turnout(
            self.should_attend + other.should_attend,
            self.present + other.present,
            self.issued + other.issued,
            self.returned + other.returned,
        )

    def wrong(self, where: str = "") -> Refused | None:
        """A refusal when the counts contradict one another; more returned than issued voids the round."""
        if self.returned > self.issued:
            return Refused(
                "more_returned_than_issued",
                f"收回 {self.returned} 张，多于发出的 {self.issued} 张，本次投票无效。",
                f"{self.returned} sheets returned, {self.issued} issued: the round is void.",
                where=where,
                remedy_zh="请核对票数；属实的，应当重新组织测评。",
                remedy_en="Check the counts; if they are right, the round must be held again.",
            )
        counts = f"{self.should_attend}, {self.present}, {self.issued}"
        if self.present > self.should_attend or self.issued > self.present:
            return Refused(
                "turnout_contradicts_itself",
                f"应到、实到、发出依次为 {counts}：后者不能多于前者。",
                f"Due, present, issued are {counts}: none may exceed the one before.",
                where=where,
                remedy_zh="请核对签到与发票记录。",
                remedy_en="Check the attendance and issue records.",
            )
        return None


@dataclass(frozen=True, slots=True)
class Cast:
    """What the marks on one matter came to: those that decide, abstentions, invalid ones."""

    decided: int = 0
    abstained: int = 0
    invalid: int = 0

    def base(self, denominator: Denominator, turnout: Turnout) -> int:
        """The number that a rate is a share of."""
        return {
            "decided": self.decided,
            "valid": self.decided + self.abstained,
            "returned": max(turnout.returned, self.decided + self.abstained + self.invalid),
            "issued": turnout.issued,
            "present": turnout.present,
            "should_attend": turnout.should_attend,
        }[denominator]


def together(turnouts: Iterable[Turnout]) -> Turnout:
    """The counts of several groups added up."""
    whole = Turnout()
    for turnout in turnouts:
        whole = whole.plus(turnout)
    return whole
