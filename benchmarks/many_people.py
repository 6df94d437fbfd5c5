"""A million made-up people in PostgreSQL (百万人名册): generated, copied in, indexed and analysed once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from random import Random
from typing import Any

from django.db import connection

from quanheng.store.spelling import spelled

KNOWN_FROM = "2026-01-05 09:00:00+08"
SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙马朱胡林郭何高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁"
    "沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武"
    "戴莫孔向汤"
)
GIVEN = (
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉玲红建国志华海燕春梅永晓东云飞波宁雪松林子涵"
    "宇轩梓怡书砚若瑶思远景行清和知微望舒"
)
LEVELS = ("科员", "中层副职", "中层正职", "副科级", "正科级", "副处级", "正处级")
RANKS = (
    "二级科员", "一级科员", "四级主任科员", "三级主任科员", "二级主任科员", "一级主任科员",
    "四级调研员", "三级调研员", "二级调研员", "一级调研员",
)  # fmt: skip
GRADES = ("称职",) * 8 + ("优秀",) * 2
SCHOOLING = ("大专", "大学本科", "大学本科", "大学本科", "硕士研究生", "博士研究生")
TABLES = ("unit", "person", "education", "tenure", "appraisal", "reserve", "personcheck")


def fill(people: int, units: int = 2_000) -> None:
    """Fill the empty tables of the archive and build their indexes afterwards, as a first load would."""
    made = Maker(people, units)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET maintenance_work_mem = '512MB'")
        definitions = _take_indexes(cursor)
        _copy(cursor, "unit", ("code", "name", "parent", "kind", "known_from"), made.units())
        for table, columns, rows in made.tables():
            _copy(cursor, table, columns, rows)
        for definition in definitions:
            cursor.execute(definition)
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE")


def _take_indexes(cursor: Any) -> list[str]:
    """Drop the indexes that no constraint needs; how to build them again."""
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) AND indexname NOT IN"
        " (SELECT conname FROM pg_constraint)",
        [[f"store_{table}" for table in TABLES]],
    )
    found = cursor.fetchall()
    for name, _ in found:
        cursor.execute(f'DROP INDEX "{name}"')
    return [definition for _, definition in found]


def _copy(cursor: Any, table: str, columns: Iterable[str], rows: Iterator[tuple[Any, ...]]) -> None:
    named = ", ".join(f'"{column}"' for column in columns)
    with cursor.copy(f"COPY store_{table} ({named}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


class Maker:
    """Rows of every table; the same numbers give the same rows."""

    def __init__(self, people: int, units: int) -> None:
        self.people, self.unit_count = people, units

    def units(self) -> Iterator[tuple[Any, ...]]:
        """A tree: one top, tens below it, the rest below those."""
        for n in range(self.unit_count):
            parent = "" if n == 0 else self._unit(0 if n <= 40 else 1 + n % 40)
            yield self._unit(n), f"第{n}单位", parent, "", KNOWN_FROM

    @staticmethod
    def _unit(n: int) -> str:
        return f"U{n:05d}"

    def tables(self) -> Iterator[tuple[str, tuple[str, ...], Iterator[tuple[Any, ...]]]]:
        """Table, columns and rows of each."""
        yield (
            "person",
            (
                "code", "name", "sex", "born", "nation", "party", "party_joined", "work_started", "identity",
                "establishment", "unit", "health", "id_number", "pinyin", "initials", "known_from",
            ),
            self._people(),
        )  # fmt: skip
        yield (
            "education",
            ("person", "level", "degree", "full_time", "school", "major", "finished_on", "known_from"),
            self._educations(),
        )
        yield (
            "tenure",
            (
                "person", "kind", "name", "since", "until", "unit", "level", "leading", "grassroots", "post",
                "known_from",
            ),
            self._tenures(),
        )  # fmt: skip
        yield "appraisal", ("person", "year", "grade", "known_from"), self._appraisals()
        yield "reserve", ("person", "list", "entered_on", "left_on", "known_from"), self._reserves()
        checked = ("person", "as_of", "checked_at", "errors", "warnings", "notes")
        yield "personcheck", checked, self._checks()

    def _each(self, seed: int) -> Iterator[tuple[str, Random]]:
        chance = Random(seed)
        for n in range(self.people):
            yield f"P{n:07d}", chance

    def _people(self) -> Iterator[tuple[Any, ...]]:
        for code, chance in self._each(1):
            name = chance.choice(SURNAMES) + chance.choice(GIVEN) + chance.choice(("", chance.choice(GIVEN)))
            pinyin, initials = spelled(name)
            born = f"{chance.randint(1964, 2003)}-{chance.randint(1, 12):02d}"
            joined = f"{int(born[:4]) + 24}-06"
            is_member = chance.random() < 0.7
            yield (
                code, name, chance.choice("男女"), None if chance.random() < 0.01 else born, "汉族",
                "中共党员" if is_member else chance.choice(("群众", "群众", "民盟盟员", "九三学社社员")),
                joined if is_member else None, f"{int(born[:4]) + 22}-07",
                chance.choice(("公务员", "公务员", "事业单位人员", "工人")),
                chance.choice(("行政编制", "行政编制", "事业编制", "参公事业编制")),
                self._unit(int(chance.random() ** 2 * self.unit_count)), "健康", None, pinyin, initials,
                KNOWN_FROM,
            )  # fmt: skip

    def _educations(self) -> Iterator[tuple[Any, ...]]:
        for code, chance in self._each(2):
            level, day = chance.choice(SCHOOLING), date(chance.randint(1990, 2024), 7, 1)
            yield code, level, "学士", True, "江左大学", "行政管理", day, KNOWN_FROM
            if chance.random() < 0.5:
                yield code, "中央党校研究生", "", False, "党校", "公共管理", day, KNOWN_FROM

    def _tenures(self) -> Iterator[tuple[Any, ...]]:
        for code, chance in self._each(3):
            height = min(int(chance.expovariate(0.8)), len(LEVELS) - 1)
            first, second = date(chance.randint(2005, 2014), 3, 1), date(chance.randint(2015, 2025), 5, 1)
            yield code, "post", "科员", first, second, "某单位", LEVELS[0], False, True, "", KNOWN_FROM
            post = ("post", "某职务", second, None, "某单位", LEVELS[height], height > 2, False, "")
            yield code, *post, KNOWN_FROM
            rank = min(int(chance.expovariate(0.5)), len(RANKS) - 1)
            if rank:
                yield code, "rank", RANKS[rank - 1], first, second, "", "", False, False, "", KNOWN_FROM
            yield code, "rank", RANKS[rank], second, None, "", "", False, False, "", KNOWN_FROM

    def _appraisals(self) -> Iterator[tuple[Any, ...]]:
        for code, chance in self._each(4):
            for year in range(2021, 2026):
                yield code, year, chance.choice(GRADES), KNOWN_FROM

    def _reserves(self) -> Iterator[tuple[Any, ...]]:
        for code, chance in self._each(5):
            if chance.random() < 0.02:
                yield code, chance.choice(("中层后备", "处级后备")), date(2024, 3, 1), None, KNOWN_FROM

    def _checks(self) -> Iterator[tuple[Any, ...]]:
        for code, chance in self._each(6):
            yield (
                code,
                date(2026, 1, 5),
                KNOWN_FROM,
                int(chance.random() < 0.01),
                int(chance.random() < 0.1),
                0,
            )
