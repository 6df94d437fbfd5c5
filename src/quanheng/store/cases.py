"""Cases (追责案件) in the database: frozen facts under their digest, and every step in its order."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import cast

from pydantic import TypeAdapter

from quanheng.core.accountability.case import Case, CaseFacts, Step
from quanheng.core.accountability.steps import STEPS, Opening, StepKind
from quanheng.core.inputs import Row
from quanheng.core.stages.nomination.tables import Accountability
from quanheng.core.values import Refused
from quanheng.store import models

FACTS = TypeAdapter(CaseFacts)


def digest_of_facts(payload: str) -> str:
    """SHA-256 of the facts as they are kept."""
    return hashlib.sha256(payload.encode()).hexdigest()


def next_code(year: int) -> str:
    """The code of the next case of a year."""
    return f"{year}-{models.AccountabilityCase.objects.filter(code__startswith=f'{year}-').count() + 1:03}"


def keep_case(
    code: str, facts: CaseFacts, opening: Opening, rules: Accountability, by: str, at: datetime
) -> str:
    """Keep a case for good; the digest of its facts."""
    payload = FACTS.dump_json(facts).decode()
    digest = digest_of_facts(payload)
    models.AccountabilityCase.objects.create(
        code=code,
        run=facts.run,
        person=facts.candidate.person,
        post=facts.candidate.post,
        opening=opening.model_dump_json(),
        facts=payload,
        digest=digest,
        rules=rules.model_dump_json(by_alias=True),
        opened_by=by,
        opened_on=at.date(),
        opened_at=at,
    )
    return digest


def keep_step(code: str, kind: StepKind, row: Row, by: str, at: datetime) -> str:
    """Keep a step for good; its digest."""
    payload = row.model_dump_json()
    case = models.AccountabilityCase.objects.get(code=code)
    models.CaseStep.objects.create(case=case, kind=kind, payload=payload, entered_by=by, entered_at=at)
    return hashlib.sha256(payload.encode()).hexdigest()


def case_of(code: str) -> Case:
    """A case as it stands. Errors: Refused(unknown_case)."""
    found = models.AccountabilityCase.objects.filter(code=code).prefetch_related("steps").first()
    if found is None:
        raise Refused(
            "unknown_case",
            f"没有编号为“{code}”的案件。",
            f"There is no case '{code}'.",
            where=code,
            remedy_zh="请从案件列表中选择。",
            remedy_en="Choose one from the list of cases.",
        )
    return _case(found)


def all_cases() -> list[Case]:
    """Every case, the newest first."""
    found = models.AccountabilityCase.objects.prefetch_related("steps").order_by("-opened_at", "-pk")
    return [_case(row) for row in found]


def opened_at() -> dict[str, datetime]:
    """The instant at which each case was opened, by its code."""
    return dict(models.AccountabilityCase.objects.values_list("code", "opened_at"))


def has_case(run: str, person: str, post: str) -> list[str]:
    """The codes of the cases about one nomination."""
    found = models.AccountabilityCase.objects.filter(run=run, person=person, post=post)
    return list(found.order_by("pk").values_list("code", flat=True))


def is_as_frozen(code: str) -> bool:
    """Whether the facts of a case still give the digest that they were frozen under."""
    facts, digest = models.AccountabilityCase.objects.values_list("facts", "digest").get(code=code)
    return digest_of_facts(facts) == digest


def outcome_digests(run: str) -> dict[str, str]:
    """The digest of every closed stage's outcome."""
    closed = models.StageClosing.objects.filter(run__code=run, voided_at=None)
    return dict(closed.values_list("stage", "outcome"))


def _case(found: models.AccountabilityCase) -> Case:
    return Case(
        code=found.code,
        opening=Opening.model_validate_json(found.opening),
        opened_by=found.opened_by,
        opened_on=found.opened_on,
        facts=FACTS.validate_json(found.facts),
        digest=found.digest,
        rules=Accountability.model_validate_json(found.rules),
        steps=tuple(_steps(found.steps.all())),
    )


def _steps(rows: Iterable[models.CaseStep]) -> Iterable[Step]:
    for row in sorted(rows, key=lambda r: r.pk):
        kind = cast(StepKind, row.kind)
        made = STEPS[kind].row.model_validate_json(row.payload)
        yield Step(kind, made, row.entered_by, row.entered_at)
