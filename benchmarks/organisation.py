"""A made-up organisation (虚构单位): a short cast of people, and the histories that each of them has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from street_facts import COURSES, GIVEN_MEN, GIVEN_WOMEN, MAJORS, SCHOOLS, SURNAMES

from quanheng.core import roster_tables as t
from quanheng.core.inputs import Row

Tables = dict[str, list[Row]]


@dataclass(frozen=True)
class Someone:
    """One person of the cast: where they work, what they hold since when, and what is unusual about them.

    Shapes: `grades` are appraisals that differ from competent, by year; `appraised` whether
    they were ever entered; `kin` says
    what somebody is to them, and they to that one; `source` is where somebody from outside comes from; birth
    year, party and major are drawn where nothing is said.
    """

    key: str
    unit: str
    title: str
    level: str
    since: int
    kind: str = "post"
    leading: bool = False
    post: str = ""
    school: str = "大学本科"
    full_time: bool = True
    establishment: str = ""
    identity: str = ""
    grassroots: bool = True
    grades: Mapping[int, str] = field(default_factory=dict)
    appraised: bool = True
    trained: bool = True
    sanction_until: date | None = None
    kin: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    source: str = ""
    sex: str = ""
    born: int = 0
    party: str = ""
    major: str = ""


@dataclass(frozen=True)
class Seats:
    """Places that the establishment office approved for a unit and level."""

    unit: str
    level: str
    seats: int
    leading: bool = True


@dataclass(frozen=True)
class Organisation:
    """An organisation as it is told: its units, its approved places, its people, and on which day.

    Shapes: `units` are code, name, parent, kind; `middle` and `start` are the levels that a career passes.
    """

    prefix: str
    units: Sequence[tuple[str, str, str, str]]
    seats: Sequence[Seats]
    cast: Sequence[Someone]
    as_of: date
    identity: str
    establishment: str
    steps: Sequence[tuple[str, str]]
    paper: str

    def codes(self) -> dict[str, str]:
        """The code of everybody by key."""
        return {one.key: f"{self.prefix}{number:03d}" for number, one in enumerate(self.cast, 1)}


LADDER = (
    ("一级科员", "科员级"),
    ("三级主任科员", "乡科级副职"),
    ("一级主任科员", "乡科级正职"),
    ("三级调研员", "县处级副职"),
    ("一级调研员", "县处级正职"),
    ("", "厅局级副职"),
)
"""A rank on every rung, which somebody held on the way up."""


def rungs_between(last: str, level: str) -> tuple[tuple[str, str], ...]:
    """The ranks that lie between the last step of a career and a level, so that nobody skips one."""
    levels = [rung for _, rung in LADDER]
    if last not in levels or level not in levels:
        return ()
    return LADDER[levels.index(last) + 1 : levels.index(level)]


def make_roster(told: Organisation, seed: int) -> Tables:
    """The roster of an organisation, the same for the same seed."""
    tables: Tables = {table.name: [] for table in t.TABLES}
    for code, name, parent, kind in told.units:
        tables["units"].append(t.UnitRow(code=code, name=name, parent=parent, kind=kind))
    for place in told.seats:
        tables["establishments"].append(
            t.EstablishmentRow(
                unit=place.unit,
                level=place.level,
                leading=place.leading,
                seats=place.seats,
                approved_on=date(told.as_of.year - 2, 6, 1),
                paper=told.paper,
            )
        )
    chance, names = Random(f"{told.prefix}-{seed}"), _names(told.prefix, seed)
    for one in told.cast:
        _add(tables, told, one, chance, names)
    return tables


def _names(prefix: str, seed: int) -> dict[str, list[str]]:
    chance = Random(f"names-{prefix}-{seed}")
    made = {}
    for sex, letters in (("男", GIVEN_MEN), ("女", GIVEN_WOMEN)):
        found = [s + a + b for s in sorted(set(SURNAMES)) for a in letters for b in letters if a != b]
        chance.shuffle(found)
        made[sex] = found
    return made


def _add(
    tables: Tables, told: Organisation, one: Someone, chance: Random, names: dict[str, list[str]]
) -> None:
    codes, unit_names = told.codes(), {code: name for code, name, _, _ in told.units}
    code, sex = codes[one.key], one.sex or chance.choice(("男", "男", "女"))
    between = rungs_between(told.steps[-1][1], one.level)
    begun = date(min(one.since - len(told.steps) * 3 - len(between) * 4, told.as_of.year - 4), 7, 1)
    age = chance.randint(22, 24)
    born = one.born or begun.year - age
    if one.born:
        begun = date(one.born + age, 7, 1)
    party = one.source != "outside" or chance.random() < 0.5
    tables["people"].append(
        t.PersonRow(
            code=code,
            name=names[sex].pop(),
            sex=sex,
            born=str(date(born, 1, 1) + timedelta(days=chance.randint(0, 364))),
            nation=chance.choices(("汉族", "回族", "畲族"), (94, 3, 3))[0],
            party=one.party or ("中共党员" if party else "群众"),
            party_joined=f"{begun.year + 1}-06" if party and one.party in ("", "中共党员") else None,
            work_started=str(begun)[:7],
            identity=one.identity or told.identity,
            establishment=one.establishment or told.establishment,
            unit=one.unit,
            health="健康",
        )
    )
    _add_career(tables, told, one, code, begun, unit_names[one.unit])
    _add_histories(tables, told, one, code, begun, chance)
    for key, (to_them, to_me) in one.kin.items():
        tables["relations"].append(t.RelationRow(person=code, to=codes[key], kind=to_them))
        tables["relations"].append(t.RelationRow(person=codes[key], to=code, kind=to_me))
    if one.source:
        tables["attributes"].append(t.AttributeRow(person=code, name="source", value=one.source))


def _add_career(tables: Tables, told: Organisation, one: Someone, code: str, begun: date, unit: str) -> None:
    """The steps before what is held now, three years and more each; the first of them at the grass roots."""
    held = date(one.since, 3, 1)
    steps = (*told.steps, *rungs_between(told.steps[-1][1], one.level))
    length = (held - begun) // max(1, len(steps))
    for number, (name, level) in enumerate(steps):
        since = begun + length * number
        until = held if number == len(steps) - 1 else begun + length * (number + 1)
        low = one.grassroots and number == 0
        kind = "rank" if level else "work"
        if since < until:
            tables["tenures"].append(
                t.TenureRow(
                    person=code,
                    kind=kind,
                    name=name,
                    since=since,
                    until=until,
                    unit="基层单位" if low else unit,
                    level=level,
                    grassroots=low,
                )
            )
    tables["tenures"].append(
        t.TenureRow(
            person=code,
            kind=one.kind,
            name=one.title,
            since=held,
            unit=unit,
            level=one.level,
            leading=one.leading,
            post=one.post,
        )
    )


def _add_histories(
    tables: Tables, told: Organisation, one: Someone, code: str, begun: date, chance: Random
) -> None:
    degree = {"大学本科": "学士", "研究生": "硕士"}.get(one.school, "") if one.full_time else ""
    tables["educations"].append(
        t.EducationRow(
            person=code,
            level=one.school,
            degree=degree,
            full_time=one.full_time,
            school=chance.choice(SCHOOLS),
            major=one.major or chance.choice(MAJORS),
            finished_on=date(begun.year, 6, 30),
        )
    )
    competent = "合格" if (one.identity or told.identity) == "事业单位人员" else "称职"
    for year in range(told.as_of.year - 4, told.as_of.year):
        drawn = chance.choices((competent, "优秀"), (82, 18))[0]
        if one.appraised:
            grade = one.grades.get(year, drawn)
            tables["appraisals"].append(t.AppraisalRow(person=code, year=year, grade=grade))
    if not one.appraised:
        tables["missing"].append(t.MissingRow(person=code, history="appraisals"))
    for course, kind, hours in chance.sample(COURSES, 2):
        day = date(told.as_of.year - chance.randint(1, 3), chance.randint(1, 12), chance.randint(1, 28))
        tables["trainings"].append(
            t.TrainingRow(person=code, name=course, finished_on=day, hours=hours, kind=kind)
        )
    if one.trained:
        day = date(one.since, 9, 20)
        tables["trainings"].append(
            t.TrainingRow(person=code, name="任职培训", finished_on=day, hours=40, kind="任职培训")
        )
    if one.sanction_until:
        decided = date(one.sanction_until.year - 1, one.sanction_until.month, 1)
        tables["sanctions"].append(
            t.SanctionRow(
                person=code,
                kind="党内警告",
                decided_on=decided,
                effect_until=one.sanction_until,
                source=f"纪〔{decided.year}〕{chance.randint(1, 30)}号",
            )
        )
