"""Retirement age (法定退休年龄): the month in which it is reached, raised step by step since 2025.

Source: 全国人民代表大会常务委员会关于实施渐进式延迟法定退休年龄的决定 (2024-09-13, in force
2025-01-01), Article 1: men from 60 to 63 and women from 55 to 58 by one month every four, women from 50 to 55
by one month every two.
"""

from __future__ import annotations

from dataclasses import dataclass

from quanheng.core.workdays import PartialDate

_REFORM = 2025 * 12
"""Months counted from year 0 to January 2025."""


@dataclass(frozen=True, slots=True)
class _Path:
    """One way the age is raised. Units: years, months a step, months at most."""

    before: int
    step: int
    most: int


_MEN, _WOMEN, _WOMEN_WORKERS = _Path(60, 4, 36), _Path(55, 4, 36), _Path(50, 2, 60)


def retirement_month(born: PartialDate, sex: str, identity: str = "") -> PartialDate:
    """The month in which the age is reached; women workers (工人) retire earlier.

    Shapes: what a woman in a county post (县处级) or with a senior title may choose is not looked at.
    """
    path = _MEN if sex == "男" else _WOMEN_WORKERS if identity == "工人" else _WOMEN
    months = (born.year + path.before) * 12 + born.month - 1
    if months >= _REFORM:
        months += min(path.most, (months - _REFORM) // path.step + 1)
    year, month = divmod(months, 12)
    return PartialDate(year, month + 1)
