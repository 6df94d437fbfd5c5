"""What an alert is (预警): its kind, whom it is about, what it rests on, and how grave its rules make it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from quanheng.core.authority import Actor
from quanheng.core.field_policy import sight
from quanheng.core.regulations import Catalogue, may_be_error
from quanheng.core.values import Text

Severity = Literal["error", "warning", "note"]
State = Literal["open", "explained", "closed"]

SEVERITIES: Mapping[Severity, Text] = {
    "error": Text("违规", "Against a rule"),
    "warning": Text("须核查", "To be examined"),
    "note": Text("提示", "Note"),
}
STATES: Mapping[State, Text] = {
    "open": Text("待说明", "Open"),
    "explained": Text("已说明", "Explained"),
    "closed": Text("已核销", "Closed"),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of alert: the rules behind it and the facts of the archive that it gives away.

    Shapes: `facts` are names of the field policy; `is_sign` marks a count that is a sign of a breach and
    never one by itself, so that it is at most a warning.
    """

    code: str
    title: Text
    rules: tuple[str, ...]
    facts: frozenset[str]
    is_sign: bool = False


KINDS: Mapping[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind("mass_promotion", Text("突击提拔", "Sudden mass promotion"),
             ("TL19-58-8", "JD-rep-01", "JD-rep-02"), frozenset({"tenures"}), is_sign=True),
        Kind("over_establishment", Text("超职数", "Over establishment"),
             ("CSL-43", "BZ-26", "TL19-58-1"), frozenset({"establishments", "tenures"})),
        Kind("sanction_period", Text("影响期内提拔", "Promoted within the effect of a sanction"),
             ("TL19-24-6", "CSL-64a", "CF-9", "TX-6"), frozenset({"sanctions", "tenures"})),
        Kind("relatives", Text("近亲属任职回避", "Relatives in one unit"),
             ("CSL-74", "HB20-6", "TL19-52-1", "TL19-52-2"), frozenset({"relations", "tenures"})),
        Kind("notice_short", Text("公示期不足", "Public notice too short"),
             ("TL19-42-1", "TL19-42-2"), frozenset()),
        Kind("skipped_level", Text("越级提拔", "Skipped level"),
             ("TL19-09-1", "CSL-45", "JD-rep-05"), frozenset({"tenures"})),
        Kind("short_tenure", Text("任职年限不足", "Promoted with too short a tenure"),
             ("TL19-08-3a", "TL19-08-3b", "LD-T1", "LD-T2", "LD-T3", "LD-T4"), frozenset({"tenures"})),
        Kind("close_promoted", Text("身边人员提拔", "Relatives and close staff promoted"),
             ("JD-rep-06", "JD-rep-07", "TL19-58-9"), frozenset({"relations", "tenures"}), is_sign=True),
        Kind("term_overrun", Text("任期超限", "Term overrun"),
             ("RQ-06", "RQ-07", "TL19-51-1", "RQ-03"), frozenset({"tenures"})),
        Kind("archive_doubt", Text("档案存疑", "Doubts in the archive"),
             ("TL19-37-5", "FD-4-a", "SL6-2"), frozenset({"findings"})),
        Kind("personal_matters", Text("个人有关事项不一致", "Personal matters do not agree"),
             ("TL19-37-3", "FD-4-b", "SX-02"), frozenset({"family"})),
    )
}  # fmt: skip
"""Every kind of alert, listed by hand."""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One fact that an alert rests on: who, in which post, when; it opens the person or the run."""

    text: Text
    person: str = ""
    name: str = ""
    run: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Alert:
    """Something that calls for an explanation.

    Shapes: `subject` tells alerts of one kind apart; `rules` are those of its kind that apply; `run` is set
    where it concerns one run; `is_by_reference` where a rule is followed without binding (参照执行).
    """

    kind: str
    subject: str
    text: Text
    exhibits: tuple[Exhibit, ...]
    rules: tuple[str, ...]
    on: date
    run: str = ""
    is_by_reference: bool = False

    @property
    def key(self) -> str:
        """What names the alert as long as it is about the same matter."""
        return hashlib.sha256(f"{self.kind}\x1f{self.subject}\x1f{self.run}".encode()).hexdigest()[:16]

    @property
    def mark(self) -> str:
        """What it rests on, as a digest: an explanation counts until this changes."""
        parts = [self.kind, self.subject, self.run]
        for e in self.exhibits:
            parts += [e.text.zh, e.person, e.run, str(e.since), str(e.until)]
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()

    def people(self) -> tuple[str, ...]:
        """Everybody it names, once."""
        return tuple(dict.fromkeys(e.person for e in self.exhibits if e.person))


def severity_of(alert: Alert, catalogue: Catalogue) -> Severity:
    """How grave the alert may be called: an error only by a rule that is in force, mandatory and certain."""
    rules = [catalogue.rule(code) for code in alert.rules]
    standing = [rule for rule in rules if rule.law.is_in_force(alert.on)]
    is_breach = not KINDS[alert.kind].is_sign and not alert.is_by_reference
    if is_breach and any(may_be_error(rule) for rule in standing):
        return "error"
    return "warning" if any(rule.severity == "mandatory" for rule in standing) else "note"


def may_read(alert: Alert, actor: Actor) -> bool:
    """Whether the reader sees every fact that the alert gives away, by the field policy."""
    return all(sight(actor, name) == "whole" for name in KINDS[alert.kind].facts)


def readable(alerts: Iterable[Alert], actor: Actor) -> tuple[Alert, ...]:
    """The alerts that the reader may open; of the others not even the kind is told."""
    return tuple(alert for alert in alerts if may_read(alert, actor))
