"""Signed sheets (署名推荐票): one signer a sheet and one sheet a signer, where the plan wants names."""

from __future__ import annotations

from collections.abc import Iterable

from quanheng.core.stages.recommendation.tables import Ballot
from quanheng.core.values import Refused


class Signatures:
    """Who signed which sheet, in each round; a row that fits is taken down."""

    def __init__(self, signed: bool, rows: Iterable[Ballot]) -> None:
        self.signed = signed
        self.signers: dict[tuple[int, str, str], str] = {}
        self.sheets: dict[tuple[int, str], tuple[int, str, str]] = {}
        for row in rows:
            self.refused(row)

    def refused(self, row: Ballot) -> Refused | None:
        """Why a row may not stand: a name missing, or where none belongs, or two names, or two sheets."""
        if self.signed != bool(row.signed_by):
            if self.signed:
                return _refused(
                    row, "sheet_not_signed", "方案要求署名，票上没有署名", "the plan wants it signed"
                )
            return _refused(row, "sheet_signed", "无记名的票不得署名", "a secret sheet bears no name")
        if not self.signed:
            return None
        sheet = row.round, row.group, row.sheet
        if self.signers.setdefault(sheet, row.signed_by) != row.signed_by:
            return _refused(row, "two_signers", "同一张票署了两个名字", "two names on one sheet")
        if self.sheets.setdefault((row.round, row.signed_by), sheet) != sheet:
            return _refused(row, "signed_twice", "此人已署名另一张票", "signed another sheet already")
        return None


def _refused(row: Ballot, code: str, zh: str, en: str) -> Refused:
    who = row.signed_by or row.sheet
    return Refused(
        code,
        f"{who}：{zh}。",
        f"{who}: {en}.",
        where=row.key(),
        remedy_zh="请核对原票。",
        remedy_en="Check the sheet itself.",
    )
