"""Templates of papers as kept (文书模板): every version stays, the newest of a paper is in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from quanheng.store import models


@dataclass(frozen=True, slots=True)
class KeptTemplate:
    """One version. Shapes: `content` is None where the built-in template was put back."""

    paper: str
    version: int
    name: str
    content: bytes | None
    digest: str
    put_in_force_by: str
    put_in_force_at: datetime


def templates_in_force() -> tuple[KeptTemplate, ...]:
    """The newest version of every paper that has any."""
    newest: dict[str, int] = {}
    for paper, version in models.PaperTemplate.objects.order_by("version").values_list("paper", "version"):
        newest[paper] = version
    found = [models.PaperTemplate.objects.get(paper=p, version=v) for p, v in newest.items()]
    return tuple(_value(row) for row in found)


def template_versions(paper: str) -> Sequence[KeptTemplate]:
    """Every version of a paper's template, newest first."""
    return [_value(row) for row in models.PaperTemplate.objects.filter(paper=paper).order_by("-version")]


def keep_template(
    paper: str, name: str, content: bytes | None, digest: str, by: str, at: datetime
) -> KeptTemplate:
    """Put a version in force; those before it stay."""
    last = models.PaperTemplate.objects.filter(paper=paper).order_by("-version").first()
    row = models.PaperTemplate.objects.create(
        paper=paper,
        version=last.version + 1 if last else 1,
        name=name[:200],
        content=content,
        digest=digest,
        put_in_force_by=by,
        put_in_force_at=at,
    )
    return _value(row)


def _value(row: models.PaperTemplate) -> KeptTemplate:
    content = None if row.content is None else bytes(row.content)
    return KeptTemplate(
        row.paper, row.version, row.name, content, row.digest, row.put_in_force_by, row.put_in_force_at
    )
