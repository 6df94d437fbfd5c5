"""Score sheets (评分表): how they come in, and that a second person has keyed them to the same total."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from quanheng.core.inputs import Due, Inputs
from quanheng.core.scoring.scores import plain
from quanheng.core.values import Refused, Text

Entry = Literal["either", "paper", "paper_twice"]
"""How marks come in: by the judges themselves or from paper; from paper alone; from paper, keyed by two."""


def refused_own(entry: Entry, where: str, inputs: Inputs) -> Refused | None:
    """A refusal of marks that a judge enters for themselves where the plan takes paper sheets alone."""
    if entry == "either" or inputs.own_at is None:
        return None
    return Refused(
        "paper_sheets_only",
        "方案规定评分表由工作人员据纸质表录入，评委不在线上打分。",
        "By the plan sheets are on paper and keyed by the staff; judges do not mark online.",
        where=where,
        remedy_zh="请在纸质评分表上打分、签名，交工作人员录入。",
        remedy_en="Mark and sign the paper sheet, and hand it to the staff.",
    )


def refused_check(where: str, total: Decimal, marks: Mapping[str, Decimal], wanted: int) -> Refused | None:
    """A refusal of a second keying whose sheet is not whole yet, or says another total."""
    if len(marks) < wanted:
        return Refused(
            "sheet_not_whole",
            f"这张评分表还缺 {wanted - len(marks)} 项，不能复核。",
            f"The sheet still lacks {wanted - len(marks)} marks and cannot be checked.",
            where=where,
            remedy_zh="请先由第一人录完。",
            remedy_en="Let the first person key it whole.",
        )
    held = sum(marks.values(), Decimal(0))
    if total == held:
        return None
    return Refused(
        "keyed_differently",
        f"第一人录入合计 {plain(held)}，复核为 {plain(total)}，两次不一致。",
        f"First keyed as {plain(held)}, now as {plain(total)}: they differ.",
        where=where,
        remedy_zh="请两人一起核对纸质评分表，改正录错的一处后再复核。",
        remedy_en="Look at the paper together, mend what is wrong, then check again.",
    )


def check_due(judge: str, person: str, inputs: Inputs) -> Due:
    """A sheet from paper that no second person has keyed to the same total."""
    one, other = inputs.name_of(judge), inputs.name_of(person)
    text = Text(
        f"评委{one}对{other}的评分表须另一人复核",
        f"judge {one}'s sheet on {other}: a second person must key it",
    )
    return Due(text, "checks", person, judge)
