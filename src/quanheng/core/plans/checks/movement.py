"""Checks of movement (进出流动检查): taken in, taken over, posted, elected, raised in rank."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction

from quanheng.core.language.posts import Post
from quanheng.core.language.rules import Rule as Condition
from quanheng.core.language.scales import RANK
from quanheng.core.language.terms import Span
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
from quanheng.core.stages.secondment.tables import Settings as Secondment
from quanheng.core.stages.shortlist import Settings as Shortlist
from quanheng.core.values import Text

INTAKE, TAKING_OVER, ON_CONTRACT, OPEN = "遴选", "调任", "聘任制", "公开选拔"
"""What the title of a plan says about the way in which people come."""
RANKS = "CSL-19"
"""The rule that lists the ranks, the highest first."""


def service(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """An organ that takes in civil servants from below asks for years of service."""
    asked = rules[0].bound() or 0

    def test(rule: Condition) -> bool:
        work = rule.work_years.at_least if rule.work_years is not None else None
        tenure = years_of(rule.tenure.at_least) if rule.tenure is not None else 0
        return tenure >= asked or (isinstance(work, Decimal) and work >= asked)

    posts = list(ground.posts) if INTAKE in ground.plan.title.zh else []
    yield from breach_for(
        ground,
        lacking_in(ground, test, posts),
        len(posts),
        Text(f"遴选没有要求 {asked} 年以上工作经历", f"no {asked} years of service are asked"),
        Text(f"加上 work_years: {{at_least: {asked}}}。", f"Add work_years: {{at_least: {asked}}}."),
    )


def oldest(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Whoever is taken over from outside (调任) is no older than the level allows."""
    ages = {str(name): int(age) for name, age in rules[0].machine["max_age"].items()}
    for path, post in ground.posts if TAKING_OVER in ground.plan.title.zh else ():
        asked = _age_of(post, ages, ground)

        def test(rule: Condition, asked: int | None = asked) -> bool:
            most = rule.age.at_most if rule.age is not None else None
            return asked is None or (isinstance(most, Decimal) and most <= asked)

        if asked is not None and not ensures(conditions_of(ground, post), test):
            yield Breach(
                path,
                Text(
                    f"调任“{post.title.zh}”没有限 {asked} 周岁以下",
                    f"'{post.title.say('en')}' is open to people over {asked}",
                ),
                Text(f"加上 age: {{at_most: {asked}}}。", f"Add age: {{at_most: {asked}}}."),
            )


def _age_of(post: Post, ages: dict[str, int], ground: Ground) -> int | None:
    """The age for the level of a post: the highest class whose rung it reaches."""
    height = ground.height(post)
    rungs = {"厅局级": "厅局级副职", "其他处级": "县处级副职", "科级": "乡科级副职"}
    reached = [
        ages[name]
        for name, level in rungs.items()
        if height is not None and height >= (RANK.height(level) or 0)
    ]
    return next(iter(reached), None)


