"""`stats`: events gathered in groups, and figures of each group."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from embedded_aws.cloudwatch.insights.expressions import Reader, Row, Value, condition
from embedded_aws.cloudwatch.insights.functions import number
from embedded_aws.cloudwatch.insights.tokens import QueryError, UnservedError

type Rows = Sequence[dict[str, Any]]
type Figure = Callable[[Rows], Any]
SHOWN = "@columns"
"""Where a row has the names of its columns, in order."""


def read(reader: Reader) -> Callable[[Rows], list[dict[str, Any]]]:
    """The command `stats … by …`."""
    figures = [_named_figure(reader)]
    while reader.takes(","):
        figures.append(_named_figure(reader))
    keys: list[tuple[str, Value]] = []
    if reader.takes("by"):
        keys.append(named(reader))
        while reader.takes(","):
            keys.append(named(reader))

    def gather(rows: Rows) -> list[dict[str, Any]]:
        groups: dict[tuple[Any, ...], list[dict[str, Any]]] = {} if keys else {(): []}
        for row in rows:
            groups.setdefault(tuple(value(row) for _, value in keys), []).append(row)
        columns = [name for name, _ in keys] + [name for name, _ in figures]
        return [
            {
                **dict(zip(columns, group, strict=False)),
                **{name: figure(members) for name, figure in figures},
                SHOWN: columns,
            }
            for group, members in groups.items()
        ]

    return gather


def named(reader: Reader) -> tuple[str, Value]:
    """An expression and its alias, or its own words."""
    begin = reader.place
    value = condition(reader)
    words = reader.source(begin)
    return (reader.name() if reader.takes("as") else words), value


def _named_figure(reader: Reader) -> tuple[str, Figure]:
    begin = reader.place
    figure = _figure(reader)
    words = reader.source(begin)
    return (reader.name() if reader.takes("as") else words), figure


def _figure(reader: Reader) -> Figure:
    name = reader.name().lower()
    reader.expect("(")
    everything = reader.takes("*")
    arguments: list[Value] = []
    while not reader.takes(")"):
        if arguments or everything:
            reader.expect(",")
        arguments.append(condition(reader))
    if name not in FIGURES:
        raise UnservedError(f"the statistic {name} of Logs Insights")
    if name == "count" and not arguments:
        return lambda rows: float(len(rows))
    if not arguments:
        raise QueryError(f"{name} needs a field")
    work, value = FIGURES[name], arguments[0]
    if name in {"pct", "percentile"}:
        share = number(arguments[1]({})) if len(arguments) > 1 else None
        return lambda rows: _percentile(_numbers(rows, value), share or 0)
    return lambda rows: work(rows, value)


def _numbers(rows: Rows, value: Value) -> list[float]:
    every = (number(value(row)) for row in rows)
    return [each for each in every if each is not None]


def _present(rows: Rows, value: Value) -> list[Any]:
    return [each for each in (value(row) for row in rows) if each is not None]


def _numeric(work: Callable[[list[float]], float]) -> Callable[[Rows, Value], Any]:
    def figure(rows: Rows, value: Value) -> float | None:
        numbers = _numbers(rows, value)
        return work(numbers) if numbers else None

    return figure


def _deviation(numbers: list[float]) -> float:
    mean = sum(numbers) / len(numbers)
    return math.sqrt(sum((each - mean) ** 2 for each in numbers) / len(numbers))


def _percentile(numbers: list[float], share: float) -> float | None:
    """Between the two nearest values."""
    if not numbers:
        return None
    ordered, place = sorted(numbers), (len(numbers) - 1) * share / 100
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def _at(rows: Rows, value: Value, *, latest: bool) -> Any:
    holding = [row for row in rows if value(row) is not None]
    if not holding:
        return None
    choose: Callable[..., Row] = max if latest else min
    return value(choose(holding, key=lambda row: row.get("@timestamp") or ""))


FIGURES: Mapping[str, Callable[[Rows, Value], Any]] = {
    "avg": _numeric(lambda numbers: sum(numbers) / len(numbers)),
    "count": lambda rows, value: float(len(_present(rows, value))),
    "count_distinct": lambda rows, value: float(len(set(map(str, _present(rows, value))))),
    "earliest": lambda rows, value: _at(rows, value, latest=False),
    "latest": lambda rows, value: _at(rows, value, latest=True),
    "max": lambda rows, value: _extreme(rows, value, max),
    "median": lambda rows, value: _percentile(_numbers(rows, value), 50),
    "min": lambda rows, value: _extreme(rows, value, min),
    "pct": lambda rows, value: _percentile(_numbers(rows, value), 50),
    "percentile": lambda rows, value: _percentile(_numbers(rows, value), 50),
    "sortsfirst": lambda rows, value: min(map(str, _present(rows, value)), default=None),
    "sortslast": lambda rows, value: max(map(str, _present(rows, value)), default=None),
    "stddev": _numeric(_deviation),
    "sum": _numeric(sum),
}


def _extreme(rows: Rows, value: Value, choose: Callable[..., Any]) -> Any:
    present = _present(rows, value)
    numbers = [number(each) for each in present]
    if present and all(each is not None for each in numbers):
        return choose(numbers)
    return choose(map(str, present), default=None)
