"""The logs as DuckDB reads them: files of lines, and the views that cast them."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import duckdb

from tools.command import CommandError
from tools.insights.questions.dialect import parsed, to_duckdb, views, with_routes
from tools.insights.questions.question import Question

TABLES = ("access_log_lines", "web_acl_log_lines", "function_log_lines")
COMPRESSED_JSON = ".gz"
"""The end of files of lines that were not made Parquet: the web ACL's."""
MEMORY = "1200MB"
"""The most of DuckDB's own."""


@dataclass(frozen=True)
class Answer:
    """The rows of a question, as text, numbers and times."""

    question: Question
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]

    def dicts(self) -> list[dict[str, Any]]:
        """The rows by the names of their columns."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


class Logs:
    """Questions over an open database of logs."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, routes: Sequence[str] = ()) -> None:
        self._connection = connection
        self._routes = list(routes)

    def ask(self, question: Question) -> Answer:
        """The answer; CommandError when the question cannot be run."""
        try:
            result = self._connection.execute(self.translated(question))
            rows = result.fetchall()
        except duckdb.Error as error:
            reason = str(error).splitlines()[0]
            raise CommandError(
                f"analytics/questions/{question.name}.sql fails: {reason}"
            ) from error
        return Answer(question, [each[0] for each in result.description], rows)

    def translated(self, question: Question) -> str:
        """The question in DuckDB's dialect."""
        query = parsed(question.sql, f"analytics/questions/{question.name}.sql")
        return to_duckdb(with_routes(query, self._routes))

    def plan(self, question: Question) -> str:
        """How DuckDB would run it, as JSON."""
        row = self._connection.execute(
            f"EXPLAIN (FORMAT json) {self.translated(question)}"
        ).fetchone()
        return str(row[1]) if row else "[]"

    def lines(self, table: str, most: int) -> list[dict[str, str]]:
        """Some lines as they were logged."""
        result = self._connection.execute(f"SELECT * FROM {table} LIMIT {most}")  # noqa: S608 - ours
        names = [each[0] for each in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def count(self, table: str = TABLES[0]) -> int:
        """The number of lines in a table."""
        row = self._connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - a table of ours
        return int(row[0]) if row else 0


@contextmanager
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty database; what exceeds its memory goes to a folder that ends with it."""
    with (
        tempfile.TemporaryDirectory(prefix="insights-") as folder,
        duckdb.connect(
            config={"threads": 2, "memory_limit": MEMORY, "temp_directory": folder}
        ) as connection,
    ):
        yield connection


@contextmanager
def opened(
    files: Mapping[str, Sequence[str]],
    columns: Mapping[str, Sequence[str]],
    routes: Sequence[str] = (),
    lines: Sequence[Mapping[str, str]] = (),
) -> Iterator[Logs]:
    """The logs in files, by table; a table without files is empty, but for given lines."""
    with database() as connection:
        for table in TABLES:
            connection.execute(
                f"CREATE VIEW {table} AS {_lines(files.get(table, ()), columns[table])}"
            )
        if lines:
            _add(connection, lines, columns[TABLES[0]])
        for name, statement in views():
            connection.execute(f"CREATE VIEW {name} AS {statement}")
        yield Logs(connection, routes)


def _lines(files: Sequence[str], columns: Sequence[str]) -> str:
    if not files:
        empty = ", ".join(
            f'CAST(NULL AS VARCHAR) AS "{name}"' for name in (*columns, "day", "hour")
        )
        return f"SELECT {empty} WHERE false"
    listed = ", ".join("'" + name.replace("'", "''") + "'" for name in files)
    options = "hive_partitioning = true, hive_types_autocast = false"
    if files[0].endswith(COMPRESSED_JSON):
        cells = ", ".join(f'{_in_any_case(name)} AS "{name}"' for name in columns)
        lines = f"read_json_objects([{listed}], format = 'newline_delimited', {options})"
        return f"SELECT {cells}, day, hour FROM {lines}"  # noqa: S608 - quoted above
    return f"SELECT * FROM read_parquet([{listed}], {options}, union_by_name = true)"  # noqa: S608 - as above


def _in_any_case(name: str) -> str:
    """The value of a line's key, whatever its capitals, as Athena's library reads it."""
    key = f"list_filter(json_keys(json), lambda key: lower(key) = '{name}')[1]"
    return f"json_extract_string(json, '$.\"' || {key} || '\"')"


def _add(
    connection: duckdb.DuckDBPyConnection,
    lines: Sequence[Mapping[str, str]],
    columns: Sequence[str],
) -> None:
    """Put lines of the access log, as of this hour, in the place of files."""
    names = (*columns, "day", "hour")
    declared = ", ".join(f'"{name}" VARCHAR' for name in names)
    connection.execute(f"DROP VIEW {TABLES[0]}")
    connection.execute(f"CREATE TABLE {TABLES[0]} ({declared})")
    now = datetime.now(UTC)
    dated = {"day": f"{now:%Y-%m-%d}", "hour": f"{now:%H}"}
    rows = [{**dated, **line} for line in lines]
    connection.execute(
        f"INSERT INTO {TABLES[0]} SELECT {', '.join(['unnest(?)'] * len(names))}",
        [[row.get(name) for row in rows] for name in names],
    )
