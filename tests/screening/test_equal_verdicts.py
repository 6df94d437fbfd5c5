"""The expression says of everybody what the core says of each: on DuckDB, on Spark, for every predicate."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import law_cases
import pytest
from generated_people import DAYS, Chance, frame_of, person_of, predicates, rule_of, rulings_of
from screened import archive, by_core, screened

from quanheng.core.eligibility.verdicts import ANSWERS
from quanheng.core.language.rules import Rule
from quanheng.screening.engines import Engine, engine
from quanheng.screening.expression import PREDICATES

needs_java = pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java")


@pytest.fixture(scope="module")
def duckdb() -> Iterator[Engine]:
    with engine("duckdb") as started:
        yield started


@pytest.fixture(scope="module")
def spark() -> Iterator[Engine]:
    small = {
        "spark.sql.shuffle.partitions": "1",
        "spark.default.parallelism": "1",
        "spark.ui.enabled": "false",
    }
    import_module("pyspark.sql").SparkSession.builder.master("local[1]").config(map=small).getOrCreate()
    with engine("spark") as started:
        yield started


def test_every_predicate_of_the_language_is_compiled() -> None:
    assert set(PREDICATES) == set(ANSWERS)


def test_the_generated_rules_hold_every_predicate() -> None:
    assert set(predicates(Chance(1, DAYS[0]))) == set(PREDICATES)


@pytest.mark.parametrize("seed", range(8))
def test_duckdb_agrees_with_the_core(duckdb: Engine, seed: int) -> None:
    as_of = DAYS[seed % len(DAYS)]
    chance = Chance(seed, as_of)
    people = [person_of(chance, number) for number in range(40)]
    waivers, frame, rule = rulings_of(chance, people), frame_of(as_of), rule_of(chance)
    post = [*frame.posts.values(), None][seed % 4]
    tables = duckdb.load(archive(people, waivers))
    found = screened(duckdb, tables, rule, frame, post, as_of)
    wanted = by_core(people, waivers, rule, frame, post, as_of)
    assert {key: found[key] for key in wanted} == wanted


@needs_java
def test_spark_agrees_with_the_core(spark: Engine) -> None:
    as_of = DAYS[0]
    chance = Chance(100, as_of)
    people = [person_of(chance, number) for number in range(60)]
    waivers, frame = rulings_of(chance, people), frame_of(as_of)
    post = frame.posts["p1"]
    tables = spark.load(archive(people, waivers))
    for part in rule_of(chance).parts():
        found = screened(spark, tables, part, frame, post, as_of)
        wanted = by_core(people, waivers, part, frame, post, as_of)
        assert {key: found[key] for key in wanted} == wanted, part


@pytest.mark.parametrize("case", law_cases.cases())
def test_law(duckdb: Engine, case: dict[str, Any]) -> None:
    person, rule = law_cases.person_of(case["facts"]), Rule.model_validate(case["rule"])
    frame, post = law_cases.frame_of(case), law_cases.post_of(case)
    found = screened(duckdb, duckdb.load(archive([person])), rule, frame, post, case["as_of"])
    wanted = by_core([person], [], rule, frame, post, case["as_of"])
    assert {key: found[key] for key in wanted} == wanted
    assert found["HW001", "eligibility"][0] == case["expect"]["state"]
