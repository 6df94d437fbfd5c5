"""Checks of results (结果检查): grades of the law, who is excellent, dismissal, how long a handling acts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from quanheng.core.language.terms import Condition, Span
from quanheng.core.plans.checks.ground import Breach, Ground, Path
from quanheng.core.plans.timeline import said_span
from quanheng.core.regulations import Rule
from quanheng.core.stages.consequence import ConsequenceRule
from quanheng.core.stages.consequence import Settings as Consequence
from quanheng.core.stages.grading.tables import Settings as Grading
from quanheng.core.stages.nomination.tables import Settings as Nomination
from quanheng.core.values import Text

YEARLY, DAILY = "年度考核", "平时考核"
UNGRADED = "不定"
"""Whoever gets no grade (不定等次)."""
CONTRACTS = ("契约", "任期制", "经理层")
"""What the title of a plan says that holds managers to a contract of targets."""


def appraises(ground: Ground, rule: Rule) -> bool:
    """Whether the plan is an appraisal of the sort that a rule speaks of: of a year, or from day to day."""
    title, is_daily = ground.plan.title.zh, DAILY in rule.rule_zh and YEARLY not in rule.rule_zh
    return (DAILY if is_daily else YEARLY) in title


def statutory_grades(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """An appraisal ends in the grades that the law has, all of them and no other."""
    last = ground.last("grading")
    for number, stage in ground.of(Grading):
        for rule in rules if number == last else ():
            if not appraises(ground, rule):
                continue
            law = [str(grade) for grade in rule.machine["enum"]]
            titles = [grade.title.zh.removesuffix("等次") for grade in stage.grades]
            said, at = "、".join(law), ("stages", number, "grades")
            for place, title in enumerate(titles):
                if title not in (*law, UNGRADED):
                    yield _other_grade((*at, place, "title"), title, said, rule)
            absent = "、".join(grade for grade in law if grade not in titles)
            if absent and any(title in law for title in titles):
                yield Breach(
                    at,
                    Text(f"没有法定等次：{absent}", f"grades of the law are missing: {absent}"),
                    Text(f"写全：{said}。", f"Have them all: {said}."),
                    rule=rule.id,
                    most="warning",
                )


def _other_grade(path: Path, title: str, said: str, rule: Rule) -> Breach:
    return Breach(
        path,
        Text(f"“{title}”不是法定等次，规定为{said}", f"'{title}' is no grade of the law, which has {said}"),
        Text(
            "改为法定等次；单位内部的档次另设一个定等环节，写在它之前。",
            "Take a grade of the law; an office's own classes make a stage of their own before it.",
        ),
        rule=rule.id,
    )


def excellent_barred(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Somebody who was sanctioned or admonished, or whom the rules name, is not graded excellent."""
    for number, stage in ground.of(Grading) if YEARLY in ground.plan.title.zh else ():
        for place, grade in enumerate(stage.grades):
            if grade.title.zh.removesuffix("等次") == "优秀" and grade.needs is None:
                yield Breach(
                    ("stages", number, "grades", place),
                    Text(
                        "没有写哪些人不得评优秀（受处分、诫勉等）",
                        "the plan does not say who may not be excellent (sanctioned, admonished …)",
                    ),
                    Text(
                        "写明 needs，如 needs: {quantity: 处分, is: {at_most: 0}}，由考核数据录入。",
                        "Say needs, as {quantity: sanctions, is: {at_most: 0}}, entered as a figure.",
                    ),
                    most="note",
                )


