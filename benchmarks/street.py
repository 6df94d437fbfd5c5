"""A made-up street office (虚构街道): the roster of Hewan Street, the same for the same seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from story import PARTS, Part
from street_facts import (
    AS_OF,
    COURSES,
    ESTABLISHMENTS,
    GIVEN_MEN,
    GIVEN_WOMEN,
    LEADERS,
    MAJORS,
    MIDDLE_POSTS,
    PAPERS,
    SCHOOLS,
    SURNAMES,
    TITLES,
    UNIT_NAMES,
    UNITS,
    YEARS,
)

from quanheng.core import roster_tables as t
from quanheng.core.inputs import Row
from quanheng.core.workdays import add_years


@dataclass
class Street:
    """The roster as rows, and who plays which part."""

    tables: dict[str, list[Row]] = field(default_factory=lambda: {x.name: [] for x in t.TABLES})
    leaders: list[str] = field(default_factory=list)
    parts: dict[str, str] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)

    def add(self, table: str, row: Row) -> None:
        """One more row of a table."""
        self.tables[table].append(row)


def make_street(people: int, seed: int) -> Street:
    """A street office of so many people; Errors: ValueError when there is no room for the story's parts."""
    least = len(LEADERS) + len(PARTS)
    if people < least:
        raise ValueError(f"a street office here has at least {least} people")
    chance = Random(f"street-{seed}")
    street = Street()
    names = _names(chance)
    _add_units_and_posts(street, people)
    codes = [f"HW{n:0{max(3, len(str(people)))}d}" for n in range(1, people + 1)]
    seats = _seats(people - len(LEADERS))
    for part in PARTS:
        seats.remove(part.unit)
    wanted = [None] * len(LEADERS) + list(PARTS) + seats
    for code, role in zip(codes, wanted, strict=True):
        sex = chance.choice(("男", "男", "女"))
        maker = Maker(street, chance, code, next(names[sex]), sex)
        if role is None:
            maker.leader(len(street.leaders))
            street.leaders.append(code)
        elif isinstance(role, Part):
            maker.applicant(role)
            street.parts[role.key] = code
        else:
            maker.staff(role)
            street.others.append(code)
    _add_relations(street)
    _add_gaps(street)
    _add_silent_holder(street)
    return street


def _names(chance: Random) -> dict[str, Iterator[str]]:
    def of(chars: str) -> Iterator[str]:
        surnames = sorted(set(SURNAMES))
        firsts = sorted(set(chars))
        all_names = [s + a + b for s in surnames for a in firsts for b in firsts if a != b]
        all_names += [s + a for s in surnames for a in firsts]
        chance.shuffle(all_names)
        return iter(all_names)

    return {"男": of(GIVEN_MEN), "女": of(GIVEN_WOMEN)}


