"""Families and reserve lists of the made-up street (家庭成员、后备名单): the same for the same seed."""

from __future__ import annotations

from datetime import date
from random import Random

from street import Street
from street_facts import AS_OF, GIVEN_MEN, GIVEN_WOMEN, SURNAMES

from quanheng.core import roster_tables as t

WORKS = ("河湾小学教师", "县人民医院护士", "望溪村村民", "江左纺织公司职工", "县供电公司职工", "个体经营")
RETIRED = ("望溪村村民", "县粮食局退休职工", "石埠村村民", "已去世", "河湾中学退休教师")
LISTS = ("中层后备", "优秀年轻干部")


def add_families(street: Street, seed: int) -> None:
    """A spouse, a child and parents for most people of an age to have them."""
    chance = Random(f"family-{seed}")
    for row in street.tables["people"]:
        if chance.random() < 0.7:
            _add_family(street, chance, row)


def add_reserves(street: Street, seed: int) -> None:
    """Some people of middle age stand on a list; of these a few have left it again."""
    chance = Random(f"reserves-{seed}")
    for row in street.tables["people"]:
        if row.unit == "BZ" or not 1980 <= row.born.year <= 1995 or chance.random() > 0.3:
            continue
        entered = date(chance.randint(2022, 2025), chance.choice((3, 6, 9)), 1)
        left = date(entered.year + 1, 12, 31) if chance.random() < 0.2 and entered.year < 2025 else None
        list_name = LISTS[row.born.year > 1990]
        street.add(
            "reserves", t.ReserveRow(person=row.code, list=list_name, entered_on=entered, left_on=left)
        )


def _add_family(street: Street, chance: Random, row: t.PersonRow) -> None:
    born, surname = row.born.year, row.name[0]
    members: list[tuple[str, str, int, str]] = []
    if born < 1996:
        title, letters = ("妻子", GIVEN_WOMEN) if row.sex == "男" else ("丈夫", GIVEN_MEN)
        members.append((title, _name(chance, letters), born + chance.randint(-2, 2), chance.choice(WORKS)))
    if born < 1994:
        boy = chance.random() < 0.5
        title, letters = ("儿子", GIVEN_MEN) if boy else ("女儿", GIVEN_WOMEN)
        own = surname if row.sex == "男" else members[0][1][0]
        year = min(born + chance.randint(26, 30), AS_OF.year - 2)
        members.append((title, _name(chance, letters, own), year, _child_work(year)))
    members.append(("父亲", _name(chance, GIVEN_MEN, surname), born - 26, chance.choice(RETIRED)))
    members.append(("母亲", _name(chance, GIVEN_WOMEN), born - 24, chance.choice(RETIRED)))
    for relation, name, year, work in members:
        month = f"{year}-{chance.randint(1, 12):02d}"
        party = "中共党员" if year < 2000 and chance.random() < 0.25 else "群众"
        member = t.FamilyRow(
            person=row.code, relation=relation, name=name, born=month, party=party, work=work
        )
        street.add("family", member)


def _child_work(year: int) -> str:
    age = AS_OF.year - year
    return (
        "学龄前"
        if age < 6
        else "河湾小学学生"
        if age < 12
        else "在校学生"
        if age < 23
        else "江左软件公司职员"
    )


def _name(chance: Random, letters: str, surname: str = "") -> str:
    return (surname or chance.choice(SURNAMES)) + "".join(chance.sample(letters, 2))
