"""Small groups of voters (人数过少的组): merged into others before a secret ballot opens."""

from __future__ import annotations

from collections.abc import Mapping

from quanheng.core.tallies.suppression import Disclosure, Shown
from quanheng.core.values import Refused

__all__ = ["Disclosure", "Shown", "merged_groups"]


def merged_groups(electorate: Mapping[str, int], into: str | None, disclosure: Disclosure) -> dict[str, str]:
    """The group in whose ballots each group's voters vote: its own, or the plan's target if it is small.

    Units: voters. Errors: Refused(group_too_small) where the plan names no target, or that stays small too.
    """
    small = {g for g, n in electorate.items() if n < disclosure.merge_below}
    target = into if into in electorate else None
    placed = {g: target if target is not None and g in small else g for g in electorate}
    sums: dict[str, int] = {}
    for group, home in placed.items():
        sums[home] = sums.get(home, 0) + electorate[group]
    for group, voters in sums.items():
        if voters < disclosure.merge_below:
            raise _too_small(group, voters, disclosure)
    return placed


def _too_small(group: str, voters: int, disclosure: Disclosure) -> Refused:
    least = disclosure.merge_below
    return Refused(
        "group_too_small",
        f"“{group}”组只有 {voters} 人，不足 {least} 人，单独计票会暴露个人意见。",
        f"Group '{group}' has {voters} voters, fewer than {least}: counting it apart would give people away.",
        where=group,
        remedy_zh="请在方案中写 small_group（rule: merge，into: 并入的组），或改用纸质票。",
        remedy_en="Write small_group (rule: merge, into: the group to merge with) in the plan, or use paper.",
    )
