"""Spelling (拼音): a name in pinyin and its initials, for finding people by typing letters."""

from __future__ import annotations

from functools import lru_cache

from pypinyin import lazy_pinyin

_SURNAMES = {
    "单": "shan", "仇": "qiu", "区": "ou", "查": "zha", "解": "xie", "曾": "zeng", "朴": "piao", "盖": "ge",
    "翟": "zhai", "乐": "yue", "覃": "qin", "缪": "miao", "折": "she", "员": "yun", "洗": "xian", "隗": "wei",
    "秘": "bi", "召": "shao", "种": "chong", "重": "chong", "黑": "he", "都": "du", "卜": "bu", "能": "nai",
    "祭": "zhai",
}  # fmt: skip
"""Characters that are read otherwise as a surname; surnames of two characters the library knows itself."""

_TWO_CHARACTERS = frozenset(
    {
        "欧阳", "司马", "上官", "诸葛", "夏侯", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐",
        "宇文", "长孙", "司徒", "司空", "端木", "独孤", "南宫", "百里", "呼延", "轩辕", "单于",
        "西门", "东郭", "闻人", "淳于", "太史", "申屠",
    }
)  # fmt: skip
"""Surnames of two characters."""


@lru_cache(maxsize=65_536)
def spelled(name: str) -> tuple[str, str]:
    """A name in pinyin and its initials, in small letters: 闻书砚 is "wen shuyan" and wsy.

    Shapes: one space stands after the surname, so that a given name is found too; a single part has none.
    """
    known = "" if name[:2] == "单于" else _SURNAMES.get(name[:1], "")
    parts = [known, *lazy_pinyin(name[1:])] if known else lazy_pinyin(name)
    letters = ["".join(c for c in part.lower() if c.isalnum()) for part in parts]
    cut = 2 if name[:2] in _TWO_CHARACTERS else 1
    spelling = " ".join(part for part in ("".join(letters[:cut]), "".join(letters[cut:])) if part)
    return spelling, "".join(part[:1] for part in letters)