def employed(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """A civil servant on contract (聘任制) has one of some years, and a trial of some months at most."""
    if ON_CONTRACT not in ground.plan.title.zh:
        return
    years, months = rules[0].machine["contract_years"], rules[0].machine["probation_months"]
    term, trial = ground.plan.term, ground.plan.trial()
    spans: list[tuple[Path, Span | None, list[int], str, str]] = [
        (("term", "length"), term.length if term else None, [12 * y for y in years], "合同", "contract"),
        (("stages",), trial.length if trial else None, list(months), "试用", "trial"),
    ]
    for path, span, (least, most), zh, en in spans:
        own = span.whole_months() if span is not None else None
        if own is not None and not least <= own <= most:
            at: Path = path if path[0] == "term" else ("stages", ground.first("probation") or 0, "length")
            yield Breach(
                at,
                Text(
                    f"{zh}期 {own} 个月，规定为 {least}—{most} 个月",
                    f"the {en} runs {own} months; {least} to {most} are asked",
                ),
                Text("改为规定的期限。", "Take a length within."),
            )


def posted(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Whoever is posted away is appraised where most of the year was worked."""
    half = int(rules[0].machine["threshold_months"])
    for number, stage in ground.of(Secondment):
        at, short = stage.appraised.at, stage.appraised.short
        if at == "host" and short is not None and short.whole_months() == half:
            continue
        yield Breach(
            ("stages", number, "appraised"),
            Text(
                f"挂职的由当年工作 {half} 个月以上的单位考核，而方案不论长短都在一处",
                f"the unit where {half} months of the year were worked appraises, however the plan has it",
            ),
            Text(
                f"写明 appraised: {{at: host, short: {{months: {half}}}}}。",
                f"Say appraised: {{at: host, short: {{months: {half}}}}}.",
            ),
            most="warning",
        )


def elected(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Some more are put to an election than there are seats, and not too many."""
    extra = rules[0].machine["extra_candidates"]
    cuts = [(i, s.keep.per_seat) for i, s in ground.of(Shortlist) if s.keep.per_seat is not None]
    for number, per_seat in cuts[-1:]:
        for _, post in ground.posts:
            seats = post.fixed_seats()
            more = int((per_seat * seats).to_integral_value(ROUND_CEILING)) - seats
            least, most = _more_for(post, seats, extra)
            if seats and not least <= more <= most:
                yield Breach(
                    ("stages", number, "keep", "per_seat"),
                    Text(
                        f"“{post.title.zh}”{seats} 席，候选人多 {more} 名，规定为多 {least}—{most} 名",
                        f"'{post.title.say('en')}': {more} more than {seats} seats; {least} to {most} asked",
                    ),
                    Text("调整 per_seat。", "Change per_seat."),
                )


def _more_for(post: Post, seats: int, extra: dict[str, list[object]]) -> tuple[int, int]:
    """How many more stand than there are seats: for a principal, members of a body, or deputies."""
    if "委员" in post.title.zh:
        low, high = (Fraction(str(n)) * seats for n in extra["委员_ratio"])
        return int(-(-low // 1)), int(-(-high // 1))
    least, most = extra["正职"] if post.principal else extra["副职"]
    return int(str(least)), int(str(most))


def open_selection(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """An open selection usually inspects three for a post."""
    usual = int(rules[0].machine["value"]["考察"])
    inspected = ground.first("inspection")
    cuts = [(i, s) for i, s in ground.of(Shortlist) if inspected is not None and i < inspected]
    for number, stage in cuts[-1:] if OPEN in ground.plan.title.zh else ():
        if stage.keep.per_seat is not None and stage.keep.per_seat < usual:
            yield Breach(
                ("stages", number, "keep", "per_seat"),
                Text(
                    f"公开选拔按 1∶{stage.keep.per_seat.normalize():f} 考察，通常每个职位考察 {usual} 人",
                    f"{stage.keep.per_seat.normalize():f} are inspected for a seat; {usual} are usual",
                ),
                Text(f"改为 per_seat: {usual}，或说明理由。", f"Write per_seat: {usual}, or say why."),
            )


def highest_rank(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """No rank is given above the highest that organs of this level may have."""
    order = [str(rank) for rank in ground.catalogue.rule(RANKS).machine["enum"]]
    level = ground.plan.organisation.level
    tops = [
        str(rank) for organs, rank in rules[0].machine["max_rank"].items() if _is_among(level, str(organs))
    ]
    for top in tops[:1]:
        above = order[: order.index(top)]
        for path, post in ground.posts:
            if not post.leading and any(rank in (post.level, post.title.zh) for rank in above):
                yield Breach(
                    path,
                    Text(
                        f"“{post.title.zh}”高于本级机关可设的最高职级{top}",
                        f"'{post.title.say('en')}' is above {top}, the highest rank here",
                    ),
                    Text("核对机关规格与职级设置。", "Check the level of the organ and its ranks."),
                )


def _is_among(level: str, organs: str) -> bool:
    """Whether the level of an organisation is one that a cell of the table names: 县 is one of 县乡机关."""
    own = _bare(level)
    names = [_bare(name) for name in organs.split("/")]
    return bool(own) and any(own == name or (len(name) == len("县乡") and own in name) for name in names)


def _bare(level: str) -> str:
    return level.removesuffix("机关").removesuffix("级")


def shortened(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Where ranks are given, a year graded excellent shortens the years that are asked for."""
    for path, rule in all_conditions(ground) if ground.gives_ranks() else ():
        stay = rule.tenure
        if (
            stay is not None
            and stay.at_least is not None
            and stay.shortened_by is None
            and not stay.grassroots
        ):
            yield Breach(
                (*path, "tenure"),
                Text(
                    "晋升职级的任职年限没有写优秀等次可以缩短",
                    "a year graded excellent does not shorten the tenure asked for a rank",
                ),
                Text(
                    "加上 shortened_by: {grade: 优秀, months: 6}，或在审查时折算。",
                    "Add shortened_by: {grade: 优秀, months: 6}, or work it out in the review.",
                ),
                most="note",
            )
