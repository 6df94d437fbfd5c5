"""Checks of slips (笔误检查): words off the ladder, numbers out of reach, steps in a circle."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from quanheng.core.plans.checks.eligibility import all_conditions
from quanheng.core.plans.checks.ground import Breach, Ground, Path
from quanheng.core.regulations import Rule
from quanheng.core.stages import examination, matching, opening, shortlist, speech
from quanheng.core.values import Text

_LADDERS = {
    "education": (("at_least", "in_"), "education"),
    "degree": (("at_least",), "degree"),
    "professional_title": (("at_least",), "title"),
}
"""The words of a predicate that stand on a ladder."""


def ladder_words(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Education, degree and title are said in words of the ladder: others would leave everybody unknown."""
    for path, rule in all_conditions(ground):
        form = rule.form()
        names, ladder = _LADDERS.get(form, ((), ""))
        said = rule.predicate()
        scale = ground.plan.scales.ladder(getattr(said, "scale", ladder)) if ladder else None
        for name in names if scale is not None else ():
            given = getattr(said, name, None)
            for word in () if given is None else (given,) if isinstance(given, str) else given:
                if scale is not None and scale.height(word) is None:
                    known = "、".join(rung[0] for rung in scale.levels)
                    yield Breach(
                        (*path, form, name.rstrip("_")),
                        Text(f"等级表中没有“{word}”", f"'{word}' stands on no rung of the ladder"),
                        Text(
                            f"可用：{known}；或在 scales.ladders 中另列。",
                            f"Known: {known}; or add a ladder.",
                        ),
                    )


def marks_out_of_reach(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """A pass mark is not above the full mark."""
    for number, stage in ground.of(speech.Settings):
        yield from _above(("stages", number, "pass"), stage.pass_, stage.full_mark)
    for number, exam in ground.of(examination.Settings):
        for n, subject in enumerate(exam.subjects):
            yield from _above(("stages", number, "subjects", n, "pass"), subject.pass_, subject.full_mark)


def _above(path: Path, mark: object, full: Decimal) -> Iterator[Breach]:
    if isinstance(mark, Decimal) and mark > full:
        yield Breach(
            path,
            Text(f"合格线 {mark} 高于满分 {full}，无人能合格", f"nobody can reach {mark} of {full}"),
            Text("改合格线，或改 full_mark。", "Change the pass mark, or full_mark."),
        )


def trimmed_away(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Enough judges are left when the highest and lowest marks are dropped."""
    bodies = {b.id: b for b in ground.plan.bodies}
    for number, stage in ground.of(speech.Settings):
        body = bodies.get(stage.judges or "")
        size = body.members or body.at_least if body is not None else None
        trim = stage.trim
        if trim is not None and size is not None and trim.applies_to(size) and size <= trim.high + trim.low:
            yield Breach(
                ("stages", number, "trim"),
                Text(
                    f"评委 {size} 人，去掉 {trim.high} 个最高分和 {trim.low} 个最低分后没有剩余",
                    f"of {size} judges none is left without the {trim.high} highest and {trim.low} lowest",
                ),
                Text("少去几个，或增加评委。", "Drop fewer, or name more judges."),
            )


def wishes(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Nobody has to name more offices than there are."""
    for number, stage in ground.of(matching.Settings):
        offices = len(stage.offices) or len(ground.posts)
        if stage.preferences.max > offices:
            yield Breach(
                ("stages", number, "preferences", "max"),
                Text(
                    f"可填 {stage.preferences.max} 个意向，而只有 {offices} 个岗位",
                    f"{stage.preferences.max} wishes among {offices} offices",
                ),
                Text(f"改为不超过 {offices}。", f"Allow at most {offices}."),
            )


def circles(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Posts are not merged in a circle, and places are not refilled from the stage that cuts."""
    for number, stage in ground.of(opening.Settings):
        for post, into in stage.merge_into.items():
            if stage.merge_into.get(into) is not None:
                yield Breach(
                    ("stages", number, "merge_into", post),
                    Text(
                        f"“{post}”并入“{into}”，而“{into}”也要并入别处",
                        f"'{post}' goes into '{into}', which goes on",
                    ),
                    Text("并入一个不再合并的职位。", "Name a post that is merged into none."),
                )
    for number, one in ground.of(shortlist.Settings):
        if one.refill is not None and one.id in one.refill.from_:
            yield Breach(
                ("stages", number, "refill", "from"),
                Text("递补来自本环节自己", "places are refilled from this stage itself"),
                Text("写明从哪个以后的环节腾出名额，如考察。", "Name the later stage that frees places."),
            )
