"""Texts, numbers, Booleans and blobs of a request: their JSON types and constraints."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from botocore.model import Shape

from embedded_aws.dynamodb.errors import SerializationError
from embedded_aws.dynamodb.requests.constraints import broken, collection, of_length, options

type Faults = list[str]
type Check = Callable[[Any, str, Faults], None]
TABLES = {"TableArn", "TableName"}
TABLE_NAME = re.compile(r"[a-zA-Z0-9_.-]+")
SHORTEST_TABLE, LONGEST_TABLE = 3, 255


def checking(shape: Shape) -> Check:
    """The check of a shape that has no parts."""
    if shape.type_name == "string":
        return _table if shape.name in TABLES else _text(shape)
    if shape.type_name in {"integer", "long"}:
        return _whole(shape)
    return {"boolean": _boolean, "blob": _blob, "double": _number}.get(shape.type_name, _free)


def _free(_: Any, __: str, ___: Faults) -> None:
    return


def _is_text(value: Any) -> str:
    if isinstance(value, str):
        return value
    raise _not_a(value, "String")


def _not_a(value: Any, kind: str) -> SerializationError:
    if isinstance(value, dict):
        return SerializationError("Start of structure or map found where not expected")
    if isinstance(value, list):
        return SerializationError(f"Unrecognized collection type class java.lang.{kind}")
    names = {bool: f"{value!s}_VALUE".upper(), int: "NUMBER_VALUE", float: "DECIMAL_VALUE"}
    name = names.get(type(value), "STRING_VALUE")
    return SerializationError(f"{name} cannot be converted to {kind}")


def _text(shape: Any) -> Check:
    limits, pattern = of_length(shape), shape.metadata.get("pattern")
    form, enum = _form(pattern), set(shape.enum)
    hidden = bool(shape.metadata.get("sensitive"))

    def text(value: Any, path: str, faults: Faults) -> None:
        constraints = list(limits(len(_is_text(value))))
        if form and not form.fullmatch(value):
            constraints.append(f"Member must satisfy regular expression pattern: {pattern}")
        if enum and value not in enum:
            constraints.append(f"Member must satisfy enum value set: [{options(shape)}]")
        fault = collection if hidden else partial(broken, f"'{value}'")
        faults += [fault(path, constraint) for constraint in constraints]

    return text


def _form(pattern: str | None) -> re.Pattern[str] | None:
    """The pattern, if it is one that Python reads too: the models' are Java's."""
    try:
        return re.compile(pattern) if pattern else None
    except re.error:
        return None


def _table(value: Any, path: str, faults: Faults) -> None:
    """A table's name or ARN."""
    if _is_text(value).startswith("arn:"):
        return
    if not TABLE_NAME.fullmatch(value):
        constraint = "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+"
        faults.append(broken(f"'{value}'", path, constraint))
    if len(value) < SHORTEST_TABLE:
        constraint = f"Member must have length greater than or equal to {SHORTEST_TABLE}"
        faults.append(broken(f"'{value}'", path, constraint))
    if len(value) > LONGEST_TABLE:
        constraint = f"Member must have length less than or equal to {LONGEST_TABLE}"
        faults.append(broken(f"'{value}'", path, constraint))


def _whole(shape: Shape) -> Check:
    low, high = shape.metadata.get("min"), shape.metadata.get("max")

    def whole(value: Any, path: str, faults: Faults) -> None:
        _number(value, path, faults)
        if low is not None and value < low:
            constraint = f"Member must have value greater than or equal to {low}"
            faults.append(broken(f"'{value}'", path, constraint))
        if high is not None and value > high:
            constraint = f"Member must have value less than or equal to {high}"
            faults.append(broken(f"'{value}'", path, constraint))

    return whole


def _number(value: Any, _: str, __: Faults) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _not_a(value, "Integer")


def _boolean(value: Any, _: str, __: Faults) -> None:
    if not isinstance(value, bool):
        raise _not_a(value, "Boolean")


def _blob(value: Any, _: str, __: Faults) -> None:
    if isinstance(value, bool | int | float):
        raise SerializationError("only base-64-encoded strings are convertible to bytes")
    if not isinstance(value, str):
        raise _not_a(value, "String")
