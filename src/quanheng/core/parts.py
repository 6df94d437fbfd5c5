"""Parts of a whole (占比): the fraction a plan means, exactly, so that 9 of 13 is never lost to rounding."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

_LONG = 20  # a number with this many digits was written as a fraction such as 2/3


def exact(number: Decimal) -> Fraction:
    """The fraction that a plan's number stands for: 2/3 comes back as two thirds, 0.6667 stays 0.6667."""
    fraction = Fraction(number)
    return fraction.limit_denominator(10**6) if len(number.as_tuple().digits) >= _LONG else fraction


def said(fraction: Fraction) -> str:
    """The fraction as people write it: 2/3, 1.5, 2."""
    if fraction.denominator == 1:
        return str(fraction.numerator)
    if 10**6 % fraction.denominator == 0 and fraction > 1:
        return f"{(Decimal(fraction.numerator) / Decimal(fraction.denominator)).normalize():f}"
    return f"{fraction.numerator}/{fraction.denominator}"
