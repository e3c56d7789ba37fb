"""Velocity's operators, over Java's values."""

import operator
from collections.abc import Callable, Mapping
from typing import Any

from embedded_aws.gateway.mapping.java import Flag, Real, Text, Whole

type Binary = Callable[[Any, Any], Any]


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, Flag)


def equal(left: Any, right: Any) -> Flag:
    """Equality: of numbers by value, of one kind by content, of two kinds by their text."""
    if _number(left) and _number(right):
        return Flag(left == right)
    if type(left) is type(right):
        return Flag(left == right)
    return Flag(_text(left) == _text(right))


def different(left: Any, right: Any) -> Flag:
    """The opposite of `equal`."""
    return Flag(not equal(left, right))


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _compared(compare: Callable[[Any, Any], bool]) -> Binary:
    """Numbers alone have an order; others make the condition false."""

    def compared(left: Any, right: Any) -> Flag:
        return Flag(_number(left) and _number(right) and compare(left, right))

    return compared


def _wrapped(value: float) -> Any:
    return Real(value) if isinstance(value, float) else Whole(value)


def added(left: Any, right: Any) -> Any:
    """A sum, or two texts in one."""
    if _number(left) and _number(right):
        return _wrapped(left + right)
    if isinstance(left, str) or isinstance(right, str):
        return Text(_text(left) + _text(right))
    return None


def _arithmetic(compute: Callable[[Any, Any], float]) -> Binary:
    """The result for numbers; null for others, and for a division by zero."""

    def computed(left: Any, right: Any) -> Any:
        try:
            return _wrapped(compute(left, right)) if _number(left) and _number(right) else None
        except ZeroDivisionError:
            return None

    return computed


def _quotient(left: Any, right: Any) -> float:
    """Java's division, which cuts whole numbers off towards zero."""
    if isinstance(left, float) or isinstance(right, float):
        return float(left / right)
    size = int(abs(left) // abs(right))
    return size if (left < 0) == (right < 0) else -size


def _remainder(left: Any, right: Any) -> float:
    result: float = left - right * int(_quotient(left, right))
    return result


EQUALITY: Mapping[str, Binary] = {"==": equal, "eq": equal, "!=": different, "ne": different}
ORDER: Mapping[str, Binary] = {
    name: _compared(compare)
    for names, compare in (
        (("<", "lt"), operator.lt),
        (("<=", "le"), operator.le),
        ((">", "gt"), operator.gt),
        ((">=", "ge"), operator.ge),
    )
    for name in names
}
SUMS: Mapping[str, Binary] = {"+": added, "-": _arithmetic(operator.sub)}
PRODUCTS: Mapping[str, Binary] = {
    "*": _arithmetic(operator.mul),
    "/": _arithmetic(_quotient),
    "%": _arithmetic(_remainder),
}
