"""Review a plan (方案报批): submitted to a body, commented on by place, returned or approved."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from quanheng.actions.regulation_files import load_catalogue
from quanheng.core.authority import Actor, require
from quanheng.core.plans.approval import BODIES, require_body
from quanheng.core.plans.lint import check_plan
from quanheng.core.plans.reading import Path, read_plan
from quanheng.core.values import Refused
from quanheng.store.books import HOUSE, append, lock_book
from quanheng.store.models import PlanReview, PlanVersion
from quanheng.store.plan_reviews import decide_review, open_review, submit_version, write_comment


def submit_plan(actor: Actor, version: PlanVersion, body: str, message: str, at: datetime) -> None:
    """Hand a version to a body for approval; where the plan names one, to that.

    Errors: Refused by authority, for another body than the plan's, for a version under review, for a plan
    with errors.
    """
    require(actor, "submit_plan")
    read = read_plan(version.text)
    asked = read.plan.approval.by if read.plan.approval else body
    if body not in BODIES or body != asked:
        raise _another_body(read.place(("approval", "by")).line, asked, body)
    errors = [c for c in check_plan(read, load_catalogue()) if c.level == "error" and c.confirmed is None]
    if errors:
        raise Refused(
            "plan_has_errors",
            f"方案还有 {len(errors)} 处错误，不能报批：第 {errors[0].place.line} 行 {errors[0].text.zh}",
            f"The plan has {len(errors)} errors: line {errors[0].place.line}: {errors[0].text.say('en')}",
            where=version.plan,
            remedy_zh="请先改正，另存一版再报。",
            remedy_en="Mend them, save a version and submit that.",
        )
    with transaction.atomic():
        lock_book(HOUSE)
        if open_review(version) is not None:
            raise Refused(
                "under_review",
                "这一版正在审批。",
                "This version is under review.",
                where=f"{version.plan}/{version.number}",
                remedy_zh="请等审批结果；要改的，改好另存一版再报。",
                remedy_en="Wait for the decision; to change it, save another version and submit that.",
            )
        submit_version(version, body, message.strip(), actor.account, at)
        _record(actor, "submit_plan", version, at, {"body": body, "message": message.strip()})


def comment_plan(actor: Actor, version: PlanVersion, path: Path, text: str, at: datetime) -> None:
    """Say something about one place of a version under review. Errors: Refused."""
    require(actor, "comment_plan")
    _require_words(text, "意见不能为空。", "A comment says something.")
    line = read_plan(version.text).place(path).line
    with transaction.atomic():
        lock_book(HOUSE)
        write_comment(_under_review(version), path, line, text.strip(), actor.account, at)
        where = ".".join(map(str, path))
        _record(actor, "comment_plan", version, at, {"path": where, "line": line, "text": text.strip()})


def return_plan(actor: Actor, version: PlanVersion, decision: str, at: datetime) -> None:
    """Send a version back with what is to be mended. Errors: Refused."""
    _require_words(decision, "退回须写明意见。", "Say what is to be mended.")
    _decide(actor, "return_plan", version, "returned", decision, at)


def approve_plan(actor: Actor, version: PlanVersion, decision: str, at: datetime) -> None:
    """Approve a version; runs may start from it. Errors: Refused."""
    _decide(actor, "approve_plan", version, "approved", decision, at)


def _decide(actor: Actor, act: str, version: PlanVersion, state: str, decision: str, at: datetime) -> None:
    require(actor, act)
    with transaction.atomic():
        lock_book(HOUSE)
        review = _under_review(version)
        involved = frozenset({review.submitted_by, version.saved_by})
        require_body(actor, act, review.body, involved, read_plan(version.text), load_catalogue())
        decide_review(review, state, decision.strip(), actor.account, at)
        _record(actor, act, version, at, {"body": review.body, "decision": decision.strip()})


def _under_review(version: PlanVersion) -> PlanReview:
    review = open_review(version)
    if review is None:
        raise Refused(
            "nothing_to_review",
            "这一版没有在审批。",
            "This version is not under review.",
            where=f"{version.plan}/{version.number}",
            remedy_zh="已批准的不再改动；被退回的，改好另存一版再报。",
            remedy_en="An approved version does not change; a returned one is mended and submitted anew.",
        )
    return review


def _another_body(line: int, asked: str, body: str) -> Refused:
    title = BODIES[asked].title if asked in BODIES else None
    return Refused(
        "another_body",
        f"方案第 {line} 行写明报“{title.zh}”批准，不能报别处。" if title else "请选择由谁批准。",
        f"Line {line} names '{title.say('en')}'; it cannot go elsewhere."
        if title
        else "Say who approves it.",
        where=body,
        remedy_zh="按方案报送；要改由他处批准的，先改方案。",
        remedy_en="Submit it as the plan says, or change the plan first.",
    )


def _require_words(text: str, zh: str, en: str) -> None:
    if not text.strip():
        raise Refused("comment_missing", zh, en, where="text", remedy_zh="请填写。", remedy_en="Fill it in.")


def _record(actor: Actor, act: str, version: PlanVersion, at: datetime, more: dict[str, object]) -> None:
    body = {"plan": version.plan, "number": version.number, "digest": version.digest, **more}
    append(HOUSE, at=at, actor=actor.account, act=act, subject=version.plan, body=body)
