"""A question in the language of CloudWatch Logs Insights, where that can express it."""

from collections.abc import Callable, Mapping

from sqlglot import exp

from tools.insights.questions.dialect import parsed
from tools.insights.questions.question import Question

VIEW = "access_logs"
# Columns of the view that the lines do not have.
NOT_LOGGED = {"day", "hour", "request_time"}


class InexpressibleError(Exception):
    """The language has no words for the question; the message says for what."""


def translated(question: Question) -> str:
    """The query over the access log's group; InexpressibleError says why there is none."""
    query = parsed(question.sql, question.name)
    _refuse(query)
    lines = [f"filter {each}" for each in _filters(query.args.get("where"))]
    names = {each.alias_or_name: each for each in query.expressions}
    keys = [_key(each, names) for each in query.args["group"].expressions]
    figures = [
        f"{_figure(each.unalias())} as {name}"
        for name, each in names.items()
        if each.find(exp.AggFunc)
    ]
    lines.append(f"stats {', '.join(figures)} by {', '.join(keys)}")
    lines += [f"sort {_order(each)}" for each in _orders(query)]
    if query.args.get("limit"):
        lines.append(f"limit {query.args['limit'].expression.name}")
    return "\n| ".join(lines) + "\n"


def _refuse(query: exp.Select) -> None:
    tables = {each.name for each in query.find_all(exp.Table)}
    reasons: Mapping[str, object] = {
        "it has steps (WITH), and Logs Insights one after the other at most": query.args.get(
            "with_"
        )
        or query.args.get("with"),
        "it joins logs": query.find(exp.Join),
        "it compares rows (OVER)": query.find(exp.Window),
        f"it does not ask the view {VIEW}": tables != {VIEW},
        "it has no groups": not query.args.get("group"),
    }
    for reason, true in reasons.items():
        if true:
            raise InexpressibleError(reason)


def _filters(where: exp.Where | None) -> list[str]:
    if where is None:
        return []
    parts = list(where.this.flatten()) if isinstance(where.this, exp.And) else [where.this]
    written = []
    for part in parts:
        if any(each.name == "day" for each in part.find_all(exp.Column)):
            continue  # the time is chosen beside the query there
        written.append(_condition(part))
    return written


def _condition(part: exp.Expr) -> str:
    """A comparison of a field and a literal; an absent value is written as a dash."""
    if isinstance(part, exp.Not) and isinstance(part.this, exp.Is):
        return f'{_field(part.this.this)} != "-"'
    if isinstance(part, exp.Is):
        return f'{_field(part.this)} = "-"'
    signs: Mapping[type[exp.Expr], str] = {
        exp.EQ: "=",
        exp.NEQ: "!=",
        exp.GT: ">",
        exp.GTE: ">=",
        exp.LT: "<",
        exp.LTE: "<=",
    }
    if type(part) in signs:
        return f"{_field(part.this)} {signs[type(part)]} {_literal(part.expression)}"
    if isinstance(part, exp.In):
        listed = ", ".join(_literal(each) for each in part.expressions)
        return f"{_field(part.this)} in [{listed}]"
    raise InexpressibleError(f"its filter has {part.key.upper()}")


def _field(column: exp.Expr) -> str:
    if not isinstance(column, exp.Column):
        raise InexpressibleError(f"it calculates with {column.key.upper()} for each line")
    if column.name in NOT_LOGGED:
        raise InexpressibleError(f"the line has no field {column.name}")
    return column.name


def _literal(value: exp.Expr) -> str:
    if not isinstance(value, exp.Literal):
        raise InexpressibleError("it compares fields with each other")
    return f'"{value.name}"' if value.is_string else value.name


def _key(each: exp.Expr, names: Mapping[str, exp.Expr]) -> str:
    if isinstance(each, exp.Literal):
        each = list(names.values())[int(each.name) - 1].unalias()
    return _field(each)


def _figure(each: exp.Expr) -> str:
    """A statistic; those over numbers leave out the dash of an absent value as SQL does NULL."""
    if isinstance(each, exp.Count):
        if isinstance(each.this, exp.Star):
            return "count(*)"
        raise InexpressibleError("it counts what is not absent, and a dash is a value there")
    if isinstance(each, exp.ApproxQuantile):
        share = float(each.args["quantile"].name) * 100
        return f"pct({_field(each.this)}, {share:g})"
    simple: Mapping[type[exp.Expr], str] = {
        exp.Sum: "sum",
        exp.Avg: "avg",
        exp.Min: "min",
        exp.Max: "max",
    }
    write: Callable[[exp.Expr], str] = _field
    if type(each) in simple:
        return f"{simple[type(each)]}({write(each.this)})"
    raise InexpressibleError(f"it calculates with {each.key.upper()}")


def _orders(query: exp.Select) -> list[exp.Expr]:
    order = query.args.get("order")
    return list(order.expressions) if order else []


def _order(each: exp.Expr) -> str:
    return f"{each.this.name} {'desc' if each.args.get('desc') else 'asc'}"
