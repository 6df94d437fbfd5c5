"""Replace a template (更换文书模板): an office's own DOCX instead of the built-in one, and back again."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction

from quanheng.actions.paper_templates import current_templates
from quanheng.core.authority import Actor, require
from quanheng.core.values import Refused, RefusedMany
from quanheng.documents.drawing import built_in
from quanheng.documents.papers.kind import PaperKind
from quanheng.documents.registry import paper_kind
from quanheng.documents.templates.checking import TemplateFault, template_faults
from quanheng.store.books import HOUSE, append, lock_book
from quanheng.store.paper_templates import KeptTemplate, keep_template, template_versions


def check_template(actor: Actor, paper: str, content: bytes) -> tuple[TemplateFault, ...]:
    """What is wrong with a template; nothing is kept.

    Errors: Refused by authority, for an unknown paper, for a file that is not read at all.
    """
    require(actor, "replace_template")
    return template_faults(content, paper_kind(paper).fields)


def replace_template(actor: Actor, paper: str, name: str, content: bytes, at: datetime) -> KeptTemplate:
    """Put a template in force; from now on papers of its kind are drawn with it.

    Errors: Refused by authority; RefusedMany naming every fault; Refused(same_template).
    """
    faults = check_template(actor, paper, content)
    if faults:
        raise RefusedMany(fault.refusal() for fault in faults)
    return _put_in_force(actor, paper_kind(paper), name, content, at)


def restore_template(actor: Actor, paper: str, at: datetime) -> KeptTemplate:
    """Put the built-in template back in force. Errors: Refused by authority; Refused(same_template)."""
    require(actor, "replace_template")
    return _put_in_force(actor, paper_kind(paper), "", None, at)


def reuse_template(actor: Actor, paper: str, version: int, at: datetime) -> KeptTemplate:
    """Put an earlier version in force again. Errors: Refused by authority; Refused(unknown_version)."""
    require(actor, "replace_template")
    found = next((t for t in template_versions(paper_kind(paper).id) if t.version == version), None)
    if found is None:
        raise Refused(
            "unknown_version",
            f"没有第 {version} 版模板。",
            f"There is no version {version} of the template.",
            where=paper,
            remedy_zh="请刷新页面后再选。",
            remedy_en="Reload the page and choose again.",
        )
    if found.content is None:
        return restore_template(actor, paper, at)
    return replace_template(actor, paper, found.name, found.content, at)


def _put_in_force(
    actor: Actor, kind: PaperKind, name: str, content: bytes | None, at: datetime
) -> KeptTemplate:
    with transaction.atomic():
        lock_book(HOUSE)
        before = current_templates().template(kind.id)
        new = built_in(kind.id).content if content is None else content
        digest = hashlib.sha256(new).hexdigest()
        if before.digest == digest:
            raise Refused(
                "same_template",
                "这份模板就是现行模板，没有变化。",
                "This template is the one in force already.",
                where=kind.title.zh,
                remedy_zh="不必再次更换。",
                remedy_en="There is nothing to replace.",
            )
        kept = keep_template(kind.id, name, content, digest, actor.account, at)
        body = {
            "paper": kind.id,
            "version": kept.version,
            "built_in": content is None,
            "file": kept.name,
            "bytes": len(new),
            "template": digest,
            "before": before.digest,
        }
        append(HOUSE, at=at, actor=actor.account, act="replace_template", subject=kind.id, body=body)
    return kept
