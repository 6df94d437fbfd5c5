"""Checks of the conditions (资格条件检查): bars of every plan, years asked of a level, waivers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from quanheng.core.language.histories import Stay
from quanheng.core.language.overlays import rules_for
from quanheng.core.language.posts import Post
from quanheng.core.language.predicates import Years
from quanheng.core.language.rules import Rule as Condition
from quanheng.core.language.rules import walked
from quanheng.core.language.scales import EDUCATION, GRADE, RANK
from quanheng.core.language.terms import Span
from quanheng.core.plans.checks.ground import Breach, Ground, Path, condition_path, rung_in
from quanheng.core.regulations import Rule
from quanheng.core.values import Refused, Text

Test = Callable[[Condition], bool]


def ensures(rule: Condition | None, test: Test) -> bool:
    """Whether whoever meets the tree, by whichever way, meets a firm condition of this sort."""
    if rule is None or rule.strength == "soft" or rule.when is not None:
        return False
    parts = [ensures(p, test) for p in rule.parts()]
    if rule.all is not None:
        return any(parts)
    if rule.any is not None:
        return all(parts)
    if rule.at_least_n is not None:
        return sum(parts) > len(parts) - rule.at_least_n.n
    return rule.not_ is None and test(rule)


def conditions_of(ground: Ground, post: Post) -> Condition | None:
    """The conditions of a post; the common ones where its overlays cannot be applied."""
    try:
        return rules_for(ground.frame, post)
    except Refused:
        return ground.plan.eligibility


def lacking_in(ground: Ground, test: Test, posts: list[tuple[Path, Post]]) -> list[tuple[Path, Post]]:
    """The posts whose conditions do not ensure what is asked."""
    return [(path, p) for path, p in posts if not ensures(conditions_of(ground, p), test)]


def breach_for(
    ground: Ground, lacking: list[tuple[Path, Post]], posts: int, what: Text, remedy: Text, rule: str = ""
) -> Iterator[Breach]:
    """One breach for all posts that lack a condition, at the eligibility when that is every post."""
    if not lacking or ground.only_appraises():
        return
    where: Path = lacking[0][0]
    whose = Text("", "")
    if len(lacking) == posts:
        where = ("eligibility",)
    else:
        names = "、".join(p.title.zh for _, p in lacking[:3]) + ("等" if len(lacking) > 3 else "")
        english = ", ".join(p.title.say("en") for _, p in lacking[:3]) + (" …" if len(lacking) > 3 else "")
        whose = Text(f"（{names}）", f" ({english})")
    yield Breach(where, Text(what.zh + whose.zh, what.en + whose.en), remedy, rule=rule, most="warning")


def appraisal(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Whoever was appraised below competent last year is barred."""
    barred = [GRADE.height(str(w)) or 0 for w in rules[0].machine["value"]]
    window = int(rules[0].machine["lookback_years"])

    def test(rule: Condition) -> bool:
        asked = rule.appraisals.every if rule.appraisals else None
        if rule.appraisals is None or asked is None or rule.appraisals.last < window:
            return False
        words = asked.grade_in or ((asked.grade_at_least,) if asked.grade_at_least else ())
        return all((GRADE.height(w) or 0) > max(barred) for w in words)

    posts = list(ground.posts)
    bars = "、".join(map(str, rules[0].machine["value"]))
    yield from breach_for(
        ground,
        lacking_in(ground, test, posts),
        len(posts),
        Text(
            f"资格条件没有排除上一年度考核为{bars}的人员",
            f"nobody is barred for last year's appraisal ({bars})",
        ),
        Text(
            "加上 appraisals: {last: 1, every: {grade_at_least: 称职}}。",
            "Add appraisals: {last: 1, every: {grade_at_least: 称职}}.",
        ),
    )


