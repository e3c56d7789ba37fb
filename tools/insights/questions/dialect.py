"""A question in DuckDB's dialect, translated by SQLGlot and never written twice."""

from collections.abc import Iterator, Sequence
from graphlib import TopologicalSorter
from pathlib import Path

import sqlglot
from sqlglot import exp

from tools.command import CommandError

ROUTES = "contract_routes"
VIEWS = Path("analytics/views")


def parsed(sql: str, place: str) -> exp.Select:
    """The question's one SELECT; CommandError for anything else."""
    try:
        statements = sqlglot.parse(sql, read="trino")
    except sqlglot.errors.SqlglotError as error:
        raise CommandError(f"{place} is no SQL of Athena: {str(error).splitlines()[0]}") from error
    if len(statements) != 1 or not isinstance(statements[0], exp.Select):
        raise CommandError(f"{place} must be one SELECT")
    return statements[0]


def to_duckdb(query: exp.Expr) -> str:
    """The query for DuckDB, with exact percentiles of their column's type."""
    translated = query.copy()
    for each in list(translated.find_all(exp.ApproxQuantile)):
        exact = exp.PercentileCont(this=each.this.copy(), expression=each.args["quantile"])
        alike = [exact, exp.Min(this=each.this.copy())]
        each.replace(exp.Anonymous(this="cast_to_type", expressions=alike))
    return str(translated.sql(dialect="duckdb"))


def with_routes(query: exp.Select, routes: Sequence[str]) -> exp.Select:
    """The query with the contract's routes in place of the ones in the file."""
    changed = query.copy()
    rows = [exp.Tuple(expressions=[exp.Literal.string(route)]) for route in routes]
    for each in changed.find_all(exp.CTE):
        values = each.this.find(exp.Values) if each.alias == ROUTES else None
        if values and rows:
            values.set("expressions", rows)
    return changed


def views() -> Iterator[tuple[str, str]]:
    """Names and statements of the views in DuckDB's dialect, each after those that it reads."""
    texts = {each.stem: each.read_text(encoding="utf-8") for each in VIEWS.glob("*.sql")}
    queries = {name: parsed(text, f"{VIEWS}/{name}.sql") for name, text in texts.items()}
    reads = {
        name: {each.name for each in query.find_all(exp.Table)} & set(queries)
        for name, query in queries.items()
    }
    for name in TopologicalSorter(reads).static_order():
        yield name, queries[name].sql(dialect="duckdb")