def _seats(staff: int) -> list[str]:
    """The unit of every member of staff, in the proportions of the units; story parts always fit."""
    needed = [p.unit for p in PARTS]
    total = sum(weight for *_, weight in UNITS)
    seats = [u for u, _, _, weight in UNITS for _ in range(max(needed.count(u), staff * weight // total))]
    offices = [u for u, _, _, weight in UNITS if weight]
    spare = [u for u in seats if seats.count(u) > needed.count(u)]
    while len(seats) > staff:
        seats.remove(next(u for u in spare if seats.count(u) > needed.count(u)))
    return seats + [offices[n % len(offices)] for n in range(staff - len(seats))]


def _add_units_and_posts(street: Street, people: int) -> None:
    street.add("units", t.UnitRow(code="HW", name="河湾街道", kind="街道"))
    street.add("units", t.UnitRow(code="PQ", name="工作片", parent="HW", kind="工作片"))
    for code, name, kind, weight in UNITS:
        parent = "PQ" if kind == "工作片" else "HW"
        street.add("units", t.UnitRow(code=code, name=name, parent=parent, kind=kind))
        if weight:
            title = f"{name}一般工作人员"
            seats = people * weight // 110 + 1
            street.add("posts", t.PostRow(code=f"{code}-staff", title=title, unit=code, seats=seats))
    for code, title, unit, level, seats in MIDDLE_POSTS:
        row = t.PostRow(code=code, title=title, unit=unit, level=level, leading=True, seats=seats)
        street.add("posts", row)
    for unit, level, seats, day in ESTABLISHMENTS:
        approved = t.EstablishmentRow(
            unit=unit, level=level, leading=True, seats=seats, approved_on=day, paper=PAPERS[day]
        )
        street.add("establishments", approved)
    for number, (title, level) in enumerate(LEADERS):
        row = t.PostRow(code=f"BZ-{number + 1}", title=title, unit="BZ", level=level, leading=True)
        street.add("posts", row)


def _add_relations(street: Street) -> None:
    leader = {p.key: p.related_to_leader for p in PARTS if p.related_to_leader is not None}
    pairs = [(street.leaders[n], street.parts[key], "侄", "叔伯") for key, n in leader.items()]
    pairs.append((street.parts["A3"], street.parts["F2"], "配偶", "配偶"))
    if len(street.others) > 2:
        pairs.append((street.others[0], street.others[2], "兄弟姐妹", "兄弟姐妹"))
    for one, other, is_to_one, is_to_other in pairs:
        street.add("relations", t.RelationRow(person=one, to=other, kind=is_to_one))
        street.add("relations", t.RelationRow(person=other, to=one, kind=is_to_other))


def _add_gaps(street: Street) -> None:
    """A few histories were never entered, so their rows go and the gap is named."""
    gaps = list(zip(street.others[3:40:9], ("trainings", "appraisals", "educations", "awards"), strict=False))
    for person, history in gaps:
        kept = [r for r in street.tables[history] if r.person != person]
        street.tables[history] = kept
        street.add("missing", t.MissingRow(person=person, history=history))


def _add_silent_holder(street: Street) -> None:
    """One more holder of a middle post, who has to compete and does not come forward."""
    before = {r.person for r in street.tables["tenures"] if r.kind == "work" and r.since < date(2016, 1, 1)}
    staff = {r.code for r in street.tables["people"] if r.identity in ("公务员", "事业单位人员")}
    holder = next((p for p in reversed(street.others) if p in before & staff), None)
    if holder is None:
        return
    title, level = TITLES["area-deputy"]
    row = t.TenureRow(
        person=holder,
        kind="post",
        name=title,
        since=date(2020, 4, 7),
        unit=UNIT_NAMES["P4"],
        level=level,
        leading=True,
        post="area-deputy",
    )
    street.add("tenures", row)


@dataclass
class Maker:
    """Makes one person and every history of theirs."""

    street: Street
    chance: Random
    code: str
    name: str
    sex: str

    def leader(self, number: int) -> None:
        """A member of the street's leadership."""
        title, level = LEADERS[number]
        born = self.chance.randint(1969, 1985)
        begun = self._person("BZ", "公务员", born, party=True)
        since = self._day(self.chance.randint(2020, 2023))
        middle = add_years(since, -self.chance.randint(4, 8))
        self._tenure("work", "科员", begun, middle, "河湾街道", grassroots=True)
        self._tenure("post", "中层干部", middle, since, "河湾街道", "中层正职")
        self._tenure("post", title, since, None, "街道领导班子", level, leading=True, post=f"BZ-{number + 1}")
        self._tenure("rank", "二级主任科员", max(date(2019, 6, 1), middle), since, "", "乡科级正职")
        self._histories(begun, "公务员", None)

    def applicant(self, part: Part) -> None:
        """One of the story's applicants."""
        institution = part.unit in ("YQ", "SQ") or self.chance.random() < 0.4
        identity = part.identity or ("事业单位人员" if institution else "公务员")
        born = self.chance.randint(1977, 1993)
        begun = self._person(part.unit, identity, born, party=self.chance.random() < 0.8)
        since = self._day(self.chance.randint(2018, 2022))
        self._career(part.unit, identity, begun, since if part.holds else None)
        if part.holds:
            title, level = TITLES[part.holds]
            self._tenure(
                "post", title, since, None, UNIT_NAMES[part.unit], level, leading=True, post=part.holds
            )
        self._histories(begun, identity, part)

    def staff(self, unit: str) -> None:
        """Any other member of staff."""
        mostly = "事业单位人员" if unit in ("YQ", "SQ") else "公务员"
        identity = self.chance.choices((mostly, "事业单位人员", "工人", "其他"), (58, 32, 7, 3))[0]
        begun = self._person(unit, identity, self.chance.randint(1968, 2001), self.chance.random() < 0.5)
        self._career(unit, identity, begun, None)
        self._histories(begun, identity, None)

    def _person(self, unit: str, identity: str, born: int, party: bool) -> date:
        """The person's own row; returns the first day of work."""
        birthday = self._day(born)
        begun = date(min(2024, born + self.chance.randint(19, 24)), self.chance.choice((7, 8, 12)), 1)
        joined = date(begun.year + self.chance.randint(-1, 1), 6, 1)
        establishment = {"公务员": "行政编制", "事业单位人员": "事业编制", "工人": "机关工勤编制"}
        row = t.PersonRow(
            code=self.code,
            name=self.name,
            sex=self.sex,
            born=birthday.isoformat()[: self.chance.choice((7, 10, 10, 10))],
            nation=self.chance.choices(("汉族", "回族", "畲族"), (94, 3, 3))[0],
            party="中共党员" if party else "群众",
            party_joined=joined.isoformat()[:7] if party else None,
            work_started=begun.isoformat()[:7],
            identity=identity,
            establishment=establishment.get(identity, "编外"),
            unit=unit,
            health="健康",
        )
        self.street.add("people", row)
        return begun

    def _career(self, unit: str, identity: str, begun: date, until: date | None) -> None:
        """Work from the first day on; `until` is when a middle post takes its place."""
        word = {"公务员": "科员", "事业单位人员": "管理岗位职员", "工人": "工勤人员"}.get(
            identity, "工作人员"
        )
        here = begun
        if begun.year < 2014 and self.chance.random() < 0.6:
            here = self._day(self.chance.randint(begun.year + 2, 2016))
            place = self.chance.choice(("望溪村", "石埠村", "柳塘镇", "县供销联社"))
            self._tenure("work", word, begun, here, place, grassroots=True)
        self._tenure("work", word, here, until, UNIT_NAMES[unit], grassroots=True)
        if identity == "公务员":
            self._ranks(begun)
        elif identity == "事业单位人员":
            titled = date(max(begun.year + 3, 2008), 11, 1)
            if titled < AS_OF:
                self._tenure("title", "助理工程师", titled, None, "", "初级")

    def _ranks(self, begun: date) -> None:
        served = 2019 - begun.year
        first = date(begun.year + 1, 7, 1)
        reform = date(2019, 6, 1)
        if first < reform:
            self._tenure("rank", "科员", first, reform, "", "科员级")
        name, level = ("四级主任科员", "乡科级副职") if served >= 10 else ("一级科员", "科员级")
        self._tenure("rank", name, max(first, reform), None, "", level)

    def _histories(self, begun: date, identity: str, part: Part | None) -> None:
        self._educations(begun)
        excellent = self._appraisals(begun, identity, part)
        for year in excellent:
            if self.chance.random() < 0.5:
                given = date(year + 1, 2, self.chance.randint(1, 27))
                self.street.add(
                    "awards", t.AwardRow(person=self.code, name="嘉奖", level="县级", given_on=given)
                )
        for course, kind, hours in self.chance.sample(COURSES, self.chance.randint(1, 3)):
            day = self._day(self.chance.randint(2022, 2025))
            row = t.TrainingRow(person=self.code, name=course, finished_on=day, hours=hours, kind=kind)
            self.street.add("trainings", row)
        if part and part.sanction_until:
            self._sanction("党内警告", part.sanction_until)
        elif part is None and self.chance.random() < 0.02:
            self._sanction("诫勉", self._day(self.chance.randint(2019, 2023)))

    def _educations(self, begun: date) -> None:
        level, degree = self.chance.choices(
            (("大专", ""), ("大学本科", "学士"), ("研究生", "硕士"), ("中专", "")), (34, 46, 8, 12)
        )[0]
        self._education(level, degree, True, date(begun.year, 6, 30))
        if not degree and begun.year < 2018 and self.chance.random() < 0.7:
            self._education("大学本科", "", False, date(begun.year + self.chance.randint(4, 7), 6, 30))

    def _education(self, level: str, degree: str, full_time: bool, day: date) -> None:
        row = t.EducationRow(
            person=self.code,
            level=level,
            degree=degree,
            full_time=full_time,
            school=self.chance.choice(SCHOOLS if full_time else SCHOOLS[:2]),
            major=self.chance.choice(MAJORS),
            finished_on=day,
        )
        self.street.add("educations", row)

    def _appraisals(self, begun: date, identity: str, part: Part | None) -> list[int]:
        competent = "称职" if identity == "公务员" else "合格"
        excellent = []
        for year in YEARS:
            if year <= begun.year:
                continue
            weights = (20, 80) if part or begun.year < 2000 else (15, 85)
            grade: str | None = self.chance.choices(("优秀", competent), weights)[0]
            if part is None and self.chance.random() < 0.012:
                grade = "基本称职" if identity == "公务员" else "基本合格"
            if part is not None and year == 2025 and part.grade_2025 != "":
                grade = part.grade_2025
            if grade == "优秀":
                excellent.append(year)
            if grade is not None:
                self.street.add("appraisals", t.AppraisalRow(person=self.code, year=year, grade=grade))
        return excellent

    def _sanction(self, kind: str, until: date) -> None:
        decided = date(until.year - 1, until.month, min(until.day + 1, 28))
        row = t.SanctionRow(
            person=self.code,
            kind=kind,
            decided_on=decided,
            effect_until=until,
            source=f"河湾纪〔{decided.year}〕{self.chance.randint(1, 30)}号",
        )
        self.street.add("sanctions", row)

    def _tenure(
        self,
        kind: str,
        name: str,
        since: date,
        until: date | None,
        unit: str,
        level: str = "",
        leading: bool = False,
        grassroots: bool = False,
        post: str = "",
    ) -> None:
        row = t.TenureRow(
            person=self.code,
            kind=kind,
            name=name,
            since=since,
            until=until,
            unit=unit,
            level=level,
            leading=leading,
            grassroots=grassroots,
            post=post,
        )
        self.street.add("tenures", row)

    def _day(self, year: int) -> date:
        return date(year, 1, 1) + timedelta(days=self.chance.randint(0, 364))
