"""JSON lines to Parquet, by a Glue table's columns.

Firehose developer guide, "Convert input data format": every line is one JSON object, a key without
a column is left out, and a value that its column cannot take fails the record.
"""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from embedded_aws.analytics.engine import literal, quoted, session

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TYPES = {
    "string": "VARCHAR",
    "varchar": "VARCHAR",
    "char": "VARCHAR",
    "tinyint": "TINYINT",
    "smallint": "SMALLINT",
    "int": "INTEGER",
    "bigint": "BIGINT",
    "float": "FLOAT",
    "double": "DOUBLE",
    "decimal": "DECIMAL",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
}
"""DuckDB's types by Glue's."""
MALFORMED, SCHEMA = "DataFormatConversion.MalformedData", "DataFormatConversion.InvalidSchema"
NOT_AN_OBJECT = (
    "One or more records are malformed. Please ensure that each record is single valid JSON object "
    "and that it does not contain newlines."
)
ROW_GROUP = 100_000


class SchemaError(Exception):
    """The table cannot be a schema; the message says why."""


@dataclass(frozen=True)
class Columns:
    """The schema of a conversion."""

    types: Mapping[str, str]
    """Glue's type by column."""
    keys: Mapping[str, str]
    lowers_keys: bool


@dataclass(frozen=True)
class Converted:
    """Rows as a Parquet file, and the lines that are none: place in the input, and why."""

    rows: int
    parquet: bytes
    refused: Sequence[tuple[int, str]]


def converted(lines: Sequence[str], columns: Columns) -> Converted:
    """The lines as Parquet; nothing is lost: each is a row or refused."""
    unknown = [each for each in columns.types.values() if _base(each) not in TYPES]
    if unknown:
        raise SchemaError(
            f"The embedded AWS converts columns of {', '.join(TYPES)}, and none of {unknown[0]}."
        )
    with session() as duck, tempfile.NamedTemporaryFile(suffix=".parquet") as file:
        duck.execute(_LOAD, [list(lines)])
        refused = _taken_out(duck, _NO_OBJECT, NOT_AN_OBJECT)
        cells = _cells(columns, _capitals(duck) if columns.lowers_keys else [])
        for name, kind in columns.types.items():
            if _base(kind) not in _TEXT:
                cell, target = cells.expressions[name], _duck(kind)
                unfit = f"{cell} IS NOT NULL AND TRY_CAST({cell} AS {target}) IS NULL"
                why = f"The value of {name} is no {kind}."
                query = f"SELECT place FROM {cells.source} WHERE {unfit}"  # noqa: S608 - quoted
                refused += _taken_out(duck, query, why)
        selected = ", ".join(
            f"CAST({cells.expressions[name]} AS {_duck(kind)}) AS {quoted(name)}"
            for name, kind in columns.types.items()
        )
        copied = duck.execute(
            f"COPY (SELECT {selected} FROM {cells.source}) TO {literal(file.name)} "  # noqa: S608 - names are quoted
            f"(FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE {ROW_GROUP})"
        ).fetchone()
        rows = int(copied[0]) if copied else 0
        return Converted(rows, Path(file.name).read_bytes() if rows else b"", sorted(refused))


_TEXT = {"string", "varchar", "char"}
_LOAD = (
    "CREATE TEMP TABLE lines AS SELECT unnest($1::VARCHAR[]) AS line, "
    "generate_subscripts($1::VARCHAR[], 1) - 1 AS place"
)
_NO_OBJECT = (
    "SELECT place FROM lines "
    "WHERE CASE WHEN json_valid(line) THEN json_type(line) <> 'OBJECT' ELSE true END"
)
_CAPITALS = (
    "SELECT DISTINCT unnest(json_keys(line)) FROM lines "
    'WHERE regexp_matches(line, \'"[^"]*[A-Z][^"]*"\\s*:\')'
)
"""Keys of the lines that seem to have one with a capital."""


@dataclass(frozen=True)
class _Cells:
    """Text of each column: expressions over a source with a list of extracted values."""

    source: str
    expressions: Mapping[str, str]


def _taken_out(duck: "DuckDBPyConnection", query: str, why: str) -> list[tuple[int, str]]:
    """Remove the lines at the places that the query selects."""
    places = [place for (place,) in duck.execute(query).fetchall()]
    if places:
        duck.execute("DELETE FROM lines WHERE place IN (SELECT unnest($1))", [places])
    return [(place, why) for place in places]


def _capitals(duck: "DuckDBPyConnection") -> list[str]:
    return [key for (key,) in duck.execute(_CAPITALS).fetchall() if key != key.lower()]


def _cells(columns: Columns, capitals: Sequence[str]) -> _Cells:
    spelled = {
        name: [columns.keys.get(name, name), *(key for key in capitals if key.lower() == name)]
        for name in columns.types
    }
    every = [key for keys in spelled.values() for key in keys]
    places = {key: place for place, key in enumerate(every, 1)}
    paths = ", ".join(literal(f'$."{key}"') for key in every)
    source = f"(SELECT place, json_extract_string(line, [{paths}]) AS found FROM lines)"  # noqa: S608 - quoted
    return _Cells(
        source,
        {
            name: f"coalesce({', '.join(f'found[{places[key]}]' for key in keys)})"
            for name, keys in spelled.items()
        },
    )


def _base(kind: str) -> str:
    return kind.partition("(")[0].strip().lower()


def _duck(kind: str) -> str:
    """DuckDB's type; only a decimal keeps what is in its parentheses."""
    base = _base(kind)
    return TYPES[base] + (kind[len(base) :] if base == "decimal" else "")
