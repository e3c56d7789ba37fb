"""Series of data points, and the operators of metric math on them, point by point."""

import ast
import math
import operator
from collections.abc import Callable, Sequence
from typing import Any

type Values = dict[int, float]
type Grid = Sequence[int]


class MathError(Exception):
    """The expression cannot be evaluated; the message says why."""


def elementwise(function: Callable[..., Any], *operands: Any) -> Any:
    """Apply the function to numbers, or point by point where every series has one."""
    lengths = {len(each) for each in operands if isinstance(each, list)}
    if len(lengths) > 1:
        raise MathError(f"arrays of {' and '.join(map(str, sorted(lengths)))} series do not match")
    if lengths:
        rows = (
            [each[index] if isinstance(each, list) else each for each in operands]
            for index in range(*lengths)
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
