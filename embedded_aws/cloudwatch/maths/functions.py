"""The operators and functions of metric math; missing data points stay missing."""

import ast
import itertools
import math
import operator
import statistics
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

type Values = dict[int, float]
type Grid = Sequence[int]


class MathError(Exception):
    """The expression cannot be evaluated; the message says why."""


def elementwise(function: Callable[..., Any], *operands: Any) -> Any:
    """Apply the function to numbers, or point by point where every series has one."""
    longest = next((each for each in operands if isinstance(each, list)), None)
    if longest is not None:
        rows = (
            [each[index] if isinstance(each, list) else each for each in operands]
            for index in range(len(longest))
        )
        return [elementwise(function, *row) for row in rows]
    series = [each for each in operands if isinstance(each, dict)]
    if not series:
        return _number(function, *operands)
    moments = set(series[0]).intersection(*series[1:])
    points = {
        moment: _number(function, *(_at(each, moment) for each in operands))
        for moment in sorted(moments)
    }
    return {moment: value for moment, value in points.items() if value is not None}


def _at(operand: Any, moment: int) -> Any:
    return operand[moment] if isinstance(operand, dict) else operand


def _number(function: Callable[..., Any], *numbers: Any) -> float | None:
    """The result; None for an undefined one, such as a division by zero."""
    try:
        return float(function(*numbers))
    except (ZeroDivisionError, OverflowError, ValueError):
        return None
    except TypeError as error:
        raise MathError(f"{numbers} cannot be calculated with") from error


operators: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: math.pow,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.And: lambda left, right: bool(left) and bool(right),
    ast.Or: lambda left, right: bool(left) or bool(right),
}


def _across(function: Callable[[list[float]], float]) -> Callable[..., Any]:
    """Combine several series point by point into one; one series into a number."""

    def reduced(_: Grid, given: Any) -> Any:
        if isinstance(given, dict):
            return function(list(given.values())) if given else None
        moments = sorted({moment for series in given for moment in series})
        return {
            moment: function([series[moment] for series in given if moment in series])
            for moment in moments
        }

    return reduced


def _fill(grid: Grid, given: Any, filler: Any) -> Any:
    """Replace missing data points."""
    if isinstance(given, list):
        return [_fill(grid, each, filler) for each in given]
    if filler == "REPEAT":
        return _repeated(grid, given)
    if filler == "LINEAR":
        return _interpolated(grid, given)
    other = filler if isinstance(filler, dict) else dict.fromkeys(grid, float(filler))
    return dict(sorted((other | given).items()))


def _repeated(grid: Grid, given: Values) -> Values:
    filled: Values = {}
    last: float | None = None
    for moment in grid:
        last = given.get(moment, last)
        if last is not None:
            filled[moment] = last
    return filled


def _interpolated(grid: Grid, given: Values) -> Values:
    known = sorted(given)
    filled = dict(given)
    for before, after in itertools.pairwise(known):
        slope = (given[after] - given[before]) / (after - before)
        for moment in grid:
            if before < moment < after:
                filled[moment] = given[before] + slope * (moment - before)
    return dict(sorted(filled.items()))


def _if(_: Grid, condition: Any, then: Any, otherwise: Any = None) -> Any:
    """Choose point by point; without the last argument there is no point where it is false."""
    if not isinstance(condition, dict):
        return then if condition else otherwise
    chosen = {moment: then if true else otherwise for moment, true in sorted(condition.items())}
    points = {
        moment: each.get(moment) if isinstance(each, dict) else each
        for moment, each in chosen.items()
    }
    return {moment: float(value) for moment, value in points.items() if value is not None}


def _steps(function: Callable[[float, int], float]) -> Callable[..., Any]:
    """From each data point to the next: (change of the value, seconds)."""

    def stepped(_: Grid, given: Values) -> Values:
        known = sorted(given.items())
        return {
            moment: function(value - before, moment - earlier)
            for (earlier, before), (moment, value) in itertools.pairwise(known)
        }

    return stepped


def _running_sum(_: Grid, given: Values) -> Values:
    total = 0.0
    return {moment: (total := total + value) for moment, value in sorted(given.items())}


def _clock(read: Callable[[datetime], float]) -> Callable[..., Any]:
    """A part of each data point's time, such as the hour."""
    return lambda _, given: {
        moment: float(read(datetime.fromtimestamp(moment, UTC))) for moment in given
    }


def _each(function: Callable[[float], float]) -> Callable[..., Any]:
    return lambda _, given: elementwise(function, given)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "ABS": _each(abs),
    "AVG": _across(statistics.fmean),
    "CEIL": _each(math.ceil),
    "DATAPOINT_COUNT": lambda _, given: float(len(given)),
    "DAY": _clock(lambda moment: moment.isoweekday()),
    "DIFF": _steps(lambda change, _: change),
    "FILL": _fill,
    "FIRST": lambda _, given: given[min(given)],
    "FLOOR": _each(math.floor),
    "HOUR": _clock(lambda moment: moment.hour),
    "IF": _if,
    "LAST": lambda _, given: given[max(given)],
    "LOG": _each(math.log),
    "LOG10": _each(math.log10),
    "MAX": _across(max),
    "MIN": _across(min),
    "MINUTE": _clock(lambda moment: moment.minute),
    "RATE": _steps(lambda change, seconds: change / seconds),
    "RUNNING_SUM": _running_sum,
    "STDDEV": _across(statistics.pstdev),
    "SUM": _across(math.fsum),
    "TIME_SERIES": lambda grid, given: dict.fromkeys(grid, float(given)),
}
