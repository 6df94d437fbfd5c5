"""People and rules made up at random, with dates that fall on the edges where verdicts turn."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from quanheng.core.language.posts import Frame, Post
from quanheng.core.language.rules import Rule
from quanheng.core.language.scales import Scales
from quanheng.core.people import (
    Appraisal,
    Award,
    Education,
    Person,
    Relation,
    Reserve,
    Sanction,
    Tenure,
    Training,
)
from quanheng.core.workdays import PartialDate, add_months

DAYS = (date(2026, 3, 10), date(2024, 2, 29), date(2025, 12, 31), date(2026, 3, 31), date(2026, 1, 1))
RANKS = ("科员", "副科级", "正科", "乡科级正职", "副处级", "正处级")
GRADES = ("优秀", "称职", "合格", "基本称职", "不称职", "不定等次", "未参加考核")
LEVELS = ("高中", "大专", "本科", "大学", "研究生", "博士研究生", "进修")
DEGREES = ("", "无", "学士", "硕士学位", "博士", "荣誉")
UNITS = ("党政办", "农办", "")
NAMES = ("科长", "副科长", "主任", "村党支部书记")
SCALES = {
    "ladders": {"健康等级": {"levels": [["差"], ["中", "一般"], ["好"]]}},
    "equivalences": {
        "国企": {
            "rows": {"科长": "正科级"},
            "by_firm_size": {"大": {"主任": "副处级"}, "小": {"主任": "正科级"}},
        }
    },
}
POSTS = (
    {
        "id": "p1",
        "title": "农办主任",
        "unit": "农办",
        "level": "正科级",
        "class": "业务",
        "group": "甲",
        "parameters": {"age": 45, "hours": 60},
    },
    {"id": "p2", "title": "科长", "unit": "党政办", "level": "特级"},
    {"id": "p3", "title": "主任"},
)
HISTORIES = (
    "educations",
    "tenures",
    "appraisals",
    "sanctions",
    "trainings",
    "awards",
    "relations",
    "reserves",
)


def frame_of(as_of: date) -> Frame:
    """A plan with three posts, of which the second has no level on the ladder and the third none at all."""
    posts = {post["id"]: Post.model_validate(post) for post in POSTS}
    scales = Scales.model_validate(SCALES)
    return Frame(posts=posts, as_of=as_of, scales=scales, members={"leaders": ("P1", "P2")})


class Chance:
    """One sequence of choices: the same seed makes the same people and rules."""

    def __init__(self, seed: int, as_of: date) -> None:
        self.random, self.as_of = Random(seed), as_of

    def one(self, *choices: Any) -> Any:
        return self.random.choice(choices)

    def some(self, choices: tuple[Any, ...], most: int = 2) -> list[Any]:
        return self.random.sample(choices, self.random.randint(1, most))

    def day(self, years: int) -> date:
        """A day so many years back or fewer, most often to the day or the month, a day more or less."""
        months = self.random.randint(0, years * 12)
        day = add_months(self.as_of, -(months if self.random.random() < 0.5 else months // 12 * 12))
        return day + timedelta(days=self.one(0, 0, 1, -1, 30, -30, self.random.randint(-20, 20)))

    def partial(self, years: int) -> PartialDate | None:
        day = self.day(years)
        exact = self.one(True, True, False, None)
        return None if exact is None else PartialDate(day.year, day.month, day.day if exact else None)


def person_of(chance: Chance, number: int) -> Person:
    """Someone with histories, facts not entered and histories marked missing."""
    r, one = chance.random, chance.one
    missing = {name for name in HISTORIES if r.random() < 0.06}
    party = one("中共党员", "群众", None)
    attributes = {
        "高度": one("170", "165.5", "很高", " 180 "),
        "离职": one("是", "否", "2025-03", "2023-03-10", "不详"),
        "考核排名": one("3/20", "18/20", "20/20", "0/3", "第三"),
        "licences": one("会计师；律师、教师", "律师", "教师"),
        "驻地": one("井下", "地面"),
        "体检": one("一般", "好", "差", "未知"),
        "firm_size": one("大", "小"),
        "退休": one("2027-03", "2026-09-10", "待定"),
        "到岗": one("2024-02", "2024-03-09"),
    }
    return Person(
        id=f"P{number}",
        name=f"某{number}",
        sex=one("男", "女", None),
        born=PartialDate(1980 + r.randint(-5, 5), one(2, 3, 3, 12), one(None, 9, 10, 11, 29 - 1))
        if r.random() < 0.6
        else chance.partial(50),
        nation=one("汉族", "回族", None),
        party=party,
        party_joined=chance.partial(20) if party == "中共党员" else None,
        work_started=chance.partial(12),
        identity=one("公务员", "工人", None),
        establishment=one("行政编制", "事业编制", None),
        unit=one("农办", "党政办", None),
        health=one("健康", "一般", None),
        attributes={k: v for k, v in attributes.items() if r.random() < 0.8},
        missing=frozenset(missing),
        **{name: () if name in missing else tuple(_history(chance, name)) for name in HISTORIES},
    )


def _history(chance: Chance, name: str) -> list[Any]:
    r, one = chance.random, chance.one
    count = r.randint(0, 4)
    if name == "educations":
        return [
            Education(
                one(*LEVELS),
                one(*DEGREES),
                one(True, False),
                "",
                one("法学", "农学与林学", ""),
                one(None, chance.day(6)),
            )
            for _ in range(count)
        ]
    if name == "tenures":
        return _tenures(chance)
    if name == "appraisals":
        years = r.sample(range(chance.as_of.year - 7, chance.as_of.year + 1), r.randint(0, 8))
        return [Appraisal(year, one(*GRADES, "优秀", "称职", "称职")) for year in sorted(years)]
    if name == "sanctions":
        return [_sanction(chance) for _ in range(r.randint(0, 2))]
    if name == "trainings":
        return [
            Training(one("党校主体班", "业务班"), chance.day(6), one(0, 20, 40), one("党校", "业务"))
            for _ in range(count)
        ]
    if name == "awards":
        return [Award(one("嘉奖", "三等功"), one("县级", "市级"), chance.day(6)) for _ in range(count)]
    if name == "relations":
        return [Relation(one("P1", "P3", "农办"), one("配偶", "父子")) for _ in range(r.randint(0, 2))]
    return [_reserve(chance) for _ in range(r.randint(0, 2))]


def _sanction(chance: Chance) -> Sanction:
    decided = chance.day(4)
    return Sanction(
        chance.one("警告", "记过"), decided, chance.one(None, add_months(decided, 6), add_months(decided, 12))
    )


def _reserve(chance: Chance) -> Reserve:
    entered = chance.one(None, chance.day(4))
    left = (
        None
        if entered is None
        else chance.one(None, None, entered + timedelta(days=chance.random.randint(0, 700)))
    )
    return Reserve(chance.one("正职后备", "副职后备"), entered, left)


def _tenures(chance: Chance) -> list[Tenure]:
    one, found = chance.one, []
    for _ in range(chance.random.randint(0, 6)):
        since = chance.day(12)
        length = one(None, chance.random.randint(0, 60))
        until = None if length is None else add_months(since, length) + timedelta(days=one(0, 0, -1, 1, 17))
        until = until if until is None or until >= since else since
        kind = one("post", "rank", "title", "secondment", "work", "study", "post", "rank")
        found.append(
            Tenure(
                kind,
                one("中级", "副高级", "讲师")
                if kind == "title"
                else one(*RANKS)
                if kind == "rank"
                else one(*NAMES),
                since,
                until,
                one(*UNITS),
                one("", *RANKS, "其他"),
                one(True, False),
                one(True, False),
                one("", "p1", "p2"),
            )
        )
        if until is not None and one(
            True, False
        ):  # the next stretch begins where this one ends, or a day off
            begin = until + timedelta(days=one(0, 1, 1, 2))
            if begin <= chance.as_of:
                found.append(
                    Tenure(kind, found[-1].name, begin, None, found[-1].unit, found[-1].level, True, True)
                )
    return sorted(found, key=lambda t: (t.since, t.kind, t.name))


def rulings_of(chance: Chance, people: list[Person]) -> list[tuple[str, str, str]]:
    """Waivers and papers for some people, by the id of the rule: person, rule, kind."""
    kinds = [(rule, kind) for rule in ("r1", "r2", "r3") for kind in ("waiver", "paper")]
    return [(p.id, rule, kind) for p in people for rule, kind in kinds if chance.random.random() < 0.2]


PREDICATE_KINDS = 30


def predicates(chance: Chance) -> dict[str, Any]:
    """One condition of every kind, with its numbers at random."""
    c, one, some, number = chance, chance.one, chance.some, chance.random.randint
    window = one({"years": 1}, {"years": 3}, {"months": 6}, {"days": 90}, {"years": 1.5})
    bound = one("at_least", "over", "at_most", "under")
    by_sex = {"by": "sex", "values": {"男": number(40, 50), "女": number(38, 45)}}
    by_rank = {"by": "rank", "values": {"副科级": 45, "正科级": 48}, **one({}, {"else": 40})}
    by_degree = {
        "by": one("degree", "education"),
        "values": {"博士": 50, "学士": 42, "本科": 44, "研究生": 47},
    }
    nested = {"by": "post_level", "values": {"正科": by_sex, "副处级": 50}, **one({}, {"else": 45})}
    amount = one(number(35, 55), 44.5, by_sex, by_rank, by_degree, nested, {"post_parameter": "age"})
    age = one(
        {bound: amount, "counting": one("completed", "exact", "calendar_year")},
        {"at_least": number(35, 45), "at_most": number(45, 47), "counting": one("completed", "exact")},
        {"at_most": 45, "born_on_or_before": date(1985, 3, 10)},
        {"born_on_or_after": date(1980, 3, 10), **one({}, {"at_least": 42})},
    )
    education = one(
        {"at_least": one("大专", "本科", "硕士研究生")},
        {"in": some(LEVELS), "full_time": one(True, False)},
        {"degree_at_least": one("学士", "硕士"), "major_has": ["农"]},
        {"major_in": ["法学"], "at_least": "本科", "studying_counts": one(True, False)},
    )
    years = one(
        {"at_least": number(1, 15)},
        {"over": number(1, 10), "under": number(8, 18)},
        {"at_most": number(0, 9)},
    )
    grade = one(
        {"grade_at_least": one("称职", "优秀")}, {"grade_in": some(GRADES)}, {"grade_at_least": "特优"}
    )
    count = {**grade, **one({"n": number(0, 3)}, {"at_most": number(0, 2)}, {"n": 1, "at_most": 2})}
    appraisals = {
        "last": number(1, 5),
        "this_year": one(False, False, True),
        "short_service": one("available", "unknown", "not_met"),
        "ungraded": one("unknown", "skip", "met", "not_met"),
        **one(
            {"every": grade}, {"any": grade}, {"count": count}, {"consecutive": {**grade, "n": number(1, 3)}}
        ),
    }
    return {
        "age": age,
        "sex": one({"in": ["女"]}, {"not_in": ["女"]}),
        "nation": one({"in": ["回族", "壮族"]}, {"not_in": ["汉族"]}),
        "education": education,
        "degree": {"at_least": one("学士", "硕士", "博士"), "full_time": one("any", True)},
        "professional_title": one({"in": ["中级", "讲师"]}, {"at_least": one("中级", "副高")}, {"at_least": "中级", "scale": "无此表"}),
        "licence": {"has": some(("会计师", "律师", "教师")), "every": one(True, False)},
        "training": {
            **one({}, {"kind": ["党校"]}),
            **one({}, {"name_has": ["主体", "进修"]}),
            **one({"count_at_least": number(1, 3)}, {"hours_at_least": one(40, {"post_parameter": "hours"})}),
            **one({}, {"within": window}),
        },
        "award": {**one({}, {"name_has": ["功"]}, {"level_in": ["市级"]}), "count_at_least": number(1, 2), **one({}, {"within": window})},
        "attribute": {
            **one(
                {"name": "高度", bound: one(165, 165.5, {"by": "sex", "values": {"男": 170, "女": 160}})},
                {"name": "驻地", "in": ["井下"]},
                {"name": "驻地", "not_in": ["井下"]},
                {"name": "到岗", one("on_or_after", "on_or_before"): date(2024, 2, 15)},
                {"name": "体检", "scale": one("健康等级", "无此表"), one("from_level", "to_level"): "一般"},
            )
        },
        "flag": {"name": "离职", "expected": one(True, False), "if_absent": one("unknown", "no", "yes"), **one({}, {"within": window})},
        "identity": one({"in": ["公务员"]}, {"not_in": ["工人"]}),
        "establishment": {"in": ["行政编制"]},
        "unit": one({"in": ["农办"]}, {"not_in": ["农办"]}),
        "health": {"in": ["健康"]},
        "party": {"in": ["中共党员"]},
        "party_years": years,
        "work_years": years,
        "tenure": tenure(c),
        "terms": {
            **one({"name_in": ["科长"]}, {"level": {"at_least": "副科级"}}, {"kind": "post", "unit": "own"}, {"not_counted_grades": ["不称职"]}),
            "length": {"years": number(2, 5)},
            **one({}, {"partial_counts_from": {"years": number(1, 2)}}),
            **one({"at_most": number(0, 2)}, {"at_least": number(1, 3)}),
        },
        "stepwise": {"steps": number(0, 2), "history": one(True, False), **one({}, {"equivalence": "国企"})},
        "matrix": {
            "of": one("work", "party", {"level": {"at_least": "副科级"}}, {"kind": ["post"]}),
            "rows": [{"education": "本科", "years": number(1, 6)}, {"title": "中级", "degree": "硕士", "years": number(0, 4)}],
        },
        "appraisals": appraisals,
        "sanction": {**one({}, {"kinds": ["警告"]}), **one({"in_effect": False}, {"in_effect": "any", "within": window}, {"within": window})},
        "ranking_bar": {
            "ranking": "考核排名",
            **one({"not_bottom": 3}, {"top": 3}, {"top_share": "1/3"}, {"not_bottom_share": 0.25}),
            "if_absent": one("unknown", "met", "not_met"),
        },
        "remaining_service": {
            **one({"at_least": window}, {"until": date(2043, 3, 10)}),
            **one({"retirement": {"by": "sex", "values": {"男": 63, "女": 58}}}, {"retirement": 60.5}, {"retires_on": "退休"}),
        },
        "own_unit_barred": {},
        "flow": {
            "person_by": one("unit", "驻地", "rank", "education", "post_class"),
            "post_by": one("unit", "post_class", "post", "post_level"),
            one("allowed", "barred"): [{"from": some(("农办", "井下", "正科级", "本科", "*")), "to": some(("农办", "*", "p1", "业务"))}],
        },
        "recusal": {**one({}, {"kinds": ["配偶"]}), "with": some(("leaders", "post_unit", "judges"))},
        "incumbent": {"of": one("this_post", "plan_posts", ["科长", "p2"]), "must": one(True, False)},
        "reserve_list": {"in": ["正职后备"], **one({}, {"valid_for": window})},
    }  # fmt: skip


def tenure(chance: Chance) -> dict[str, Any]:
    """A condition on time in post: which stretches, and what is asked of them."""
    one, some, number = chance.one, chance.some, chance.random.randint
    level = one(
        {"at_least": "副科级"}, {"in": ["正科级"]}, {"at_most": "正科级"}, {"post_offset": -1}, {"offset_at_least": -1},
        {"at_least": "副科级", "equivalence": one("国企", "无此表")}, {"at_least": "副科级", "scale": "无此表"},
    )  # fmt: skip
    span = one({"years": number(1, 6)}, {"months": number(0, 40)}, {"days": number(1, 900)})
    by = {
        "by": one("post_class", "sex", "rank"),
        "values": {"业务": 2, "男": 3, "女": 2, "正科级": 1},
        **one({}, {"else": 4}),
    }
    asked: dict[str, Any] = {
        **one({}, {"kind": some(("post", "rank", "work"))}),
        **one({}, {"level": level}),
        **one({}, {}, {"name_has": ["科"]}, {"name_in": ["科长"]}),
        **one({}, {}, {"unit": one("own", "same_as_post", ["农办"])}),
        **one({}, {}, {"leading": one(True, False)}),
        **one({}, {}, {"grassroots": one(True, False)}),
        **one({}, {}, {"secondment_counts": False}),
        **one({}, {}, {"not_counted_grades": ["不称职", "基本合格"]}),
        **one({}, {}, {}, {"within": {"years": number(1, 5)}}),
        **one({}, {}, {"current": one(True, False)}),
        **one({}, {}, {"posts_count": number(1, 3)}),
        **one({}, {}, {"at_most": one({"years": 4}, {"days": 900})}),
        "cumulative": one(True, False),
        "at_least": one(span, span, by),
    }
    if "days" not in asked["at_least"]:
        asked |= one({}, {"shortened_by": {"grade": "优秀", "months": 6, **one({}, {"at_most_months": 12})}})
    return asked


def rule_of(chance: Chance) -> Rule:
    """One of every predicate, some of them in groups and with what may ease them."""
    leaves = [{name: value} for name, value in predicates(chance).items()]
    leaves += [{"sex": {"in": ["女"]}}] * (-len(leaves) % 3)
    chance.random.shuffle(leaves)
    groups = [_grouped(chance, leaves[i : i + 3], f"r{i // 3}") for i in range(0, len(leaves), 3)]
    return Rule.model_validate({"all": groups})


def _grouped(chance: Chance, leaves: list[dict[str, Any]], name: str) -> dict[str, Any]:
    one = chance.one
    firm = {"sex": {"in": ["女"]}}, {"unit": {"in": ["农办"]}}, {"work_years": {"at_least": 5}}
    first = {
        **leaves[0],
        **one({}, {}, {"when": one(*firm)}),
        **one({}, {}, {"exempt": {"when": one(*firm), "reason": "照顾"}}),
        **one({}, {}, {"as_of": chance.day(2)}),
    }
    second = {
        **leaves[1],
        "id": name,
        **one({}, {"waivable": True}),
        **one(
            {},
            {"relax": {"to": {"any": [one(*firm), {"health": {"in": ["健康"]}}]}, "when": one(*firm), **one({}, {"needs": "批复"})}},
            {"relax": {"to": {"identity": {"in": ["公务员"]}}, "needs": "批复"}},
        ),
        **one({}, {}, {}, {"until": {"within": {"months": 6}, "what": "补足"}}),
    }  # fmt: skip
    third = one(
        {"not": leaves[2]},
        {"at_least_n": {"n": 2, "of": [leaves[2], one(*firm), {"health": {"in": ["健康"]}}]}},
        {**leaves[2], "strength": "soft"},
        leaves[2],
    )
    return {one("all", "any"): [first, second, third], **one({}, {}, {"when": one(*firm)})}
