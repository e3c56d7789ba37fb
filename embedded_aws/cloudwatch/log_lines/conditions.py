"""Single comparisons of filter patterns: a field against a number, a text, or its mere presence."""

import operator
import re
from collections.abc import Callable
from typing import Any

type Condition = Callable[[Any], bool]
ABSENT = object()
"""The value of a field that a line does not have."""
_ORDER = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


class PatternError(Exception):
    """A filter pattern that cannot be read; says where."""


def compared(sign: str, wanted: str) -> Condition:
    """Whether a value is `= 404`, `!= "a*"`, `>= 5` or `= %^5..$%`."""
    if sign in _ORDER:
        return _ordered(sign, wanted)
    equal = _equal(wanted)
    if sign == "=":
        return equal
    return lambda value: value is not ABSENT and not equal(value)


def existing(words: str) -> Condition:
    """`IS NULL`, `IS TRUE`, `IS FALSE`, `NOT EXISTS`, `EXISTS`."""
    found = _EXISTENCE.get(" ".join(words.upper().split()))
    if found is None:
        raise PatternError(f"{words} is no condition of a filter pattern")
    return found


_EXISTENCE: dict[str, Condition] = {
    "IS NULL": lambda value: value is None,
    "IS TRUE": lambda value: value is True,
    "IS FALSE": lambda value: value is False,
    "NOT EXISTS": lambda value: value is ABSENT,
    "EXISTS": lambda value: value is not ABSENT,
}


def expression_of(text: str) -> re.Pattern[str]:
    """A regular expression between percent signs."""
    try:
        return re.compile(text)
    except re.error as error:
        raise PatternError(f"%{text}% is no regular expression: {error}") from error


def _ordered(sign: str, wanted: str) -> Condition:
    limit = number(wanted)
    if limit is None:
        raise PatternError(f"{sign} compares with a number, not with {wanted}")

    def condition(value: Any) -> bool:
        given = number(value)
        return given is not None and bool(_ORDER[sign](given, limit))

    return condition


def _equal(wanted: str) -> Condition:
    if re.fullmatch("%.+%", wanted):
        expression = expression_of(wanted[1:-1])
        return lambda value: value is not ABSENT and bool(expression.search(_text(value)))
    plain = wanted[1:-1] if wanted.startswith('"') and wanted.endswith('"') else wanted
    limit = number(plain) if plain == wanted else None
    if limit is not None:
        return lambda value: number(value) == limit
    expression = re.compile(".*".join(map(re.escape, plain.split("*"))), re.DOTALL)
    return lambda value: value is not ABSENT and bool(expression.fullmatch(_text(value)))


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def number(value: Any) -> float | None:
    """The value as a number, if it is one; log formats often quote numbers."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(value)
    except ValueError:
        return None
