"""Engines (计算引擎): where an expression is worked out, DuckDB in the process or Spark."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import Any, Literal, Protocol

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from quanheng.core.values import Refused
from quanheng.screening.archive import Archive

LINES = 50_000
"""So many lines come at a time."""
EngineName = Literal["duckdb", "spark"]
ibis.options.sql.fuse_selects = False  # a value that several rules look at stays worked out once


class Engine(Protocol):
    """Somewhere to put an archive and to work out expressions over it."""

    def load(self, archive: Archive) -> Mapping[str, Table]:
        """The tables of the archive as expressions."""
        ...

    def rows(self, expression: Table) -> pa.Table:
        """What an expression comes to, whole."""
        ...

    def batches(self, expression: Table) -> Iterator[pa.RecordBatch]:
        """What an expression comes to, piece by piece."""
        ...


class DuckDB:
    """DuckDB inside the process: nothing to install, and enough for some millions of people."""

    def __init__(self) -> None:
        self.connection = ibis.duckdb.connect()

    def load(self, archive: Archive) -> Mapping[str, Table]:
        """The tables of the archive, copied into the database."""
        raw = self.connection.con
        for name, rows in archive.items():
            raw.register("given", rows)
            raw.execute(f'CREATE OR REPLACE TABLE "{name}" AS SELECT * FROM given')
            raw.unregister("given")
        return {name: self.connection.table(name) for name in archive}

    def rows(self, expression: Table) -> pa.Table:
        """What an expression comes to, whole."""
        return self.connection.to_pyarrow(expression)

    def batches(self, expression: Table) -> Iterator[pa.RecordBatch]:
        """What an expression comes to, piece by piece."""
        yield from self.connection.con.sql(self.sql(expression)).to_arrow_reader(LINES)

    def sql(self, expression: Table) -> str:
        """The expression as a query. It is put together from thousands of small pieces, none of which is
        rubbish before all stand, so that looking for rubbish meanwhile takes as long as the work itself.
        """
        collects = gc.isenabled()
        gc.disable()
        try:
            return str(self.connection.compile(expression))
        finally:
            if collects:
                gc.enable()


class Spark:
    """Spark: the same expression where the archive outgrows one machine."""

    def __init__(self, session: Any) -> None:
        self.connection = ibis.pyspark.connect(session)

    def load(self, archive: Archive) -> Mapping[str, Table]:
        """The tables of the archive as views of the session."""
        tables = {}
        for name, rows in archive.items():
            self.connection.create_view(name, ibis.memtable(rows), overwrite=True)
            tables[name] = self.connection.table(name)
        return tables

    def rows(self, expression: Table) -> pa.Table:
        """What an expression comes to, whole."""
        return self.connection.to_pyarrow(expression)

    def batches(self, expression: Table) -> Iterator[pa.RecordBatch]:
        """What an expression comes to, piece by piece."""
        yield from self.connection.to_pyarrow_batches(expression)


@contextmanager
def engine(name: EngineName) -> Iterator[Engine]:
    """An engine by name, closed afterwards. Errors: Refused(no_spark) where Spark is not installed."""
    if name == "duckdb":
        embedded = DuckDB()
        try:
            yield embedded
        finally:
            embedded.connection.disconnect()
        return
    session = _session()
    try:
        yield Spark(session)
    finally:
        session.stop()


def _session() -> Any:
    try:
        builder = import_module("pyspark.sql").SparkSession.builder
        return (
            builder.appName("quanheng")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.ui.enabled", "false")
            .getOrCreate()
        )
    except Exception as error:
        raise Refused(
            "no_spark",
            f"Spark 无法启动：{_first_line(error)}",
            f"Spark cannot be started: {_first_line(error)}",
            remedy_zh="请安装 quanheng[spark] 和 Java 17 以上，或改用 --engine duckdb。",
            remedy_en="Install quanheng[spark] and Java 17 or newer, or use --engine duckdb.",
        ) from error


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
