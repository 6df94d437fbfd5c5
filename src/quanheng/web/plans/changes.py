"""Changes from the form (表单修改): what somebody did in the form of a plan, as changes of its file.

Pure: values in, values out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from quanheng.core.language.rules import FORMS
from quanheng.core.plans.reading import Path, Unusable, read_part
from quanheng.core.plans.writing import Change
from quanheng.core.values import Refused
from quanheng.web.plans.shapes import (
    Named,
    below,
    node_at,
    refers_to,
    seed_of,
    seed_of_form,
    shape_of,
    value_at,
    ways,
)

DEEPEST = 40
_SEPARATORS = re.compile(r"[,，、;；\n]+")
_WHOLE = re.compile(r"-?(0|[1-9]\d{0,15})")


def path_of(said: str) -> Path:
    """A place as the page names it. Errors: Refused(no_such_place)."""
    try:
        steps = json.loads(said)
    except ValueError:
        raise _no_place(said) from None
    is_path = isinstance(steps, list) and len(steps) <= DEEPEST
    if not is_path or not all(isinstance(s, str) or (isinstance(s, int) and s >= 0) for s in steps):
        raise _no_place(said)
    return tuple(steps)


def changes_of(sent: Mapping[str, str], data: Mapping[str, Any]) -> tuple[Change, ...]:
    """The changes that one act in the form comes to; none where nothing changes.

    Errors: Refused(no_such_place, unreadable_part).
    """
    path = path_of(sent.get("path", ""))
    act, choice = sent.get("act", ""), sent.get("choice", "")
    if act == "set":
        return _setting(path, sent, data)
    if act == "unset":
        return (Change("unset", path),)
    if act == "move":
        return (Change("move", path, int(sent["to"])),) if sent.get("to", "").isdecimal() else ()
    if act == "add":
        return (Change("add", path, _named_anew(_seed_below(path, 0, choice, data), path, data)),)
    if act == "key" and choice:
        return (Change("set", (*path, choice), _filled(_seed_below(path, choice, "", data), choice, data)),)
    if act == "form" and choice in FORMS:
        return _another_form(path, choice, data)
    if act == "way" and choice.isdecimal():
        return _another_way(path, int(choice), data)
    raise _no_place(act)


def _seed_below(path: Path, step: str | int, choice: str, data: Mapping[str, Any]) -> Any:
    node = node_at(path, data)
    found = None if node is None else below(node, step, None)
    if found is None:
        raise _no_place(".".join(map(str, path)))
    return _first_day(data) if shape_of(found) == "date" else seed_of(found, choice)


def _first_day(data: Mapping[str, Any]) -> str:
    """A day to begin with: that of the plan."""
    return str(data.get("begins_on") or data.get("as_of") or "2026-01-05")


def _named_anew(seed: Any, path: Path, data: Mapping[str, Any]) -> Any:
    """A new item with an id that no other of its list has, and with the bodies that the plan knows."""
    if not isinstance(seed, dict):
        return seed
    part = str(seed.get("kind", ""))
    made = {key: _filled(value, key, data, part) for key, value in seed.items()}
    if "id" in made:
        listed = value_at(path, data) or []
        taken = {str(x.get("id")) for x in listed if isinstance(x, dict)}
        stem = str(made["id"])
        made["id"] = next(n for n in (stem, *(f"{stem}-{i}" for i in range(2, 10_000))) if n not in taken)
    return made


def _filled(value: Any, key: str, data: Mapping[str, Any], part: str = "") -> Any:
    """A seed with the plan's own day or part, where it asks for one."""
    if value == "" and refers_to(part, key):
        return next((i for named in refers_to(part, key) for i, _ in Named(data).of(named)), "")
    if isinstance(value, dict) and value.get("on") == "":
        return {"on": _first_day(data)}
    return value


def _another_form(path: Path, form: str, data: Mapping[str, Any]) -> tuple[Change, ...]:
    old = next((f for f in FORMS if f in (value_at(path, data) or {})), None)
    if old is None:
        return (Change("set", (*path, form), seed_of_form(form)),)
    if old == form:
        return ()
    return Change("rename", (*path, old), form), Change("set", (*path, form), seed_of_form(form))


def _another_way(path: Path, number: int, data: Mapping[str, Any]) -> tuple[Change, ...]:
    node = node_at(path, data)
    found = ways(node) if node is not None else ()
    if number >= len(found):
        raise _no_place(".".join(map(str, path)))
    return (Change("set", path, _filled(seed_of(found[number]), str(path[-1]), data)),)


def _setting(path: Path, sent: Mapping[str, str], data: Mapping[str, Any]) -> tuple[Change, ...]:
    old = value_at(path, data)
    new = _value(sent, old)
    if new == old:
        return ()
    if new is None and isinstance(path[-1], str):
        return () if old is None else (Change("unset", path),)
    return (Change("set", path, "" if new is None else new),)


def _value(sent: Mapping[str, str], old: Any) -> Any:
    """What was typed, as the file says it; None for nothing."""
    shape, typed = sent.get("shape", "line"), sent.get("value", "").strip()
    if shape == "words":
        return _words(typed, sent.get("english", "").strip(), old)
    if shape in ("names", "several"):
        listed = (
            sent["names"].split("\n") if shape == "several" and "names" in sent else _SEPARATORS.split(typed)
        )
        names = [n.strip() for n in listed if n.strip()]
        return names[0] if len(names) == 1 and not isinstance(old, list) else names or None
    if shape == "yes_no":
        return {"true": True, "false": False}.get(typed)
    if shape == "raw":
        return _part(sent.get("value", ""))
    if _WHOLE.fullmatch(typed) and (shape == "number" or (shape == "choice" and not isinstance(old, str))):
        return int(typed)
    if shape == "choice" and typed in ("True", "False"):
        return typed == "True"
    return typed or None


def _words(zh: str, en: str, old: Any) -> Any:
    if not zh and not en:
        return None
    return {"zh": zh, "en": en} if en or (isinstance(old, dict) and "en" in old) else zh


def _part(text: str) -> Any:
    try:
        return read_part(text)
    except Unusable as unusable:
        problem = unusable.problems[0]
        raise Refused(
            "unreadable_part",
            f"这一部分读不懂：第 {problem.place.line} 行 {problem.text.zh}",
            f"This part cannot be read: line {problem.place.line}, {problem.text.say('en')}",
            where="",
            remedy_zh="改好后再离开这一格；文件没有改动。",
            remedy_en="Mend it before you leave the field; the file was not changed.",
        ) from None


def _no_place(said: str) -> Refused:
    return Refused(
        "no_such_place",
        "表单与文件对不上：没有这一处。",
        "The form does not fit the file: there is no such place.",
        where=said[:80],
        remedy_zh="请重新载入页面；草稿没有丢失。",
        remedy_en="Load the page again; the draft is kept.",
    )
