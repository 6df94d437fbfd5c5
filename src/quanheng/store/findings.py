"""Findings of the archive (核对结果): kept with when they were worked out, and which were verified."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Count, F, Max, Min, Q, QuerySet

from quanheng.core.form.person_findings import findings_of
from quanheng.core.roster_difference import TableChange, person_of
from quanheng.core.values import Text
from quanheng.store import models
from quanheng.store.dossiers import Dossier, dossiers_of

BATCH = 500
JUDGED = ("educations", "tenures", "appraisals")
"""The histories that findings look at."""
AT_ONCE = 500
"""People whose findings are worked out again within the act that changes them."""


def check_people(as_of: date, at: datetime, codes: Sequence[str] | None = None) -> int:
    """Work the findings of people out anew, of everybody where none are named; how many people were checked.

    Shapes: what was verified stays verified as long as the facts that a finding rests on are the same.
    """
    for model in (models.PersonCheck, models.ArchiveFinding):
        known = model._default_manager.all()
        (known if codes is None else known.filter(person__in=codes)).delete()
    settled = set(models.SettledFinding.objects.values_list("person", "mark"))
    count = 0
    waiting_checks: list[models.PersonCheck] = []
    waiting: list[models.ArchiveFinding] = []
    for dossier in dossiers_of(codes, JUDGED):
        count += 1
        found = _rows(dossier, as_of, settled)
        waiting += found
        waiting_checks.append(_check(dossier.person.id, found, as_of, at))
        if len(waiting_checks) >= BATCH:
            _write(waiting_checks, waiting)
    _write(waiting_checks, waiting)
    return count


def follow_changes(changes: Iterable[TableChange], at: datetime) -> None:
    """Keep the findings true to rows that were just written, once the archive was checked at all.

    Shapes: a few people are checked at once; of many the findings go, and they count as not checked.
    """
    if not models.PersonCheck.objects.exists():
        return
    codes = {
        person_of(change.table, row)
        for change in changes
        for row in (*change.new, *(after for *_, after in change.changed), *(row for _, row in change.gone))
    }
    people = sorted(codes - {""})
    if len(people) <= AT_ONCE:
        check_people(at.date(), at, people)
        return
    for start in range(0, len(people), BATCH):
        part = people[start : start + BATCH]
        for model in (models.PersonCheck, models.ArchiveFinding):
            model._default_manager.filter(person__in=part).delete()


def _rows(dossier: Dossier, as_of: date, settled: set[tuple[str, str]]) -> list[models.ArchiveFinding]:
    code = dossier.person.id
    return [
        models.ArchiveFinding(
            person=code,
            severity=f.severity,
            code=f.code,
            table=f.table,
            text_zh=f.text.zh,
            text_en=f.text.say("en"),
            mark=f.mark,
            is_settled=(code, f.mark) in settled,
        )
        for f in findings_of(dossier.person, as_of, dossier.id_number)
    ]


def _check(
    code: str, found: Sequence[models.ArchiveFinding], as_of: date, at: datetime
) -> models.PersonCheck:
    open_now = Counter(f.severity for f in found if not f.is_settled)
    counts = {f"{severity}s": open_now[severity] for severity in ("error", "warning", "note")}
    return models.PersonCheck(person=code, as_of=as_of, checked_at=at, **counts)


def _write(checks: list[models.PersonCheck], findings: list[models.ArchiveFinding]) -> None:
    models.PersonCheck.objects.bulk_create(checks, batch_size=BATCH)
    models.ArchiveFinding.objects.bulk_create(findings, batch_size=BATCH)
    checks.clear()
    findings.clear()


def settle(found: models.ArchiveFinding, reason: str, by: str, at: datetime) -> None:
    """Note that a finding was verified: it counts no more until its facts change."""
    models.SettledFinding.objects.create(
        person=found.person,
        mark=found.mark,
        code=found.code,
        text_zh=found.text_zh,
        text_en=found.text_en,
        reason=reason,
        settled_by=by,
        settled_at=at,
    )
    same = models.ArchiveFinding.objects.filter(person=found.person, mark=found.mark, is_settled=False)
    gone = same.update(is_settled=True)
    column = f"{found.severity}s"
    models.PersonCheck.objects.filter(person=found.person).update(**{column: F(column) - gone})


@dataclass(frozen=True, slots=True)
class LastCheck:
    """When the archive was last checked: the oldest of all people's checks, by which day, how many people.

    Shapes: `unchecked` counts people who came into the archive since.
    """

    checked_at: datetime | None
    as_of: date | None
    people: int
    unchecked: int


def last_check() -> LastCheck:
    """When what the findings say was worked out."""
    told = models.PersonCheck.objects.aggregate(at=Min("checked_at"), as_of=Max("as_of"), n=Count("pk"))
    return LastCheck(told["at"], told["as_of"], told["n"], max(0, models.Person.objects.count() - told["n"]))


def people_with_findings(
    severities: Sequence[str] = ("error", "warning"),
) -> QuerySet[models.PersonCheck, str]:
    """The codes of people who have an open finding of one of these severities, to narrow a list by."""
    wanted = Q(pk__in=())
    for severity in severities:
        wanted |= Q(**{f"{severity}s__gt": 0})
    return models.PersonCheck.objects.filter(wanted).values_list("person", flat=True)


def counts_of(codes: Sequence[str]) -> Mapping[str, tuple[int, int, int]]:
    """Open errors, warnings and notes by person; people who were never checked are left out."""
    found = models.PersonCheck.objects.filter(person__in=codes)
    return {c.person: (c.errors, c.warnings, c.notes) for c in found}


def findings(
    severity: str = "", code: str = "", words: str = "", person: str = "", settled: bool = False
) -> QuerySet[models.ArchiveFinding]:
    """The findings of the last check, narrowed, by person and in the order in which they are told."""
    found = models.ArchiveFinding.objects.filter(is_settled=settled).order_by("person", "pk")
    if severity:
        found = found.filter(severity=severity)
    if code:
        found = found.filter(code=code)
    if person:
        found = found.filter(person=person)
    if words:
        people = models.Person.objects.filter(Q(name__icontains=words) | Q(code__iexact=words))
        found = found.filter(person__in=people.values("code"))
    return found


def kind_counts() -> list[tuple[str, str, int]]:
    """How many findings are open of each severity and kind."""
    counted = models.ArchiveFinding.objects.filter(is_settled=False).values("severity", "code")
    return [
        (r["severity"], r["code"], r["n"]) for r in counted.annotate(n=Count("pk")).order_by("-n", "code")
    ]


def settled_findings(person: str) -> list[models.SettledFinding]:
    """What was verified about a person, newest first."""
    return list(models.SettledFinding.objects.filter(person=person).order_by("-settled_at", "-pk"))


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding in a list, and how it was verified where it was."""

    person: str
    name: str
    severity: str
    code: str
    table: str
    text: Text
    mark: str
    reason: str = ""
    settled_by: str = ""
    settled_at: datetime | None = None


def lines_of(some: Iterable[models.ArchiveFinding]) -> list[FindingLine]:
    """Findings with the names of their people, and who verified them and how."""
    found = list(some)
    people = {finding.person for finding in found}
    names = dict(models.Person.objects.filter(code__in=people).values_list("code", "name"))
    marks = {f.mark for f in found if f.is_settled}
    settled = {(s.person, s.mark): s for s in models.SettledFinding.objects.filter(mark__in=marks)}
    return [_line(f, names.get(f.person, f.person), settled.get((f.person, f.mark))) for f in found]


def _line(f: models.ArchiveFinding, name: str, settled: models.SettledFinding | None) -> FindingLine:
    text = Text(f.text_zh, f.text_en)
    line = FindingLine(f.person, name, f.severity, f.code, f.table, text, f.mark)
    if settled is None:
        return line
    return replace(line, reason=settled.reason, settled_by=settled.settled_by, settled_at=settled.settled_at)


def finding_of(person: str, mark: str) -> models.ArchiveFinding | None:
    """One open finding of the last check."""
    return models.ArchiveFinding.objects.filter(person=person, mark=mark, is_settled=False).first()
