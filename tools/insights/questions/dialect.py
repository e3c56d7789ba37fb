"""A question in DuckDB's dialect, translated by SQLGlot and never written twice."""

import sqlglot
from sqlglot import exp

from tools.command import CommandError

ROUTES = "contract_routes"


def parsed(sql: str, place: str) -> exp.Select:
    """The question's one SELECT; CommandError for anything else."""
    try:
        statements = sqlglot.parse(sql, read="trino")
    except sqlglot.errors.SqlglotError as error:
        raise CommandError(f"{place} is no SQL of Athena: {str(error).splitlines()[0]}") from error
    if len(statements) != 1 or not isinstance(statements[0], exp.Select):
        raise CommandError(f"{place} must be one SELECT")
    return statements[0]


def to_duckdb(query: exp.Expression) -> str:
    """The query for DuckDB; percentiles are exact there."""
    translated = query.copy()
    for each in list(translated.find_all(exp.ApproxQuantile)):
        each.replace(exp.PercentileCont(this=each.this, expression=each.args["quantile"]))
    text = translated.sql(dialect="duckdb")
    return str(text)


def with_routes(query: exp.Select, routes: list[str]) -> exp.Select:
    """The query with the contract's routes in place of the ones in the file."""
    changed = query.copy()
    for each in changed.find_all(exp.CTE):
        if each.alias == ROUTES and routes:
            rows = ", ".join("(" + exp.Literal.string(route).sql("trino") + ")" for route in routes)
            each.set(
                "this",
                sqlglot.parse_one(f"SELECT route FROM (VALUES {rows}) AS v (route)", read="trino"),
            )
            each.args["alias"].set("columns", [exp.to_identifier("route")])
    return changed
