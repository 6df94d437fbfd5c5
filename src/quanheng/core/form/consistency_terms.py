"""Terms of consistency (三龄二历核对用语): what a finding about a form is, and what it is found by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from quanheng.core.form.appointment_form import AppointmentForm, month_of
from quanheng.core.values import Text

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """Something in a form that contradicts itself or a rule, or calls for a look.

    Shapes: `error` cannot be true as it stands, `warning` is unusual and to be verified, `note` is a gap in
    what can be judged. `line` counts the lines of the element from 1 (members of the family); 0 is all of it.
    """

    severity: Severity
    code: str
    element: str
    line: int
    text: Text


@dataclass(frozen=True, slots=True)
class Measures:
    """What is counted by. Units: `gap_months` months, `appraisal_years` years, ages in completed years."""

    gap_months: int = 1
    appraisal_years: int = 3
    work_age: int = 16
    party_age: int = 18
    parent_age: int = 14


@dataclass(frozen=True, slots=True)
class Examined:
    """A form under examination and the day it is judged by; without one nothing is held against today."""

    form: AppointmentForm
    as_of: date | None
    measures: Measures


def day_of(form: AppointmentForm) -> date | None:
    """The day that a form itself is judged by: when ages are told, else when it was filled in."""
    found = month_of(form.age_as_of) or month_of(form.filled_on)
    return found.latest() if found else None


def finding(severity: Severity, code: str, element: str, zh: str, en: str, line: int = 0) -> Inconsistency:
    """A finding in both languages."""
    return Inconsistency(severity, code, element, line, Text(zh, en))
