"""Kinship (亲属关系): which of the four kinds of kin that call for recusal a word of the archive names.

Source: 《公务员回避规定》（2020）, 《中华人民共和国公务员法》第74条: spouses, direct blood, collateral blood
within three generations, near affinity (the spouse's parents, siblings and their spouses; children's spouses
and their parents; spouses of collateral kin).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from quanheng.core.form.kin import CHILDREN, PARENTS, SPOUSES
from quanheng.core.values import Text

Kin = Literal["spouse", "direct", "collateral", "affinity"]

KIN: Mapping[Kin, Text] = {
    "spouse": Text("夫妻关系", "spouses"),
    "direct": Text("直系血亲", "direct blood kin"),
    "collateral": Text("三代以内旁系血亲", "collateral blood kin within three generations"),
    "affinity": Text("近姻亲", "near kin by marriage"),
}

_DIRECT = (
    "父子 母子 父女 母女 祖父 祖母 外祖父 外祖母 爷爷 奶奶 外公 外婆 孙子 孙女 外孙 外孙女 "
    "养父 养母 养子 养女"
)
_COLLATERAL = (
    "兄 弟 姐 妹 哥哥 弟弟 姐姐 妹妹 兄弟 姐妹 兄妹 姐弟 叔 伯 姑 舅 姨 叔伯 叔父 伯父 姑母 姑姑 舅父 舅舅 "
    "姨母 侄 侄子 侄女 外甥 外甥女 甥 堂兄 堂弟 堂姐 堂妹 表兄 表弟 表姐 表妹 堂兄弟 表兄弟"
)
_AFFINITY = (
    "岳父 岳母 公公 婆婆 公婆 儿媳 女婿 嫂子 嫂 弟媳 弟妹 姐夫 妹夫 内兄 内弟 妻兄 妻弟 妻姐 妻妹 "
    "大姑 小姑 大伯子 小叔子 连襟 妯娌 亲家 姑父 姨父 舅母 伯母 婶母 侄媳 侄女婿 外甥媳 外甥女婿"
)
TABLE: Mapping[Kin, frozenset[str]] = {
    "spouse": frozenset(SPOUSES),
    "direct": frozenset((*CHILDREN, *PARENTS, *_DIRECT.split())),
    "collateral": frozenset(_COLLATERAL.split()),
    "affinity": frozenset(_AFFINITY.split()),
}


def kin_of(word: str) -> Kin | None:
    """The kind of kin that a word names, None for a word of no kin that calls for recusal (同学、战友)."""
    return next((kin for kin, words in TABLE.items() if word.strip() in words), None)
