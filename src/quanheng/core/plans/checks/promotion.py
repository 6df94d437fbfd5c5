"""Checks of a promotion (晋升检查): how far it jumps, years in ranks, the posts and years that count."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from quanheng.core.language.posts import Post
from quanheng.core.language.rules import Rule as Condition
from quanheng.core.language.scales import RANK
from quanheng.core.plans.checks.eligibility import (
    all_conditions,
    breach_for,
    conditions_of,
    ensures,
    lacking_in,
    years_of,
)
from quanheng.core.plans.checks.ground import Breach, Ground, Path
from quanheng.core.regulations import Rule
from quanheng.core.values import Text

DIVISION = RANK.height("县处级副职") or 0
PARTY_WORDS = ("书记", "党委委员", "党组成员", "党工委")
"""What the title of a post of the Party says."""


def jump(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Nobody rises over more than one level at once, not even by an exception."""
    most = rules[0].bound()
    for path, rule in all_conditions(ground):
        if rule.stepwise is not None and most is not None and rule.stepwise.steps > most:
            yield Breach(
                (*path, "stepwise"),
                Text(
                    f"一次可升 {rule.stepwise.steps} 级，属越两级提拔，不得办理",
                    f"{rule.stepwise.steps} levels at once: two are skipped, which is never allowed",
                ),
                Text(
                    "改为 steps: 1；破格的至多 2，另行报批。",
                    "Write steps: 1; by exception 2 at most, with approval.",
                ),
            )
    far = [(path, post) for path, post in ground.posts if _reaches_too_far(ground, post, most)]
    yield from breach_for(
        ground,
        far,
        len(ground.posts),
        Text(
            "资格条件允许比职位低三级以上的人员报名",
            "people three or more levels below the post may come forward",
        ),
        Text(
            "提高 tenure.level，或加上 stepwise: {steps: 1}。",
            "Raise tenure.level, or add stepwise: {steps: 1}.",
        ),
    )


def _reaches_too_far(ground: Ground, post: Post, most: Fraction | None) -> bool:
    """Whether the lowest level that the conditions name lies more levels below the post than may be risen."""
    height, conditions = ground.height(post), conditions_of(ground, post)
    if height is None or conditions is None or most is None:
        return False
    lowest = height - most

    def test(rule: Condition) -> bool:
        return rule.stepwise is not None or any(h >= lowest for h in _heights(ground, rule))

    named = _heights(ground, conditions)
    return bool(named) and not ensures(conditions, test) and max(named) < lowest


def _heights(ground: Ground, rule: Condition) -> list[int]:
    """The rungs of the levels that tenures in a tree of conditions ask for."""
    found = [h for part in rule.parts() for h in _heights(ground, part)]
    level = rule.tenure.level if rule.tenure is not None else None
    words = (level.in_ or ((level.at_least,) if level.at_least else ())) if level is not None else ()
    heights = (ground.plan.scales.ladder("rank").height(w) for w in words)
    return found + [h for h in heights if h is not None]


def rank_tenure(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """A rank asks for years in the rank or post below it."""
    for rule in rules:
        target, asked = str(rule.machine.get("target_rank", rule.machine.get("target"))), rule.bound()
        posts = [
            (path, p) for path, p in ground.posts if not p.leading and target in f"{p.title.zh}{p.level}"
        ]
        below = "、".join(map(str, rule.machine["from"]))

        def test(condition: Condition, asked: object = asked) -> bool:
            return condition.tenure is not None and years_of(condition.tenure.at_least) >= asked  # type: ignore[operator]

        yield from breach_for(
            ground,
            lacking_in(ground, test, posts),
            len(ground.posts),
            Text(
                f"晋升{target}，资格条件没有要求任{below} {asked} 年以上",
                f"promotion to {target}: no {asked} years as {below} are asked",
            ),
            Text(
                f"加上 tenure: {{kind: [post, rank], at_least: {{years: {asked}}}}}。",
                f"Add tenure: {{kind: [post, rank], at_least: {{years: {asked}}}}}.",
            ),
            rule.id,
        )


def two_posts(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """From the division level on, people have normally held two posts on the level below."""
    asked = rules[0].bound()
    high = [(path, p) for path, p in ground.posts if p.leading and (ground.height(p) or 0) >= DIVISION]

    def test(condition: Condition) -> bool:
        count = condition.tenure.posts_count if condition.tenure is not None else None
        return count is not None and asked is not None and count >= asked

    for breach in breach_for(
        ground,
        lacking_in(ground, test, high),
        len(ground.posts),
        Text("没有要求下一级两个以上职位的任职经历", "two posts on the level below are not asked for"),
        Text("一般应当要求：tenure: {posts_count: 2}。", "Normally: tenure: {posts_count: 2}."),
    ):
        yield _as_note(breach)


def years_that_count(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Years in which somebody was appraised below competent, or not at all, are no years of tenure."""
    for path, rule in all_conditions(ground):
        stay = rule.tenure
        if stay is None or stay.at_least is None or stay.grassroots or stay.not_counted_grades:
            continue
        yield Breach(
            (*path, "tenure"),
            Text(
                "任职年限没有扣除考核为基本称职以下或未定等次的年度",
                "years appraised below competent, or not at all, are counted as tenure",
            ),
            Text(
                "加上 not_counted_grades: [基本称职, 不称职, 不定等次]，或在审查时扣除。",
                "Add not_counted_grades: [基本称职, 不称职, 不定等次], or take them out in the review.",
            ),
            most="note",
        )


def party_years(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Who takes a post of the Party has been a member long enough."""
    posts = [(path, p) for path, p in ground.posts if any(w in p.title.zh for w in PARTY_WORDS)]
    yield from breach_for(
        ground,
        lacking_in(ground, lambda r: r.party_years is not None or r.party is not None, posts),
        len(ground.posts),
        Text("党内职务没有要求党龄", "a post of the Party asks for no years of membership"),
        Text("加上 party_years: {at_least: …}。", "Add party_years: {at_least: …}."),
    )


def _as_note(breach: Breach) -> Breach:
    return Breach(breach.path, breach.text, breach.remedy, breach.rule, "note")


def training(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Whoever takes a leading post is trained before or within a year."""
    number = ground.first("appointment")
    asked = ground.has("training") or any(rule.training is not None for _, rule in all_conditions(ground))
    if number is None or asked:
        return
    where: Path = ("stages", number)
    yield Breach(
        where,
        Text("没有写任职培训", "the training for the post is not provided for"),
        Text(
            "加上 training 环节，或在资格条件中要求培训。",
            "Add a training stage, or ask for training in the conditions.",
        ),
        most="note",
    )
