"""Check the archive (核对档案): findings are worked out anew, and one may be noted as verified."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from quanheng.core.authority import Actor, require
from quanheng.core.values import Refused
from quanheng.store.books import HOUSE, append, lock_book
from quanheng.store.findings import check_people, finding_of, kind_counts, settle

LONGEST_REASON = 500


def check_archive(actor: Actor, at: datetime) -> int:
    """Check everybody by the day of `at`; how many people were checked. Errors: Refused by authority."""
    require(actor, "check_archive")
    with transaction.atomic():
        lock_book(HOUSE)
        count = check_people(at.date(), at)
        found = {f"{severity}.{code}": n for severity, code, n in kind_counts()}
        body = {"people": count, "findings": found}
        append(HOUSE, at=at, actor=actor.account, act="check_archive", subject="roster", body=body)
    return count


def settle_finding(actor: Actor, person: str, mark: str, reason: str, at: datetime) -> None:
    """Note that a finding was verified and why it stands; it comes up again once its facts change.

    Errors: Refused by authority; Refused(reason_missing, finding_gone).
    """
    require(actor, "settle_finding")
    said = reason.strip()[:LONGEST_REASON]
    if not said:
        raise Refused(
            "reason_missing",
            "没有写明核实情况。",
            "What was verified is not said.",
            where="reason",
            remedy_zh="请写明核实的依据，例如查阅了哪份材料。",
            remedy_en="Say what it was verified by, such as the paper that was read.",
        )
    with transaction.atomic():
        lock_book(HOUSE)
        found = finding_of(person, mark)
        if found is None:
            raise Refused(
                "finding_gone",
                "这条核对提示已不存在，或已核实。",
                "This finding is there no more, or was verified already.",
                where=person,
                remedy_zh="请刷新核对提示。",
                remedy_en="Reload the findings.",
            )
        settle(found, said, actor.account, at)
        body = {"finding": found.code, "severity": found.severity, "mark": mark, "text": found.text_zh}
        append(
            HOUSE,
            at=at,
            actor=actor.account,
            act="settle_finding",
            subject=person,
            body={**body, "reason": said},
        )
