"""Results in Athena's forms: rows of text, and the CSV file in the output location."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

type Row = Sequence[str | None]


def text_of(value: Any) -> str | None:
    """A value as Athena prints it; None for NULL."""
    if value is None:
        return None
    for kinds, form in _FORMS:
        if isinstance(value, kinds):
            return form(value)
    return str(value)


def _moment(value: datetime) -> str:
    text = value.strftime("%Y-%m-%d %H:%M:%S.") + f"{value.microsecond // 1000:03}"
    return f"{text} UTC" if value.tzinfo else text


def _list(value: Sequence[Any]) -> str:
    return "[" + ", ".join(text_of(each) or "null" for each in value) + "]"


def _row(value: Mapping[str, Any]) -> str:
    return "{" + ", ".join(f"{key}={text_of(each)}" for key, each in value.items()) + "}"


def _number(value: float) -> str:
    """A double as Java prints it."""
    if value != value or value in {float("inf"), float("-inf")}:  # noqa: PLR0124 - NaN
        return {"inf": "Infinity", "-inf": "-Infinity"}.get(str(value), "NaN")
    if value == 0 or 1e-3 <= abs(value) < 1e7:  # noqa: PLR2004 - Java's limits
        return repr(value) if "e" not in repr(value) else f"{value:f}"
    mantissa, exponent = f"{value:.17e}".split("e")
    shortest = repr(float(value))
    if "e" in shortest:
        mantissa, exponent = shortest.split("e")
    else:
        digits = shortest.replace("-", "").replace(".", "").strip("0") or "0"
        mantissa = ("-" if value < 0 else "") + digits[0] + "." + (digits[1:] or "0")
    if "." not in mantissa:
        mantissa += ".0"
    return f"{mantissa}E{int(exponent)}"


_FORMS: Sequence[tuple[type | tuple[type, ...], Callable[[Any], str]]] = (
    (bool, lambda value: str(value).lower()),
    (float, _number),
    (datetime, _moment),
    ((list, tuple), _list),
    (dict, _row),
    (bytes, lambda value: value.hex(" ")),
)


def csv_of(names: Sequence[str], rows: Sequence[Row]) -> bytes:
    """The file: every value in quotes, nothing for NULL."""
    lines = [",".join(_cell(each) for each in row) for row in (names, *rows)]
    return ("\n".join(lines) + "\n").encode()


def _cell(value: str | None) -> str:
    return "" if value is None else '"' + value.replace('"', '""') + '"'
