"""Eligibility of millions (资格筛查的速度): the compiled expression beside SQL by hand, polars, pandas, zen.

    python benchmarks/eligibility.py [--people 1000000] [--only ours,by_hand,polars,pandas,zen]

Makes an archive (5 appraisals, 4 stretches a person) and judges twelve conditions with reasons, each way in a
process of its own: processor time and peak memory, and the ratio of ours to each. All ways must count the
same people as eligible; zen judges a sample, one person at a time, from facts worked out for it before.

SQL by hand judges the same conditions in the same three values and writes each state with the fact it rests
on, the day from which it would be met and what is not known, 39 columns; ours writes all of it for every
condition, 50 columns. Ours also pays for reading the rule and putting the query together, which takes as
long for a hundred people as for millions: it is told apart, with the ratio of the queries alone.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
AS_OF = date(2026, 3, 10)
SAMPLE = 20_000
SMALL_GROUPS = ", ROW_GROUP_SIZE 20480"
"""Rows that are put together in memory before they are written; by hand it is left at what DuckDB does."""
TABLES = ("people", "educations", "tenures", "appraisals", "sanctions", "missing")
RETIREMENT = {"by": "sex", "values": {"男": 63, "女": 58}}
GRASS_ROOTS = {"kind": ["post", "work"], "grassroots": True}
RULE = {
    "all": [
        {"age": {"at_most": 45}},
        {"education": {"at_least": "本科"}},
        {"degree": {"at_least": "学士"}},
        {"party": {"in": ["中共党员"]}},
        {"party_years": {"at_least": 3}},
        {"work_years": {"at_least": 5}},
        {"identity": {"in": ["公务员"]}},
        {"tenure": {"level": {"at_least": "副科级"}, "current": True, "at_least": {"years": 2}}},
        {"tenure": {**GRASS_ROOTS, "cumulative": True, "at_least": {"years": 2}}},
        {"appraisals": {"last": 3, "every": {"grade_at_least": "称职"}}},
        {"sanction": {"in_effect": False}},
        {"remaining_service": {"at_least": {"years": 5}, "retirement": RETIREMENT}},
    ]
}


def make(folder: Path, people: int) -> None:
    """The archive as Parquet files."""
    connection = import_module("duckdb").connect()
    for part in (HERE / "eligibility_data.sql").read_text(encoding="utf-8").split(";\n"):
        name, _, query = part.strip().partition("\n")
        while name and name.removeprefix("-- ") not in TABLES:
            name, _, query = query.strip().partition("\n")
        if query:
            target = folder / f"{name.removeprefix('-- ')}.parquet"
            connection.execute(f"COPY ({query.replace('{n}', str(people))}) TO '{target}' (FORMAT parquet)")


def ours(folder: Path) -> tuple[int, float]:
    """The rule compiled, and written with its reasons."""
    engine = import_module("quanheng.screening.engines").DuckDB()
    archive = import_module("quanheng.screening.archive").archive_of({}, {})
    tables = dict(engine.load(archive))
    for name in TABLES:
        tables[name] = engine.connection.read_parquet(str(folder / f"{name}.parquet"))
    frame = import_module("quanheng.core.language.posts").Frame(posts={}, as_of=AS_OF)
    rule = import_module("quanheng.core.language.rules").Rule.model_validate(RULE)
    compiled = import_module("quanheng.screening.expression").screening(rule, frame, None, tables, AS_OF)
    query = engine.sql(compiled.expression)
    return _written(engine.connection.con, query, folder / "ours.parquet", SMALL_GROUPS)


def by_hand(folder: Path) -> tuple[int, float]:
    """The same in SQL, as somebody would write it."""
    connection = import_module("duckdb").connect()
    for name in TABLES:
        connection.execute(f"CREATE VIEW {name} AS SELECT * FROM '{folder / name}.parquet'")
    query = (HERE / "eligibility_by_hand.sql").read_text(encoding="utf-8")
    return _written(connection, query, folder / "by_hand.parquet")


def _written(connection: Any, query: str, out: Path, how: str = "") -> tuple[int, float]:
    """Who is eligible, and the seconds of the processor for the query itself."""
    began = time.process_time()
    connection.execute(f"COPY ({query}) TO '{out}' (FORMAT parquet{how})")
    count = connection.execute(f"SELECT count(*) FROM '{out}' WHERE verdict").fetchone()[0]
    return int(count), time.process_time() - began


def with_polars(folder: Path) -> int:
    """The same in polars, lazily; a state is 0 not met, 1 unknown, 2 met, and "all" their least."""
    pl = import_module("polars")

    def table(name: str) -> Any:
        return pl.scan_parquet(folder / f"{name}.parquet")

    def state(met: Any, not_met: Any) -> Any:
        return pl.when(met).then(2).when(not_met).then(0).otherwise(1)

    def told(word: Any, good: list[str], bad: list[str]) -> Any:
        return state(word.is_in(good), word.is_in(bad))

    def runs(rows: Any) -> Any:
        """Stretches in order, those that touch as one: person, since, until, held."""
        cut = rows.filter(pl.col("since") < AS_OF).sort("person", "since")
        end = pl.col("until").fill_null(AS_OF).clip(upper_bound=AS_OF)
        held = pl.col("until").is_null() | (pl.col("until") > AS_OF)
        cut = cut.with_columns(end=end, held=held)
        before = pl.col("end").cum_max().shift(1).over("person")
        begins = before.is_null() | (pl.col("since") > before.dt.offset_by("1d"))
        numbered = cut.with_columns(run=begins.cum_sum().over("person"))
        grouped = numbered.group_by("person", "run").agg(
            pl.col("since").min(), pl.col("end").max().alias("until"), pl.col("held").any()
        )
        return grouped.filter(pl.col("since") < pl.col("until"))

    def months() -> Any:
        since, until = pl.col("since"), pl.col("until")
        whole = (until.dt.year() - since.dt.year()) * 12 + until.dt.month() - since.dt.month()
        full = (since.dt.day() <= until.dt.day()) | (until == until.dt.month_end())
        return whole.cast(pl.Int32) - pl.when(full).then(0).otherwise(1)

    def now(rows: Any) -> Any:
        ended = runs(rows).with_columns(months=months())
        here = pl.col("until") == AS_OF
        return ended.group_by("person").agg(
            pl.col("held").any(), (here & (pl.col("months") >= 24)).any().alias("long"), pl.col("since").max()
        )

    done = pl.col("finished_on") <= AS_OF
    good, low = ["本科", "大学", "硕士研究生", "博士研究生"], ["高中", "大专"]
    educations = table("educations").filter(done).group_by("person").agg(
        told(pl.col("level"), good, low).max().alias("educated"),
        told(pl.col("degree"), ["学士", "硕士", "博士"], ["", "无"]).max().alias("graduated"),
        pl.col("level").last(),
        pl.col("degree").last(),
    )  # fmt: skip
    ranked = table("tenures").filter(pl.col("kind").is_in(["post", "rank"]) & (pl.col("level") != "科员"))
    sure, maybe = now(ranked.filter(pl.col("level") != "其他")), now(ranked)
    grass = runs(table("tenures").filter(pl.col("kind").is_in(["post", "work"]) & pl.col("grassroots")))
    pieces = grass.with_columns(months=months())
    left = (
        pl.col("until") - pl.col("since").dt.offset_by(pl.col("months").cast(pl.String) + "mo")
    ).dt.total_days()
    sums = pieces.with_columns(left=left).group_by("person").agg(
        pl.col("months").sum(), pl.col("left").sum(), pl.len().alias("pieces"), pl.col("since").min()
    )  # fmt: skip
    grass = sums.with_columns(
        months=pl.col("months") + pl.when(pl.col("pieces") > 1).then(pl.col("left") // 30).otherwise(0)
    )
    grade = told(pl.col("grade"), ["称职", "优秀"], ["基本称职", "不称职"])
    recent = table("appraisals").filter(pl.col("year") >= 2023)
    appraisals = recent.group_by("person").agg(grade.min().alias("graded"), pl.col("grade"))
    ending = state(pl.col("effect_until") < AS_OF, pl.col("effect_until") >= AS_OF)
    sanctions = table("sanctions").filter(pl.col("decided_on") <= AS_OF).group_by("person").agg(
        ending.min().alias("clean"), pl.col("kind").last(), pl.col("effect_until").max()
    )  # fmt: skip
    missing = table("missing").select("person", pl.lit(True).alias("absent")).unique("person")
    found = table("people")
    parts = {
        "e": educations,
        "m": missing,
        "s": sure,
        "y": maybe,
        "g": grass,
        "a": appraisals,
        "p": sanctions,
    }
    for mark, part in parts.items():
        renamed = part.rename({c: f"{mark}_{c}" for c in part.collect_schema().names() if c != "person"})
        found = found.join(renamed, left_on="code", right_on="person", how="left")
    c = pl.col

    def long(mark: str) -> Any:
        return (c(f"{mark}_held") & c(f"{mark}_long")).fill_null(False)

    def born(day: date) -> Any:
        return state(c("born_first") >= day, c("born_last") < day)

    entered = c("m_absent").is_null()
    states = {
        "s1": born(date(1980, 3, 11)),
        "s2": pl.when(entered).then(c("e_educated").fill_null(0)).otherwise(1),
        "s3": pl.when(entered).then(c("e_graduated").fill_null(0)).otherwise(1),
        "s4": state(c("party") == "中共党员", c("party") != "中共党员"),
        "s5": state(c("party_joined_first").dt.offset_by("3y") <= AS_OF, pl.lit(True)),
        "s6": state(c("work_started_first").dt.offset_by("5y") <= AS_OF, pl.lit(True)),
        "s7": state(c("identity") == "公务员", c("identity") != "公务员"),
        "s8": state(long("s") & long("y"), ~long("s") & ~long("y")),
        "s9": state(c("g_months") >= 24, pl.lit(True)),
        "s10": c("a_graded").fill_null(1),
        "s11": c("p_clean").fill_null(2),
        "s12": pl.when(c("sex") == "男").then(born(date(1968, 3, 10)))
        .when(c("sex") == "女").then(born(date(1973, 3, 10))).otherwise(1),
    }  # fmt: skip
    days = {
        "o5": pl.when(c("s5") == 0).then(c("party_joined_first").dt.offset_by("3y")),
        "o6": pl.when(c("s6") == 0).then(c("work_started_first").dt.offset_by("5y")),
        "o8": pl.when(c("s8") == 0).then(c("s_since").dt.offset_by("2y")),
        "o11": pl.when(c("s11") == 0).then(c("p_effect_until").dt.offset_by("1d")),
    }
    judged = found.with_columns(**states).with_columns(verdict=pl.min_horizontal(*states) == 2, **days)
    judged.sink_parquet(folder / "polars.parquet")
    return int(pl.scan_parquet(folder / "polars.parquet").select(c("verdict").sum()).collect().item())


def _pandas_parts(folder: Path) -> dict[str, Any]:
    """The histories by person, for pandas."""
    pd, np = import_module("pandas"), import_module("numpy")

    def table(name: str, *columns: str) -> Any:
        return pd.read_parquet(folder / f"{name}.parquet", columns=list(columns) or None)

    def days(column: Any) -> Any:
        return pd.to_datetime(column)

    today = pd.Timestamp(AS_OF)

    def state(met: Any, not_met: Any) -> Any:
        return np.where(met, 2, np.where(not_met, 0, 1)).astype("int8")

    def full_months(since: Any, until: Any) -> Any:
        whole = (until.dt.year - since.dt.year) * 12 + until.dt.month - since.dt.month
        return whole - ~((since.dt.day <= until.dt.day) | until.dt.is_month_end)

    def runs(rows: Any) -> Any:
        rows = rows[rows.since < today].sort_values(["person", "since"])
        held = rows.until.isna() | (rows.until > today)
        rows = rows.assign(end=rows.until.fillna(today).clip(upper=today), held=held)
        before = rows.groupby("person").end.cummax().groupby(rows.person).shift(1)
        begins = before.isna() | (rows.since > before + pd.Timedelta(days=1))
        found = rows.groupby(["person", begins.cumsum().rename("run")], sort=False).agg(
            since=("since", "min"), until=("end", "max"), held=("held", "any")
        )
        return found[found.since < found.until].reset_index()

    def now(rows: Any) -> Any:
        found = runs(rows)
        found["long"] = (found.until == today) & (full_months(found.since, found.until) >= 24)
        return found.groupby("person").agg(held=("held", "any"), long=("long", "any"), since=("since", "max"))

    courses = table("educations")
    courses = courses[days(courses.finished_on) <= today]
    courses["educated"] = state(
        courses.level.isin(["本科", "大学", "硕士研究生", "博士研究生"]), courses.level.isin(["高中", "大专"])
    )
    courses["graduated"] = state(
        courses.degree.isin(["学士", "硕士", "博士"]), courses.degree.isin(["", "无"])
    )
    best = courses.groupby("person").agg(
        educated=("educated", "max"),
        graduated=("graduated", "max"),
        level=("level", "last"),
        degree=("degree", "last"),
    )
    stays = table("tenures", "person", "kind", "level", "since", "until", "grassroots")
    stays["since"], stays["until"] = days(stays.since), days(stays.until)
    ranked = stays[stays.kind.isin(["post", "rank"]) & (stays.level != "科员")]
    sure, maybe = now(ranked[ranked.level != "其他"]), now(ranked)
    pieces = runs(stays[stays.kind.isin(["post", "work"]) & stays.grassroots])
    pieces["months"] = full_months(pieces.since, pieces.until)
    year = pieces.since.dt.year + (pieces.since.dt.month - 1 + pieces.months) // 12
    month = (pieces.since.dt.month - 1 + pieces.months) % 12 + 1
    first = pd.to_datetime({"year": year, "month": month, "day": 1})
    day = np.minimum(pieces.since.dt.day, first.dt.days_in_month)
    pieces["left"] = (pieces.until - first).dt.days - (day - 1)
    grass = pieces.groupby("person").agg(
        months=("months", "sum"), left=("left", "sum"), pieces=("run", "size")
    )
    grass["months"] += np.where(grass.pieces > 1, grass.left // 30, 0)
    years = table("appraisals")
    years = years[years.year >= 2023]
    years["graded"] = state(years.grade.isin(["称职", "优秀"]), years.grade.isin(["基本称职", "不称职"]))
    graded = years.groupby("person").graded.min()
    shown = years.pivot(index="person", columns="year", values="grade")
    bad = table("sanctions")
    until = days(bad.effect_until)
    bad["clean"] = state(until < today, until >= today)
    bad["until"] = until
    bad = bad[days(bad.decided_on) <= today]
    clean = bad.groupby("person").agg(clean=("clean", "min"), kind=("kind", "last"), until=("until", "max"))
    return {
        "best": best,
        "sure": sure,
        "maybe": maybe,
        "grass": grass,
        "graded": graded,
        "shown": shown,
        "clean": clean,
    }


def with_pandas(folder: Path) -> int:
    """The same in pandas; states as in polars."""
    pd, np = import_module("pandas"), import_module("numpy")
    parts, days, today = _pandas_parts(folder), pd.to_datetime, pd.Timestamp(AS_OF)
    best, sure, maybe, grass = parts["best"], parts["sure"], parts["maybe"], parts["grass"]
    graded, shown, clean = parts["graded"], parts["shown"], parts["clean"]
    people = pd.read_parquet(folder / "people.parquet").set_index("code")
    missing = pd.read_parquet(folder / "missing.parquet")

    def state(met: Any, not_met: Any) -> Any:
        return np.where(met, 2, np.where(not_met, 0, 1)).astype("int8")

    absent = people.index.isin(missing.person)
    born_first, born_last = days(people.born_first), days(people.born_last)
    joined, began = days(people.party_joined_first), days(people.work_started_first)

    def of(part: Any, column: str, otherwise: Any) -> Any:
        return part[column].reindex(people.index).fillna(otherwise)

    def born(day: str) -> Any:
        return state(born_first >= day, born_last < day)

    three, five = pd.DateOffset(years=3), pd.DateOffset(years=5)
    long = [of(p, "held", False).astype(bool) & of(p, "long", False).astype(bool) for p in (sure, maybe)]
    people["s1"] = born("1980-03-11")
    people["s2"] = np.where(absent, 1, of(best, "educated", 0))
    people["s3"] = np.where(absent, 1, of(best, "graduated", 0))
    people["s4"] = state(people.party == "中共党员", people.party != "中共党员")
    people["s5"] = state(joined + three <= today, True)
    people["s6"] = state(began + five <= today, True)
    people["s7"] = state(people.identity == "公务员", people.identity != "公务员")
    people["s8"] = state(long[0] & long[1], ~long[0] & ~long[1])
    people["s9"] = state(of(grass, "months", 0) >= 24, True)
    people["s10"] = graded.reindex(people.index).fillna(1)
    people["s11"] = of(clean, "clean", 2)
    people["s12"] = np.where(
        people.sex == "男", born("1968-03-10"), np.where(people.sex == "女", born("1973-03-10"), 1)
    )
    for name, part in {"level": best, "degree": best, "kind": clean}.items():
        people[name] = part[name].reindex(people.index)
    people[["g3", "g4", "g5"]] = shown.reindex(people.index).to_numpy()
    people["o5"], people["o6"] = joined + three, began + five
    people["o8"] = sure.since.reindex(people.index) + pd.DateOffset(years=2)
    people["o11"] = clean.until.reindex(people.index) + pd.Timedelta(days=1)
    people["verdict"] = people[[f"s{i}" for i in range(1, 13)]].min(axis=1) == 2
    people.to_parquet(folder / "pandas.parquet")
    return int(people.verdict.sum())


def with_zen(folder: Path) -> int:
    """One person at a time through a decision table engine, on a sample, from facts already worked out."""
    engine = import_module("zen").ZenEngine()
    names = [f"s{i}" for i in range(1, 13)]
    rows = [{"_id": "met", "ok": "true", **dict.fromkeys(names, "== 2")}, {"_id": "else", "ok": "false"}]
    blank = dict.fromkeys(names, "")
    table = {
        "hitPolicy": "first",
        "inputs": [{"id": n, "name": n, "type": "expression", "field": n} for n in names],
        "outputs": [{"id": "ok", "name": "ok", "type": "expression", "field": "ok"}],
        "rules": [{**blank, **row} for row in rows],
    }
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in"},
        {"id": "table", "type": "decisionTableNode", "name": "table", "content": table},
        {"id": "out", "type": "outputNode", "name": "out"},
    ]
    edges = [
        {"id": "a", "sourceId": "in", "targetId": "table", "type": "edge"},
        {"id": "b", "sourceId": "table", "targetId": "out", "type": "edge"},
    ]
    decision = engine.create_decision(json.dumps({"nodes": nodes, "edges": edges}))
    people = import_module("duckdb").connect().execute(
        f"SELECT {', '.join(f'coalesce({n}::INT * 2, 1) AS {n}' for n in names)} "
        f"FROM '{folder / 'by_hand.parquet'}' LIMIT {SAMPLE}"
    )  # fmt: skip
    facts = [dict(zip(names, row, strict=True)) for row in people.fetchall()]
    return sum(decision.evaluate(fact)["result"]["ok"] for fact in facts)


WAYS: dict[str, Callable[[Path], int | tuple[int, float]]] = {
    "ours": ours,
    "by_hand": by_hand,
    "polars": with_polars,
    "pandas": with_pandas,
    "zen": with_zen,
}


def measured(way: str, folder: Path) -> dict[str, float]:
    """Seconds, megabytes and eligible people of one way, in a process of its own."""
    command = [sys.executable, __file__, "--child", way, str(folder)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def child(way: str, folder: Path) -> None:
    """What the process of one way does."""
    began = time.perf_counter()
    answer = WAYS[way](folder)
    seconds = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_SELF)
    peak, processor = used.ru_maxrss / 1024, used.ru_utime + used.ru_stime
    eligible, query = answer if isinstance(answer, tuple) else (answer, processor)
    said = {"seconds": seconds, "processor": processor, "query": query}
    said |= {"megabytes": peak, "eligible": eligible}
    print(json.dumps(said))


def main() -> None:
    """Make the archive, measure each way, print seconds, memory and ratios."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--only", default=",".join(WAYS))
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        child(asked.child[0], Path(asked.child[1]))
        return
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        make(folder, asked.people)
        found = {way: measured(way, folder) for way in asked.only.split(",")}
    if "zen" in found:
        for kind in ("seconds", "processor"):
            found["zen"][kind] *= asked.people / min(SAMPLE, asked.people)
    first = found[asked.only.split(",")[0]]
    print(
        f"{asked.people:,} people, {asked.people * 5:,} appraisals, {asked.people * 4:,} stretches, 12 rules"
    )
    for way, seen in found.items():
        ratios = ", ".join(f"{first[k] / seen[k]:.2f} {k}" for k in ("seconds", "processor", "megabytes"))
        sizes = (
            f"{seen['seconds']:8.2f} s, {seen['processor']:8.2f} s of processors, {seen['megabytes']:6.0f} MB"
        )
        of = " of the sample" if way == "zen" else ""
        print(f"{way:8} {sizes}; ours/it {ratios} ({seen['eligible']:,.0f} eligible{of})")
    if {"ours", "by_hand"} <= found.keys():
        ratio = found["ours"]["query"] / found["by_hand"]["query"]
        before = found["ours"]["processor"] - found["ours"]["query"]
        print(f"the queries alone: {ratio:.2f} processor; ours loads and compiles for {before:.2f} s before")
    counts = {seen["eligible"] for way, seen in found.items() if way != "zen"}
    if len(counts) > 1:
        sys.exit(f"the ways do not agree: {counts}")


if __name__ == "__main__":
    main()
