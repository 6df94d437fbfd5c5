"""Answers by ladders (层级条件): the education-by-years table, step by step, professional titles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from quanheng.core.eligibility import facts
from quanheng.core.eligibility.ground import (
    NOTHING,
    Answer,
    Ground,
    State,
    Unknown,
    every,
    lacking,
    listed,
    not_known,
    shown,
    some,
    truth,
)
from quanheng.core.eligibility.relations import is_held
from quanheng.core.eligibility.stays import level_unknown, post_height, stretch, word_of
from quanheng.core.eligibility.tenures import tenure
from quanheng.core.language import histories as asked_for
from quanheng.core.people import Tenure
from quanheng.core.values import Text


def matrix(asked: asked_for.Matrix, ground: Ground) -> Answer:
    """Some row of the table holds: the education, degree or title, and the years."""
    answers = [_row(row, asked.of, ground) for row in asked.rows]
    state = some(every(a.state for a in row) for row in answers)
    words = Text(
        "符合下列之一：" + "；".join("，".join(a.asked.zh for a in row) for row in answers),
        "one of: " + "; ".join(", ".join(a.asked.en for a in row) for row in answers),
    )
    flat = list(dict.fromkeys(a for row in answers for a in row))
    found = list(dict.fromkeys(a.found for a in flat))
    text = Text("；".join(t.zh for t in found), "; ".join(t.en for t in found))
    evidence = tuple(dict.fromkeys(e for a in flat for e in a.evidence))
    if state == "met":
        return Answer(state, words, text, evidence)
    wanting = [a for a in flat if a.state == ("unknown" if state == "unknown" else "not_met")]
    missing = tuple(dict.fromkeys(m for a in wanting for m in a.missing)) if state == "unknown" else ()
    on = _row_on(answers) if state == "not_met" else None
    changes = (
        [Text(f"自 {on} 起符合", f"met from {on} on")]
        if on
        else list(dict.fromkeys(a.change for a in wanting))
    )
    change = Text("；或".join(c.zh for c in changes), "; or ".join(c.en for c in changes))
    return Answer(state, words, text, evidence, change, on, missing)


def _row_on(answers: Iterable[list[Answer]]) -> date | None:
    """The first day on which some row holds by waiting alone."""
    days = []
    for row in answers:
        open_parts = [a for a in row if a.state != "met"]
        if all(a.on is not None for a in open_parts):
            days.append(max(a.on for a in open_parts if a.on is not None))
    return min(days, default=None)


def _row(row: asked_for.MatrixRow, of: str | asked_for.Stay, ground: Ground) -> list[Answer]:
    return [_PARTS[name](asked, ground) for name, asked in row.conditions(of)]


def stepwise(asked: asked_for.Stepwise, ground: Ground) -> Answer:
    """The highest rank held is at most so many steps below the post; with history, no rise skipped a rung."""
    words = Text(
        f"逐级晋升：曾任职级距职位不超过 {asked.steps} 级" + ("，历次晋升未越级" if asked.history else ""),
        f"step by step: a rank held is at most {asked.steps} below the post"
        + (", no rise skipped a rung" if asked.history else ""),
    )
    level = asked_for.Level(post_offset=0, scale=asked.scale, equivalence=asked.equivalence)
    fault = level_unknown(level, ground)
    if fault is not None:
        return not_known(fault, words)
    if "tenures" in ground.person.missing:
        return lacking("tenures", words, "任职经历", "tenures")
    of_post = post_height(asked.scale, ground)
    ladder = ground.frame.scales.ladder(asked.scale)
    ranked = [t for t in ground.person.tenures if t.kind in ("post", "rank") and t.since <= ground.as_of]
    ranked.sort(key=lambda t: t.since)
    heights = [ladder.height(word_of(t, asked.equivalence, ground)) for t in ranked]
    known = [h for h in heights if h is not None]
    vague = [t for t, h in zip(ranked, heights, strict=True) if h is None]
    wanted = (0 if isinstance(of_post, Unknown) else of_post) - asked.steps
    high: State = "met" if max(known, default=-1) >= wanted else ("unknown" if vague else "not_met")
    state = every((high, _no_skip(heights) if asked.history else "met"))
    top = ladder.at(max(known)) if known else None
    found = Text(f"最高曾任 {top or '无'}", f"highest rank held: {top or 'none'}")
    evidence = tuple(shown("经历", "history", stretch(t)) for t in ranked)
    if state == "unknown":
        names = listed(stretch(t) for t in vague)
        text = Text(
            f"“{names}”的层级未填或不在等级表中", f"level of “{names}” not entered or not on the ladder"
        )
        return not_known(Unknown("tenures.level", text), words)
    change = Text("任满中间层级后", "once the rank between has been held") if state == "not_met" else NOTHING
    return Answer(state, words, found, evidence, change)


def _no_skip(heights: list[int | None]) -> State:
    """Whether every rise went up one rung; a stretch without level may hide the rung between."""
    top: int | None = None
    hidden = False
    state: State = "met"
    for height in heights:
        if height is None:
            hidden = True
        elif top is None or height <= top:
            top = height if top is None else top
        else:
            if height > top + 1:
                state = every((state, "unknown" if hidden else "not_met"))
            top, hidden = height, False
    return state


def professional_title(asked: asked_for.ProfessionalTitle, ground: Ground) -> Answer:
    """A professional title held now is one of these, or of this height."""
    words = (
        Text(f"职称为{listed(asked.in_)}", f"title {' or '.join(asked.in_)}")
        if asked.in_ is not None
        else Text(f"职称{asked.at_least}及以上", f"title {asked.at_least} or higher")
    )
    if "tenures" in ground.person.missing:
        return lacking("tenures", words, "职称", "professional titles")
    held = [t for t in ground.person.tenures if t.kind == "title" and is_held(t, ground.as_of)]
    states = [_title_state(asked, t, ground) for t in held]
    state = some(states)
    names = listed(t.name for t in held) or "无"
    evidence = tuple(shown("职称", "title", stretch(t)) for t in held)
    if state == "unknown":
        text = Text(f"职称“{names}”的等级未填或不在等级表中", f"height of the title “{names}” not known")
        return not_known(Unknown("tenures.level", text), words)
    change = Text("取得所要求的职称后", "once such a title is held") if state == "not_met" else NOTHING
    return Answer(state, words, Text(names, names if held else "none"), evidence, change)


def _title_state(asked: asked_for.ProfessionalTitle, held: Tenure, ground: Ground) -> State:
    if asked.in_ is not None:
        return truth(held.name in asked.in_ or held.level in asked.in_)
    if not ground.frame.scales.has(asked.scale):
        return "unknown"
    return facts.reaches(held.level or held.name, asked.at_least or "", asked.scale, ground)


_PARTS: Mapping[str, Callable[[Any, Ground], Answer]] = {
    "education": facts.education,
    "professional_title": professional_title,
    "tenure": tenure,
    "work_years": facts.work_years,
    "party_years": facts.party_years,
}
"""What a row of the matrix is made of."""
