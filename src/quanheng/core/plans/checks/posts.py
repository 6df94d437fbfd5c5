"""Checks of the posts (职位检查): which are competed for, within which numbers, do they add up."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quanheng.core.language.posts import Post
from quanheng.core.language.terms import Words
from quanheng.core.plans.checks.ground import Breach, Ground, Path, joined
from quanheng.core.regulations import Rule
from quanheng.core.values import Text, how_many

_TOTAL = re.compile(r"(?:共|合计|总计)[^\d，。；]{0,6}(\d+)\s*(?:个|名)?(?:职位|岗位|职数|名额)")
_COUNTED = ("编制", "职数", "岗位总量", "岗位设置")


def deputies(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Competition is normally for deputy posts."""
    if not ground.is_competition:
        return
    principals = [(path, p) for path, p in ground.posts if p.principal]
    if principals:
        words = joined(p.title for _, p in principals)
        yield Breach(
            (*principals[0][0], "principal"),
            Text(f"以竞争方式产生正职：{words.zh}", f"principal posts are filled by competition: {words.en}"),
            Text(
                "一般适用于副职；确需竞争的，写明理由。",
                "It is normally for deputies; give the reason for principals.",
            ),
        )


def secret(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Posts of secrecy and state security are not opened to competition."""
    if not ground.is_competition:
        return
    for rule in rules:
        words = [str(w) for w in rule.machine["exclude"]]
        for path, post in ground.posts:
            hit = next((w for w in words if w in post.title.zh or w in post.unit), None)
            if hit is not None:
                yield Breach(
                    path,
                    Text(f"“{post.title.zh}”涉及“{hit}”", f"'{post.title.say('en')}' has to do with '{hit}'"),
                    Text(
                        "不列入竞争职位，写 excluded: true。",
                        "Take it out of the competition: excluded: true.",
                    ),
                    rule=rule.id,
                )


def establishment(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Posts are opened within the establishment and the quota of posts."""
    plan = ground.plan
    said = "".join(w.zh for w in (*plan.basis, *plan.notes, *((plan.purpose,) if plan.purpose else ())))
    vacated = all(plan.vacates if p.vacates is None else p.vacates for _, p in ground.posts)
    is_said = ground.has("establishment") or vacated or any(word in said for word in _COUNTED)
    if is_said or ground.only_appraises():
        return
    yield Breach(
        ("posts",),
        Text(
            "方案没有写明职位在编制和职数之内",
            "the plan does not say that its posts are within the establishment",
        ),
        Text(
            "加上 establishment 环节，或在 basis 中写明核定的编制、职数和空缺数。",
            "Add an establishment stage, or say in basis the establishment, the quota and the vacancies.",
        ),
        most="note",
    )


def total(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """A number of posts in the plan's words is the number of its posts or seats."""
    seats = sum(p.fixed_seats() for _, p in ground.posts)
    counts = {len(ground.posts), seats}
    if any(p.late_bound or not isinstance(p.seats, int) for _, p in ground.posts):
        return
    for path, words in _sentences(ground):
        for found in _TOTAL.finditer(words.zh):
            if int(found[1]) not in counts:
                yield Breach(
                    path,
                    Text(
                        f"文字写“{found[0]}”，而职位为 {len(ground.posts)} 个、{seats} 席",
                        f"the words say {found[1]}; the plan has {how_many(len(ground.posts), 'post')} "
                        f"with {how_many(seats, 'seat')}",
                    ),
                    Text("核对职位表与文字。", "Compare the posts with the words."),
                )


def _sentences(ground: Ground) -> Iterator[tuple[Path, Words]]:
    yield ("title",), ground.plan.title
    if ground.plan.purpose is not None:
        yield ("purpose",), ground.plan.purpose
    for name in ("basis", "notes"):
        for i, words in enumerate(getattr(ground.plan, name)):
            yield (name, i), words


def seats(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Every open post has a seat, or says that its seats come later."""
    for path, post in ground.posts:
        if post.late_bound or (post.seats is not None and post.seats != 0):
            continue
        zh, en = ("没有席位", "has no seat") if post.seats == 0 else ("未写席位", "does not say its seats")
        yield Breach(
            (*path, "seats"),
            Text(f"职位“{post.title.zh}”{zh}", f"post '{post.title.say('en')}' {en}"),
            Text(
                "写明 seats，或写 late_bound: true、excluded: true。",
                "Say seats, or late_bound: true, or excluded: true.",
            ),
        )


def empty_classes(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """A class or track has posts."""
    used = {p.cls for _, p in ground.posts}
    for number, cls in enumerate(ground.plan.classes):
        if cls.id not in used:
            yield Breach(
                ("classes", number),
                Text(f"类别“{cls.title.zh}”没有职位", f"class '{cls.title.say('en')}' has no posts"),
                Text("删去该类别，或核对职位的 class。", "Leave it out, or check the class of the posts."),
            )


def choices(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Nobody may choose more posts than there are."""
    plan = ground.plan
    if plan.choices.max is not None and plan.choices.max > len(ground.posts):
        yield _too_many(("choices", "max"), plan.choices.max, len(ground.posts))
    for name, group in plan.choices.groups.items():
        own = [p for _, p in ground.posts if _in_group(p, name)]
        if own and group.max > len(own):
            yield _too_many(("choices", "groups", name), group.max, len(own))


def _in_group(post: Post, name: str) -> bool:
    return name in (post.group, post.cls)


def _too_many(path: Path, most: int, posts: int) -> Breach:
    return Breach(
        path,
        Text(
            f"可报 {most} 个志愿，而只有 {posts} 个职位",
            f"{how_many(most, 'choice')} allowed among {how_many(posts, 'post')}",
        ),
        Text(f"改为不超过 {posts}。", f"Allow at most {posts}."),
    )