def excellent_announced(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Whoever is to be graded excellent is announced inside the office."""
    last = ground.last("grading")
    if last is None or YEARLY not in ground.plan.title.zh:
        return
    if not any(stage.kind == "public_notice" for stage in ground.plan.stages[last + 1 :]):
        yield Breach(
            ("stages", last),
            Text("定等之后没有公示拟定优秀的人员", "those to be graded excellent are not announced"),
            Text(
                f"在定等之后加上 public_notice 环节，lasts: {{working_days: {rules[0].bound()}}}。",
                f"Add a public_notice after it, with lasts: {{working_days: {rules[0].bound()}}}.",
            ),
        )


def dismissal(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Two poor years in a row end in dismissal: not one, and not three."""
    for path, consequence in _consequences(ground):
        for rule in rules:
            word = "辞退" if rule.machine["effect"] == "dismiss" else "解除"
            times, asked = _running(consequence), rule.bound()
            if word in consequence.then.zh and times is not None and asked is not None and times != asked:
                yield Breach(
                    path,
                    Text(
                        f"连续 {times} 期考核最低等次即{word}，规定为连续 {asked} 年",
                        f"{times} poor results in a row end the employment; the rule says {asked} years",
                    ),
                    Text(
                        f"改为连续 {asked} 年；另有约定的，写明依据。",
                        f"Make it {asked} years in a row, or name what else it rests on.",
                    ),
                    rule=rule.id,
                    most="error" if YEARLY in ground.plan.title.zh else "warning",
                )


def _running(consequence: ConsequenceRule) -> int | None:
    """How many poor results in a row a consequence asks for; None where it looks at something else."""
    streak, whom = consequence.streak, consequence.whom
    if streak is not None:
        poor = any(word in ("不称职", "不合格") for word in streak.results)
        return streak.times if poor and streak.within is None else None
    asked = None if whom is None else whom.appraisals
    if asked is None or asked.every is None or not set(asked.every.grade_in or ()) & {"不称职", "不合格"}:
        return None
    return asked.last


def _consequences(ground: Ground) -> Iterator[tuple[Path, ConsequenceRule]]:
    for number, stage in ground.of(Consequence):
        yield from ((("stages", number, "rules", i), rule) for i, rule in enumerate(stage.rules))


def effect_of_handling(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """What is imposed by its legal name acts no shorter than the law lets it act."""
    for rule in rules:
        months = _months_of(rule)
        for path, name, span in (*_imposed(ground), *_accountable(ground)):
            asked, own = months.get(name), span.whole_months()
            if asked is not None and own is not None and own < asked:
                zh, en = said_span(span)
                yield Breach(
                    path,
                    Text(
                        f"“{name}”的影响期写为{zh}，规定为 {asked} 个月",
                        f"'{name}' is to act for {en}; the rule says {asked} months",
                    ),
                    Text(f"改为 {{months: {asked}}}。", f"Write {{months: {asked}}}."),
                    rule=rule.id,
                    most="warning",
                )


def _months_of(rule: Rule) -> Mapping[str, int]:
    """How long each handling of a table acts, by name; the Party's warning is told from that of the state."""
    table = rule.machine.get("months") or rule.machine["influence_months"]
    known = {name: int(months) for names, months in table.items() for name in str(names).split("/")}
    return {("党内警告" if n == "警告" and "严重警告" in known else n): m for n, m in known.items()}


def _imposed(ground: Ground) -> Iterator[tuple[Path, str, Span]]:
    for path, rule in _consequences(ground):
        if rule.lasts is not None:
            yield (*path, "lasts"), rule.then.zh.removeprefix("予以").removesuffix("处分"), rule.lasts


def _accountable(ground: Ground) -> Iterator[tuple[Path, str, Span]]:
    for number, stage in ground.of(Nomination):
        for place, way in enumerate(stage.accountability.consequences if stage.accountability else ()):
            if way.effect is not None:
                at: Path = ("stages", number, "accountability", "consequences", place, "effect")
                yield at, way.title.zh, way.effect


def exit_line(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """A manager under contract leaves below the line that contracts usually have, not below a lower one."""
    line = Decimal(str(rules[0].machine["value"]))
    for path, rule in _consequences(ground) if any(w in ground.plan.title.zh for w in CONTRACTS) else ():
        low = [bound for bound in _points_under(rule.when) if bound < line] if rule.departs else []
        if low:
            yield Breach(
                (*path, "when"),
                Text(
                    f"低于 {low[0].normalize():f} 分才退出，通常为 {line} 分",
                    f"the exit is below {low[0].normalize():f} points; {line} is usual",
                ),
                Text(
                    f"改为 under: {line}，或说明契约的约定。", f"Write under: {line}, or say what was agreed."
                ),
            )


def _points_under(condition: Condition | None) -> Iterator[Decimal]:
    if condition is None:
        return
    if condition.quantity == "points" and condition.is_ is not None:
        bound = condition.is_.under if condition.is_.under is not None else condition.is_.at_most
        yield from () if bound is None else (bound,)
    for part in (*(condition.all or ()), *(condition.any or ())):
        yield from _points_under(part)
