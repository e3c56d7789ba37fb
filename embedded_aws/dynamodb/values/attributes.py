"""Attribute values as requests bring them: checked, and with canonical numbers."""

import base64
import binascii
from collections.abc import Callable
from typing import Any

from embedded_aws.dynamodb.errors import SerializationError, ValidationError, invalid
from embedded_aws.dynamodb.values.numbers import canonical

type Attribute = dict[str, Any]
type Values = dict[str, Attribute]

DEEPEST = 32
SETS = {"SS": "S", "NS": "N", "BS": "B"}
_SET_NAMES = {"SS": "An string set  may not be empty", "NS": "An number set  may not be empty"}


def normalized(values: Values) -> Values:
    """All attributes of an item or a key, checked."""
    return {name: attribute(value) for name, value in values.items()}


def attribute(value: Attribute, depth: int = 0) -> Attribute:
    """One value, checked; ValidationError as DynamoDB refuses it."""
    if len(value) != 1:
        raise ValidationError(
            "Supplied AttributeValue has more than one datatypes set, must contain exactly one of "
            "the supported datatypes"
            if value
            else "Supplied AttributeValue is empty, must contain exactly one of the supported "
            "datatypes"
        )
    ((kind, content),) = value.items()
    if kind == "S":
        return value
    if kind == "N":
        return {"N": canonical(content)}
    check = _CHECKS.get(kind)
    if check is None:
        raise ValidationError(
            "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"
        )
    return {kind: check(content, depth)}


def _null(content: Any, _: int) -> Any:
    if content is not True:
        raise invalid("Null attribute value types must have the value of true")
    return content


def _as_it_is(content: Any, _: int) -> Any:
    return content


def _binary(content: str, _: int) -> str:
    try:
        base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError) as error:
        raise SerializationError(f"Invalid Base64: {error}") from error
    return content


def _set(kind: str) -> Callable[[list[str], int], list[str]]:
    def checked(content: list[str], _: int) -> list[str]:
        if not content:
            raise invalid(_SET_NAMES.get(kind, "Binary sets should not be empty"))
        members = list(map(canonical, content)) if kind == "NS" else content
        if kind == "BS":
            members = [_binary(each, 0) for each in content]
        if len(set(members)) != len(members):
            raise _duplicates(kind, content)
        return members

    return checked


def _duplicates(kind: str, content: list[str]) -> ValidationError:
    if kind == "NS":
        return ValidationError("Input collection contains duplicates")
    members = f"Input collection [{', '.join(content)}]"
    return invalid(f"{members}{'of type BS' if kind == 'BS' else ''} contains duplicates.")


def _list(content: list[Attribute], depth: int) -> list[Attribute]:
    _not_too_deep(depth)
    return [attribute(each, depth + 1) for each in content]


def _map(content: Values, depth: int) -> Values:
    _not_too_deep(depth)
    return {name: attribute(each, depth + 1) for name, each in content.items()}


def _not_too_deep(depth: int) -> None:
    if depth >= DEEPEST:
        raise ValidationError("Nesting Levels have exceeded supported limits")


_CHECKS: dict[str, Callable[[Any, int], Any]] = {
    "B": _binary,
    "BOOL": _as_it_is,
    "NULL": _null,
    "SS": _set("SS"),
    "NS": _set("NS"),
    "BS": _set("BS"),
    "L": _list,
    "M": _map,
}
