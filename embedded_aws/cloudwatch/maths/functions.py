"""The functions of metric math; missing data points stay missing."""

import itertools
import math
import statistics
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from embedded_aws.cloudwatch.maths.series import Grid, Values, elementwise


def _across(function: Callable[[list[float]], float]) -> Callable[..., Any]:
    """Combine several series point by point into one; one series into a number."""

    def number(values: list[float]) -> float | None:
        try:
            return function(values) if values else None
        except OverflowError:
            return None

    def reduced(_: Grid, given: Any) -> Any:
        if isinstance(given, dict):
            return number(list(given.values()))
        moments = sorted({moment for series in given for moment in series})
        points = {
            moment: number([series[moment] for series in given if moment in series])
            for moment in moments
        }
        return {moment: value for moment, value in points.items() if value is not None}

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