def sanction(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Whoever is under a sanction in effect is barred: from the inspection, and from any rise in office."""
    if not ground.settles_office() and not any("inspection_candidate" in str(r.machine) for r in rules):
        return
    posts = list(ground.posts)
    lacking = lacking_in(
        ground,
        lambda r: r.sanction is not None and r.sanction.in_effect is False and not r.sanction.kinds,
        posts,
    )
    yield from breach_for(
        ground,
        lacking,
        len(posts),
        Text("资格条件没有排除处分影响期未满的人员", "nobody is barred for a sanction in effect"),
        Text("加上 sanction: {in_effect: false}。", "Add sanction: {in_effect: false}."),
    )


def education(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """The education that the level of the post asks for."""
    for rule in rules:
        asked = str(rule.machine["value"])
        least = EDUCATION.height(asked) or 0
        posts = _concerned(ground, rule)

        def test(condition: Condition, least: int = least) -> bool:
            named = _education_named(condition)
            return bool(named) and all((EDUCATION.height(w or "") or 0) >= least for w in named)

        yield from breach_for(
            ground,
            lacking_in(ground, test, posts),
            len(ground.posts),
            Text(f"资格条件没有要求{asked}以上学历", f"no education of {asked} or higher is asked"),
            Text(f"加上 education: {{at_least: {asked}}}。", f"Add education: {{at_least: {asked}}}."),
            rule.id,
        )


def _education_named(condition: Condition) -> tuple[str | None, ...]:
    """Every level of education with which somebody can meet the condition."""
    if condition.matrix is not None:
        return tuple(row.education for row in condition.matrix.rows)
    if condition.education is None:
        return ()
    return condition.education.in_ or (condition.education.at_least,)


def _concerned(ground: Ground, rule: Rule) -> list[tuple[Path, Post]]:
    """The posts on the levels that the rule's `when` names: one level, or from one up; else all."""
    when = str(rule.machine.get("when", ""))
    rung = rung_in(_whole_level(when))
    if not when or rung is None:
        return list(ground.posts) if not when else []
    found = []
    for path, post in ground.posts:
        height = ground.height(post)
        if height is not None and (height >= rung if ">=" in when else height in (rung, rung + 1)):
            found.append((path, post))
    return found


def _whole_level(when: str) -> str:
    """A level without 正 or 副 stands for both: the lower is the deputy."""
    return re.sub(r"(乡科级|县处级|厅局级|省部级)(?!正|副)", r"\1副职", when)


def years(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """The years of service that the level of the post asks for."""
    for rule in rules:
        asked = rule.bound()
        posts = _concerned(ground, rule) if "target_level" in str(rule.machine.get("when")) else []

        def test(condition: Condition, asked: object = asked) -> bool:
            return condition.work_years is not None and _years(condition.work_years) >= asked  # type: ignore[operator]

        yield from breach_for(
            ground,
            lacking_in(ground, test, posts) if asked is not None else [],
            len(ground.posts),
            Text(f"资格条件没有要求 {asked} 年以上工龄", f"no {asked} years of service are asked"),
            Text(f"加上 work_years: {{at_least: {asked}}}。", f"Add work_years: {{at_least: {asked}}}."),
            rule.id,
        )


def _years(years: Years) -> Decimal:
    found = years.at_least if years.at_least is not None else years.over
    return found if isinstance(found, Decimal) else Decimal(0)


def grassroots(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """The grass-roots years that the level of the post asks for."""
    asked = rules[0].bound()

    def test(condition: Condition) -> bool:
        stay = condition.tenure
        return stay is not None and bool(stay.grassroots) and years_of(stay.at_least) >= (asked or 0)

    yield from breach_for(
        ground,
        lacking_in(ground, test, _concerned(ground, rules[0])),
        len(ground.posts),
        Text(
            f"资格条件没有要求 {asked} 年以上基层工作经历", f"no {asked} years at the grass roots are asked"
        ),
        Text(
            f"加上 tenure: {{grassroots: true, at_least: {{years: {asked}}}, cumulative: true}}。",
            f"Add tenure: {{grassroots: true, at_least: {{years: {asked}}}, cumulative: true}}.",
        ),
    )


def years_of(span: object) -> Decimal:
    """A span in years; a lookup or nothing counts as none."""
    months = span.whole_months() if isinstance(span, Span) else None
    return Decimal(months or 0) / 12


def tenure(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """The years on the levels below that a level asks for."""
    for rule in rules:
        asked = rule.bound()
        target, below, posts = _promoted(ground, rule)

        def test(condition: Condition, asked: object = asked) -> bool:
            if condition.matrix is not None and isinstance(condition.matrix.of, Stay):
                return all(row.years >= asked for row in condition.matrix.rows)  # type: ignore[operator]
            return condition.tenure is not None and years_of(condition.tenure.at_least) >= asked  # type: ignore[operator]

        yield from breach_for(
            ground,
            lacking_in(ground, test, posts) if asked is not None else [],
            len(ground.posts),
            Text(
                f"提任{target}，资格条件没有要求任{below} {asked} 年以上",
                f"promotion to {target}: no {asked} years as {below} are asked",
            ),
            Text(
                f"加上 tenure，at_least: {{years: {asked}}}。",
                f"Add a tenure with at_least: {{years: {asked}}}.",
            ),
            rule.id,
        )


def _promoted(ground: Ground, rule: Rule) -> tuple[str, str, list[tuple[Path, Post]]]:
    """To what a rule on promotions applies: what people are promoted to, from where, and the posts."""
    if "target" in rule.machine:
        target, below = str(rule.machine["target"]), "、".join(map(str, rule.machine["from"]))
        rung = RANK.height(target)
        return (
            target,
            below,
            [(path, p) for path, p in ground.posts if rung is not None and ground.height(p) == rung],
        )
    is_principal = "副职->正职" in str(rule.machine["when"])
    found = [
        (path, p)
        for path, p in ground.posts
        if (height := ground.height(p)) is not None and height >= _DIVISION and height % 2 == is_principal
    ]
    return ("正职", "副职", found) if is_principal else ("上级副职", "下级正职", found)


_DIVISION = RANK.height("县处级副职") or 0


def waiver(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Basic conditions and qualifications by law are never waived."""
    never = {re.sub(r"^art|\.", "", str(a)) for a in rules[0].machine["not_waivable"]}
    for path, rule in all_conditions(ground):
        article = re.sub(r"\D", "", _arabic(rule.basis.article)) if rule.basis is not None else ""
        if rule.waivable and (rule.licence is not None or article in never):
            name = rule.title or Text(rule.id or "", rule.id or "")
            yield Breach(
                path,
                Text(
                    f"“{name.zh}”属基本条件或法定资格，不得豁免",
                    f"'{name.say('en')}' is a basic condition or one of law: never waived",
                ),
                Text("删去 waivable。", "Leave waivable out."),
            )


_DIGITS = str.maketrans("一二三四五六七八九", "123456789")


def _arabic(article: str) -> str:
    return article.translate(_DIGITS)


def all_conditions(ground: Ground) -> Iterator[tuple[Path, Condition]]:
    """Every condition of the plan, common ones and those that classes and posts add or put in place."""
    if ground.plan.eligibility is not None:
        yield from _with_paths(("eligibility",), ground.plan.eligibility)
    owners: list[tuple[Path, object]] = [(("classes", i), c) for i, c in enumerate(ground.plan.classes)]
    owners += [(("posts", i), p) for i, p in enumerate(ground.plan.posts)]
    for owner, part in owners:
        for number, overlay in enumerate(getattr(part, "eligibility", ())):
            place: Path = (*owner, "eligibility", number)
            for i, added in enumerate(overlay.add):
                yield from _with_paths((*place, "add", i), added)
            for name, new in overlay.replace.items():
                yield from _with_paths((*place, "replace", name), new)


def _with_paths(path: Path, rule: Condition) -> Iterator[tuple[Path, Condition]]:
    for name, part in walked(rule):
        yield (*path, *condition_path(name)[1:]), part


def training(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Training that is lacking is made good within the year after appointment."""
    asked = rules[0].bound()
    for path, rule in all_conditions(ground):
        within = years_of(rule.until.within) if rule.until is not None and rule.training is not None else None
        if within is not None and asked is not None and within > asked:
            yield Breach(
                (*path, "until"),
                Text(
                    f"培训可在任职后 {within} 年内补足，规定为 {asked} 年内",
                    f"training within {within} years of appointment; {asked} is asked",
                ),
                Text(f"改为 within: {{years: {asked}}}。", f"Write within: {{years: {asked}}}."),
            )


def step(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Promotion goes one level at a time."""
    asked = rules[0].bound()
    for path, rule in all_conditions(ground):
        if rule.stepwise is not None and asked is not None and rule.stepwise.steps > asked:
            yield Breach(
                (*path, "stepwise"),
                Text(
                    f"允许越级：一次可升 {rule.stepwise.steps} 级",
                    f"{rule.stepwise.steps} levels may be risen at once",
                ),
                Text(
                    f"改为 steps: {asked}；破格提拔须另行报批。",
                    f"Write steps: {asked}; exceptions need approval.",
                ),
            )


def recusal(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Relations that bar from a post are asked about."""
    if ground.only_appraises() or any(rule.recusal is not None for _, rule in all_conditions(ground)):
        return
    relations = "、".join(
        str(r) for r in next((r.machine["relations"] for r in rules if "relations" in r.machine), ())
    )
    said = f"（{relations}）" if relations else ""
    yield Breach(
        ("eligibility",),
        Text(
            f"资格条件没有写任职回避{said}",
            "the conditions do not speak of recusal from a post (family relations)",
        ),
        Text(
            "加上 recusal: {with: [post_unit]}，或在任职前核查。",
            "Add recusal: {with: [post_unit]}, or check before appointing.",
        ),
        most="note",
    )


def as_of(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Conditions are judged by a day not later than the end of enrolment."""
    number = ground.first("enrolment")
    closes = ground.steps[number].closes_on if number is not None and ground.steps else None
    if closes is not None and ground.plan.as_of > closes:
        yield Breach(
            ("as_of",),
            Text(
                f"资格计算日 {ground.plan.as_of} 晚于报名截止日 {closes}",
                f"the as-of date {ground.plan.as_of} is after enrolment closes ({closes})",
            ),
            Text(
                "改为不晚于报名截止日，否则报名时无从判断。",
                "Take a day not later than that: else nobody can tell when enrolling.",
            ),
        )
