"""Faults (问题): what is wrong with a ballot or a board, in words.

Shapes: the browser's recount says the same words; numbers stand in braces.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from quanheng.core.values import Text


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that does not hold. Shapes: `where` names the line, the style, or the ballot by its code."""

    code: str
    text: Text
    where: str = ""


def fault(code: str, where: str = "", **facts: object) -> Fault:
    """A fault in its words, with its numbers filled in."""
    words = WORDS[code]
    return Fault(code, Text(words.zh.format(**facts), words.en.format(**facts)), where)


WORDS: Final[Mapping[str, Text]] = {
    "ballot_body": Text("选票内容不是规范写法", "the body is not in canonical form"),
    "ballot_election": Text("选票属于另一次投票", "it belongs to another election"),
    "ballot_style": Text("没有这一票种", "there is no such ballot style"),
    "ballot_marks": Text("选票与票面不符", "a cell or an answer is missing, or not of the form"),
    "ballot_credential": Text(
        "选票凭证无效：未经全部发证方签发，也不在印制票清单上",
        "the credential is not valid: not signed by every issuer, nor among the printed slips",
    ),
    "ballot_signature": Text("选票签名不符", "the ballot's signature does not hold"),
    "ballot_unreadable": Text("选票不可读", "not a ballot"),
    "line_unreadable": Text("此行不是公示板的内容", "not a line of a board"),
    "line_number": Text(
        "此处却是第 {found} 行：有缺失、重复或调换", "line {found} stands here: missing, repeated or moved"
    ),
    "line_chain": Text("与前一行的摘要不符", "it does not carry the hash of the line before"),
    "line_order": Text("“{event}”不应出现在此处", "'{event}' does not belong here"),
    "line_body": Text("“{event}”的内容不可用", "the body of '{event}' cannot be used"),
    "head": Text(
        "给定的首码不是其中任何一行的：请先核对抄录；抄录无误的，说明公示板被改写或截断",
        "no line has the head given: check how it was copied; else the board was rewritten or cut off",
    ),
    "not_opened": Text("公示板没有开启记录", "the board does not open"),
    "not_closed": Text("公示板没有截止记录", "the board does not close"),
    "credential_twice": Text("同一凭证投了两张票", "one credential, two ballots"),
    "ballots_order": Text("选票未按摘要排序", "ballots are not in order of their hashes"),
    "batch_order": Text("一批摘要未排序，显出了先后", "a batch is not in order: it shows who came first"),
    "batch_small": Text("一批只有 {found} 张，少于 {least} 张", "a batch of {found}, fewer than {least}"),
    "listed_twice": Text("同一选票列了两次", "a ballot is listed twice"),
    "not_listed": Text("截止前未列出的票", "it was not listed before the close"),
    "missing": Text("已列出的票没有公布内容", "it was listed, but is not published"),
    "missing_count": Text(
        "列出而未公布的 {missing} 张，因票数过少不公布的应为 {sealed} 张",
        "{missing} listed but not published; {sealed} stay sealed because they are few",
    ),
    "void_unknown": Text("作废的不是印制票，或作废了两次", "what was voided is no slip, or voided twice"),
    "void_used": Text("已作废的票又投了票", "a voided slip voted"),
    "void_count": Text("作废 {void} 张，列出 {listed} 张", "{void} void, {listed} listed"),
    "counts_styles": Text("截止时的票种与开启时不符", "the close counts other styles than were opened"),
    "balance": Text(
        "发出 {issued} ≠ 收回 {returned} + 未投 {unused} + 作废 {void}",
        "issued {issued} is not returned {returned} + unused {unused} + void {void}",
    ),
    "slips_issued": Text(
        "发出 {issued} 张，印制票清单有 {slips} 张", "{issued} issued, {slips} slips are committed"
    ),
    "issued_beyond": Text(
        "发出（不计作废）{given} 张，多于投票人 {voters} 人",
        "{given} given out to {voters} voters",
    ),
    "returned_listed": Text(
        "收回共 {returned} 张，摘要列出 {listed} 张", "{returned} returned in all, {listed} listed"
    ),
    "returned_published": Text(
        "收回 {returned} 张，公布 {published} 张", "{returned} returned, {published} published"
    ),
    "published_too_few": Text("票数过少，不得公布内容", "too few ballots to be published"),
    "result": Text("公布的结果与选票不符", "the published result is not what the ballots say"),
}
