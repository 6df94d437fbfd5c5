"""Six members of staff and five offices for tests of two-way selection, in few words."""

from dataclasses import replace
from datetime import date

from core.stage_ground import inputs, person

from quanheng.core.stages.matching import Adjustment, Choice, Preference, Settings
from quanheng.core.values import Slate

DAY = date(2026, 3, 13)


def settings(**more):
    said_so = {
        "id": "two-way",
        "kind": "matching",
        "takers": {"except_holders_of": ["中层"], "identities": ["干部"]},
        "preferences": {"min": 1, "max": 3},
        "adjusted_by": "committee",
        "waiting": {"length": {"months": 3}, "pay": {"zh": "只发基本工资", "en": "basic pay only"}},
    }
    return Settings.model_validate(said_so | more)


def ground(
    preferences=(), choices=(), adjustments=(), establishment=(), people=(), calls=(), courses=(), **more
):
    """Six members of staff, two of them in 园区, and what they and the offices said."""
    units = {"p1": "园区", "p2": "园区"}
    known = {f"p{n}": person(f"p{n}", unit=units.get(f"p{n}", "东片"), identity="干部") for n in range(1, 7)}
    known |= {p.id: replace(p, identity="干部") for p in people}
    rows = {
        "preferences": preferences,
        "choices": choices,
        "adjustments": adjustments,
        "establishment": establishment,
        "calls": tuple(calls),
        "courses": tuple(courses),
    }
    return inputs(rows, known.values(), **more)


def wishes(*words, number=1):
    """Preferences from words like 'p1@park,farm'."""
    return tuple(
        Preference(person=p, office=office, order=n, round=number, stated_on=DAY)
        for p, own in (word.split("@") for word in words)
        for n, office in enumerate(own.split(","), start=1)
    )


def orders(*words, number=1):
    """Choices from words like 'park:p1,p2'; a person with a minus is not taken."""
    found = []
    for office, own in (word.split(":") for word in words):
        for n, p in enumerate(own.split(","), start=1):
            taken = not p.startswith("-")
            given = {"order": n} if taken else {"accept": False, "remark": "专业不符"}
            found.append(Choice(office=office, person=p.strip("-"), round=number, **given))
    return tuple(found)


def adjustment(who="p4", office="park", **more):
    return Adjustment(person=who, office=office, reason="岗位空缺", decided_by="纪要第2号", **more)


EMPTY = Slate((), {"park": 2, "farm": 1, "east": 1, "west": 1})
