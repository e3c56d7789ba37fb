"""The functions of Logs Insights over values of one event."""

import functools
import ipaddress
import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

SPANS = {
    "ms": 1,
    "s": 1000,
    "m": 60_000,
    "h": 3_600_000,
    "d": 86_400_000,
    "w": 604_800_000,
}
FORMAT = "%Y-%m-%d %H:%M:%S.%f"


def number(value: Any) -> float | None:
    """The value as a number; None when it is none."""
    if isinstance(value, bool) or value is None:
        return None
    try:
        result = float(value)
    except (TypeError, ValueError):
        return None
    return result if math.isfinite(result) else None


def text(value: Any) -> str:
    """The value as Logs Insights prints it."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))
    return "" if value is None else str(value)


def moment(milliseconds: float) -> str:
    """A time as Logs Insights prints it."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC).strftime(FORMAT)[:-3]


def milliseconds(value: Any) -> float | None:
    """The Unix time of a printed moment, or of a number."""
    plain = number(value)
    if plain is not None:
        return plain
    try:
        parsed = datetime.strptime(str(value), FORMAT).replace(tzinfo=UTC)
    except ValueError:
        return None
    return parsed.timestamp() * 1000


def span(words: str) -> int:
    """The milliseconds of `5m`."""
    match = re.fullmatch(r"(\d+)(ms|s|m|h|d|w)", words)
    return int(match[1]) * SPANS[match[2]] if match else 0


def floored(value: Any, period: str) -> str | None:
    """The beginning of the period that the moment is in."""
    at, length = milliseconds(value), span(period)
    return moment(at // length * length) if at is not None and length else None


def _ceiled(value: Any, period: str) -> str | None:
    at, length = milliseconds(value), span(period)
    return moment(-(-at // length) * length) if at is not None and length else None


def _numeric(work: Callable[..., float]) -> Callable[..., Any]:
    def function(*values: Any) -> float | None:
        numbers = [number(each) for each in values]
        if any(each is None for each in numbers):
            return None
        try:
            return work(*numbers)
        except (ValueError, ZeroDivisionError, OverflowError):
            return None

    return function


def _of_text(work: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(work)
    def function(value: Any, *rest: Any) -> Any:
        return None if value is None else work(text(value), *rest)

    return function


def _substr(value: str, start: Any, length: Any = None) -> str:
    begin = int(number(start) or 0)
    return value[begin:] if length is None else value[begin : begin + int(number(length) or 0)]


def _is_address(version: int | None) -> Callable[[str], bool]:
    def is_address(value: str) -> bool:
        try:
            return version in {None, ipaddress.ip_address(value).version}
        except ValueError:
            return False

    return is_address


def _in_subnet(value: str, subnet: Any) -> bool:
    try:
        return ipaddress.ip_address(value) in ipaddress.ip_network(text(subnet), strict=False)
    except ValueError:
        return False


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "abs": _numeric(abs),
    "ceil": _numeric(math.ceil),
    "floor": _numeric(math.floor),
    "greatest": _numeric(max),
    "least": _numeric(min),
    "log": _numeric(math.log),
    "sqrt": _numeric(math.sqrt),
    "coalesce": lambda *values: next((each for each in values if each is not None), None),
    "ispresent": lambda value: value is not None,
    "isempty": lambda value: value is None or text(value) == "",
    "isblank": lambda value: value is None or not text(value).strip(),
    "concat": lambda *values: "".join(map(text, values)),
    "ltrim": _of_text(lambda value, cut=None: value.lstrip(cut)),
    "rtrim": _of_text(lambda value, cut=None: value.rstrip(cut)),
    "trim": _of_text(lambda value, cut=None: value.strip(cut)),
    "strlen": _of_text(len),
    "toupper": _of_text(str.upper),
    "tolower": _of_text(str.lower),
    "substr": _of_text(_substr),
    "replace": _of_text(lambda value, old, new: value.replace(text(old), text(new))),
    "strcontains": _of_text(lambda value, part: text(part) in value),
    "isvalidip": _of_text(_is_address(None)),
    "isvalidipv4": _of_text(_is_address(4)),
    "isvalidipv6": _of_text(_is_address(6)),
    "isipinsubnet": _of_text(_in_subnet),
    "isipv4insubnet": _of_text(_in_subnet),
    "isipv6insubnet": _of_text(_in_subnet),
    "bin": lambda value, period: floored(value, text(period)),
    "datefloor": floored,
    "dateceil": _ceiled,
    "frommillis": lambda value: None if number(value) is None else moment(number(value) or 0),
    "tomillis": milliseconds,
}
"""By their names in lower case."""
