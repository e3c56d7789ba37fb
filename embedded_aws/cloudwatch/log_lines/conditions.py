"""Comparisons in filter patterns: of a field with a number or a text, or its existence."""

import operator
import re
from collections.abc import Callable
from typing import Any

type Condition = Callable[[Any], bool]
ABSENT = object()
"""The value of a field that a line does not have."""
_ORDER = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


class PatternError(Exception):
    """The filter pattern cannot be parsed; the message says where."""


def compared(sign: str, operand: str) -> Condition:
    """The condition `= 404`, `!= "a*"`, `>= 5` or `= %^5..$%`."""
    if sign in _ORDER:
        return _ordered(sign, operand)
    equal = _equal(operand)
    if sign == "=":
        return equal
    return lambda value: value is not ABSENT and not equal(value)


def existing(words: str) -> Condition:
    """The condition `IS NULL`, `IS TRUE`, `IS FALSE`, `NOT EXISTS` or `EXISTS`."""
    condition = _EXISTENCE.get(" ".join(words.upper().split()))
    if condition is None:
        raise PatternError(f"{words} is no condition of a filter pattern")
    return condition


_EXISTENCE: dict[str, Condition] = {
    "IS NULL": lambda value: value is None,
    "IS TRUE": lambda value: value is True,
    "IS FALSE": lambda value: value is False,
    "NOT EXISTS": lambda value: value is ABSENT,
    "EXISTS": lambda value: value is not ABSENT,
}


def expression_of(text: str) -> re.Pattern[str]:
    """The regular expression between percent signs."""
    try:
        return re.compile(text)
    except re.error as error:
        raise PatternError(f"%{text}% is no regular expression: {error}") from error


def _ordered(sign: str, operand: str) -> Condition:
    limit = number(operand)
    if limit is None:
        raise PatternError(f"{sign} compares with a number, not with {operand}")

    def condition(value: Any) -> bool:
        given = number(value)
        return given is not None and bool(_ORDER[sign](given, limit))

    return condition


def _equal(operand: str) -> Condition:
    if re.fullmatch("%.+%", operand):
        expression = expression_of(operand[1:-1])
        return lambda value: value is not ABSENT and bool(expression.search(_text(value)))
    plain = operand[1:-1] if operand.startswith('"') and operand.endswith('"') else operand
    limit = number(plain) if plain == operand else None
    if limit is not None:
        return lambda value: number(value) == limit
    expression = re.compile(".*".join(map(re.escape, plain.split("*"))), re.DOTALL)
    return lambda value: value is not ABSENT and bool(expression.fullmatch(_text(value)))


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def number(value: Any) -> float | None:
    """The value as a number, also from text, because log formats often quote numbers; else None."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(value)
    except ValueError:
        return None
