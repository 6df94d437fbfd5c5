"""Kin (亲属称谓): the words of the family table, and who is told before whom."""

from __future__ import annotations

SPOUSES = ("妻子", "丈夫", "配偶", "妻", "夫", "爱人")
CHILDREN = ("儿子", "女儿", "子", "女", "长子", "次子", "三子", "长女", "次女", "三女", "独生子", "独生女")
PARENTS = ("父亲", "母亲", "父", "母")


def nearness(relation: str) -> int:
    """The place of a relation in a form: spouse, children, parents, all others."""
    groups = (SPOUSES, CHILDREN, PARENTS)
    return next((n for n, words in enumerate(groups) if relation in words), len(groups))
