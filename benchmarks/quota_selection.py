"""Benchmark of structural selection (结构性择优): the best 290 of 3,000 under 27 quotas.

Run: python benchmarks/quota_selection.py [--people 3000] [--count 290]
Beside it stands a plain model with a variable a person and nothing else, which decides no ties; it must find
the same total. Seconds are processor time.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from fractions import Fraction
from time import process_time

import highspy

from quanheng.core.quotas import Chosen, Quota, best_list

COUNTIES = 12


def field_of(people: int, count: int, seed: int = 2) -> tuple[list[int], list[Quota]]:
    """Points in hundredths, best first, and quotas for women, non-party, the young, and every county."""
    chance = random.Random(seed)
    points = sorted((chance.randint(4_000, 9_500) for _ in range(people)), reverse=True)
    county = [chance.randrange(COUNTIES) for _ in range(people)]

    def some(part: float) -> frozenset[int]:
        return frozenset(n for n in range(people) if chance.random() < part)

    women, nonparty, young = some(0.25), some(0.1), some(0.3)
    own = [frozenset(n for n in range(people) if county[n] == c) for c in range(COUNTIES)]
    quotas = [
        Quota(women, count * 31 // 100),
        Quota(nonparty, count * 14 // 100),
        Quota(young, count * 41 // 100),
        *(Quota(c, count // 20) for c in own),
        *(Quota(c & women, share=Fraction(1, 5), within=c) for c in own),
    ]
    return points, quotas


def plainly(points: Sequence[int], count: int, quotas: Sequence[Quota]) -> int:
    """The best total by a variable a person."""
    model = highspy.Highs()
    model.setOptionValue("output_flag", False)
    model.setOptionValue("mip_rel_gap", 0.0)
    for point in points:
        model.addCol(float(point), 0.0, 1.0, 0, [], [])
        model.changeColIntegrality(model.getNumCol() - 1, highspy.HighsVarType.kInteger)
    model.changeObjectiveSense(highspy.ObjSense.kMaximize)
    everyone = list(range(len(points)))
    model.addRow(float(count), float(count), len(everyone), everyone, [1.0] * len(everyone))
    for quota in quotas:
        members = sorted(quota.members)
        model.addRow(float(quota.at_least), highspy.kHighsInf, len(members), members, [1.0] * len(members))
        if quota.share:
            within = sorted(quota.within)
            weights = [float(quota.weight(n)) for n in within]
            model.addRow(0.0, highspy.kHighsInf, len(within), within, weights)
    model.run()
    return round(model.getInfo().objective_function_value)


def main() -> int:
    """Print one line; 1 when the totals differ or a quota is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=3_000)
    parser.add_argument("--count", type=int, default=290)
    given = parser.parse_args()
    points, quotas = field_of(given.people, given.count)
    began = process_time()
    found = best_list(points, given.count, quotas)
    took = process_time() - began
    began = process_time()
    total = plainly(points, given.count, quotas)
    theirs = process_time() - began
    if not isinstance(found, Chosen):
        print("no such list")
        return 1
    keeps = all(q.holds(found.people) for q in quotas)
    print(
        f"{given.count} of {given.people:,} under {len(quotas)} quotas: {took:.2f} s, ties decided; "
        f"a plain model {theirs:.2f} s ({theirs / took:.1f} x), same total: {found.total == total}, "
        f"quotas kept: {keeps}; "
        f"the top {given.count} alone would have {sum(points[: given.count]) - found.total} hundredths more"
    )
    return 0 if keeps and found.total == total else 1


if __name__ == "__main__":
    sys.exit(main())
