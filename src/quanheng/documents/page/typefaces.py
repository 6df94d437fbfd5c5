"""Typefaces of a page (字体): what stands for each named typeface where it is not installed.

Shapes: every list ends in a typeface of Noto CJK, which a server has; the first one installed is used.
"""

from __future__ import annotations

from collections.abc import Mapping

_SONG = ("SimSun", "宋体", "NSimSun", "STSong", "FandolSong", "Noto Serif CJK SC", "Source Han Serif SC")
_FANGSONG = ("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "STFangsong", "FandolFang R", *_SONG[5:])
_KAITI = ("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "STKaiti", "FandolKai", "AR PL UKai CN", *_SONG[5:])
_HEITI = ("SimHei", "黑体", "STHeiti", "FandolHei", "Noto Sans CJK SC", "Source Han Sans SC")
_BIAOSONG = ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "小标宋", *_SONG[5:])
_LATIN = ("Times New Roman", "Liberation Serif", "Tinos", "Noto Serif CJK SC")

_BY_WORD: Mapping[str, tuple[str, ...]] = {
    "小标宋": _BIAOSONG,
    "xiaobiaosong": _BIAOSONG,
    "仿宋": _FANGSONG,
    "fangsong": _FANGSONG,
    "楷": _KAITI,
    "kaiti": _KAITI,
    "黑": _HEITI,
    "hei": _HEITI,
    "雅": _HEITI,
    "等线": _HEITI,
    "宋": _SONG,
    "song": _SONG,
    "simsun": _SONG,
}


def family(name: str) -> str:
    """The CSS list for a typeface of Chinese text."""
    low = name.lower()
    others = next((faces for word, faces in _BY_WORD.items() if word in low), _SONG)
    return _listed((name, *others))


def is_display(name: str) -> bool:
    """Whether a typeface is 小标宋, whose stand-in is the bold cut of Song."""
    return "小标宋" in name or "xiaobiaosong" in name.lower()


def latin_family(name: str) -> str:
    """The CSS list for a typeface of letters and digits."""
    if any(word in name.lower() for word in _BY_WORD):
        return family(name)
    return _listed((name, *_LATIN))


def _listed(names: tuple[str, ...]) -> str:
    safe = (name.replace("\\", "").replace('"', "").replace("<", "") for name in dict.fromkeys(names) if name)
    return ",".join(f"'{name}'" for name in (n.replace("'", "") for n in safe))
