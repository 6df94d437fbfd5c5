"""Issue a paper of a case (印发追责文书): drawn up for whoever reads the file; its digest is recorded."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction

from quanheng.actions.open_case import grounds
from quanheng.core.accountability.admission import refuse_concerned
from quanheng.core.accountability.case import Case
from quanheng.core.accountability.grounds import Ground
from quanheng.core.authority import Actor, require
from quanheng.core.values import Refused
from quanheng.core.workdays import Calendar
from quanheng.documents.case_papers import CASE_PAPERS, is_ready
from quanheng.documents.official import render
from quanheng.store.books import HOUSE, append, lock_book
from quanheng.store.cases import case_of


def ground_of(case: Case) -> Ground:
    """The ground on which a case was opened."""
    return next(g for g in grounds() if g.id == case.opening.ground)


def issue_case_paper(actor: Actor, code: str, paper: str, at: datetime) -> bytes:
    """Draw up a paper of a case and record that it went out; the file.

    Errors: Refused by authority, by recusal, for a paper that there is none of yet.
    """
    require(actor, "issue_case_paper")
    with transaction.atomic():
        lock_book(HOUSE)
        case = case_of(code)
        refuse_concerned(case, actor.person)
        if paper not in CASE_PAPERS or not is_ready(case, paper):
            raise Refused(
                "unknown_paper",
                f"案件 {code} 还没有文书“{paper}”。",
                f"Case {code} has no paper '{paper}' yet.",
                where=code,
                remedy_zh="决定书在作出决定之后形成。",
                remedy_en="The decision is drawn up once it was taken.",
            )
        content = render(CASE_PAPERS[paper].write(case, ground_of(case), Calendar()))
        append(
            HOUSE,
            at=at,
            actor=actor.account,
            act="issue_case_paper",
            subject=code,
            body={"case": code, "paper": paper, "document": hashlib.sha256(content).hexdigest()},
        )
    return content
