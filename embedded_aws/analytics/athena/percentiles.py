"""Percentiles of Trino's dialect, which Athena estimates."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlglot import exp


def exact(query: "exp.Query") -> "exp.Query":
    """The query with exact percentiles, of their column's type as in Trino: the same each time."""
    from sqlglot import exp  # noqa: PLC0415 - a tenth of a second that no start must take

    written = query.copy()
    for each in list(written.find_all(exp.ApproxQuantile)):
        between = exp.PercentileCont(this=each.this.copy(), expression=each.args["quantile"])
        alike = [between, exp.Min(this=each.this.copy())]
        each.replace(exp.Anonymous(this="cast_to_type", expressions=alike))
    return written
