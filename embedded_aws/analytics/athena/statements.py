"""Statements in Trino's dialect, read and written for DuckDB by SQLGlot."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from embedded_aws.analytics.athena.percentiles import exact

if TYPE_CHECKING:
    from sqlglot import exp

CATALOG = "awsdatacatalog"
TYPES: Mapping[str, str] = {
    "VARCHAR": "varchar",
    "BIGINT": "bigint",
    "HUGEINT": "bigint",
    "INTEGER": "integer",
    "SMALLINT": "smallint",
    "TINYINT": "tinyint",
    "DOUBLE": "double",
    "FLOAT": "float",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIME": "time",
    "BLOB": "varbinary",
    "JSON": "json",
    "TIMESTAMP WITH TIME ZONE": "timestamp with time zone",
}
"""Athena's types of results by DuckDB's."""


class StatementError(Exception):
    """The statement cannot be run; the message is Athena's reason."""


@dataclass(frozen=True)
class Name:
    """A table or view that a statement reads."""

    database: str
    table: str


@dataclass(frozen=True)
class Statement:
    """A query, in DuckDB's dialect, and what it reads."""

    sql: str
    reads: Sequence[Name]


def read(text: str, database: str, parameters: Sequence[str] = ()) -> Statement:
    """The one SELECT in the text; StatementError for anything else."""
    query = _parsed(text)
    _fill_in(query, parameters)
    names = list(_tables(query, database))
    _name_columns(query)
    return Statement(_written(query), list(dict.fromkeys(names)))


def type_of(duck: str) -> str:
    """Athena's name of a result's type."""
    name = duck.partition("(")[0]
    if name.endswith("]"):
        return "array"
    kinds = {"DECIMAL": "decimal", "STRUCT": "row", "MAP": "map"}
    fallback = "timestamp" if name.startswith("TIMESTAMP") else "varchar"
    return TYPES.get(name) or kinds.get(name, fallback)


def _parsed(text: str) -> "exp.Query":
    import sqlglot  # noqa: PLC0415 - a tenth of a second that no start must take
    from sqlglot import exp  # noqa: PLC0415

    try:
        statements = [each for each in sqlglot.parse(text, read="trino") if each]
    except sqlglot.errors.SqlglotError as error:
        first = str(error).splitlines()[0]
        raise StatementError(f"SYNTAX_ERROR: {first}") from error
    if len(statements) != 1:
        raise StatementError("SYNTAX_ERROR: Only one sql statement is allowed.")
    (statement,) = statements
    if not isinstance(statement, exp.Query):
        kind = text.split(maxsplit=1)[0].upper()
        raise StatementError(
            f"NOT_SUPPORTED: {kind} is out of reach of the embedded AWS, which answers SELECT; "
            "make databases, tables and views with Glue."
        )
    return statement


def _fill_in(query: "exp.Query", parameters: Sequence[str]) -> None:
    """Put the execution parameters in the places of the question marks."""
    import sqlglot  # noqa: PLC0415
    from sqlglot import exp  # noqa: PLC0415

    places = list(query.find_all(exp.Placeholder, bfs=False))
    if len(places) != len(parameters):
        raise StatementError(
            "INVALID_PARAMETER_USAGE: Incorrect number of parameters: "
            f"expected {len(places)} but found {len(parameters)}"
        )
    for place, value in zip(places, parameters, strict=True):
        place.replace(sqlglot.parse_one(value, read="trino"))


def _tables(query: "exp.Query", database: str) -> Iterator[Name]:
    """Each table that is read; its name in the query becomes database and table."""
    from sqlglot import exp  # noqa: PLC0415

    common = {each.alias.lower() for each in query.find_all(exp.CTE)}
    for table in query.find_all(exp.Table):
        if not isinstance(table.this, exp.Identifier):
            continue  # a function
        name, of = table.name.lower(), table.db.lower()
        if table.catalog and table.catalog.lower() != CATALOG:
            raise StatementError(f"CATALOG_NOT_FOUND: Catalog '{table.catalog}' does not exist")
        if not of and name in common:
            continue
        if not of and not database:
            raise StatementError(
                "SYNTAX_ERROR: Schema must be specified when session schema is not set"
            )
        table.set("catalog", None)
        table.set("db", exp.to_identifier(of or database.lower(), quoted=True))
        table.set("this", exp.to_identifier(name, quoted=True))
        yield Name(of or database.lower(), name)


def _name_columns(query: "exp.Query") -> None:
    """Give expressions without a name Athena's: `_col` and their place."""
    from sqlglot import exp  # noqa: PLC0415

    if isinstance(query, exp.Select):
        for place, each in enumerate(query.expressions):
            named = each.alias or each.is_star or isinstance(each, exp.Column | exp.Dot)
            if not named:
                each.replace(exp.alias_(each.copy(), f"_col{place}"))


def _written(query: "exp.Query") -> str:
    import sqlglot  # noqa: PLC0415

    try:
        sql: str = exact(query).sql(dialect="duckdb", unsupported_level=sqlglot.ErrorLevel.RAISE)
    except sqlglot.errors.UnsupportedError as error:
        raise StatementError(f"NOT_SUPPORTED: {error}") from error
    return sql
