"""Keywords of a schema: whether a new value allows more than the old one, or less."""

from collections.abc import Callable
from typing import Any

from tools.review.contract_changes.change import Json, Shift

type Judge = Callable[[Any, Any], Shift]

# These say nothing about which values are allowed.
SILENT = {"description", "title", "example", "examples", "deprecated", "externalDocs", "xml"}
# These are walked into, or judged for each field by itself.
WALKED = {"$ref", "properties", "required", "items", "additionalProperties", "default"}


def _upper(old: Any, new: Any) -> Shift:
    ceiling = float("inf")
    lower = (ceiling if new is None else new) < (ceiling if old is None else old)
    return Shift.FEWER if lower else Shift.MORE


def _lower(old: Any, new: Any) -> Shift:
    floor = float("-inf")
    higher = (floor if new is None else new) > (floor if old is None else old)
    return Shift.FEWER if higher else Shift.MORE


def _restriction(old: Any, new: Any) -> Shift:
    """A keyword whose values cannot be compared: only its presence counts."""
    if old and new:
        return Shift.OTHER
    return Shift.FEWER if new else Shift.MORE


def _permission(old: Any, new: Any) -> Shift:
    return _restriction(new, old)


def _values(old: Any, new: Any) -> Shift:
    if old is None or new is None:
        return _restriction(old, new)
    if all(value in old for value in new):
        return Shift.FEWER
    return Shift.MORE if all(value in new for value in old) else Shift.OTHER


def _type(old: Any, new: Any) -> Shift:
    if (old, new) == ("integer", "number"):
        return Shift.MORE
    if (old, new) == ("number", "integer"):
        return Shift.FEWER
    return _restriction(old, new)


def _multiple(old: Any, new: Any) -> Shift:
    if not old or not new:
        return _restriction(old, new)
    if new % old == 0:
        return Shift.FEWER
    return Shift.MORE if old % new == 0 else Shift.OTHER


JUDGES: dict[str, Judge] = {
    "type": _type,
    "nullable": _permission,
    "enum": _values,
    "pattern": _restriction,
    "format": _restriction,
    "uniqueItems": _restriction,
    "exclusiveMinimum": _restriction,
    "exclusiveMaximum": _restriction,
    "multipleOf": _multiple,
    **dict.fromkeys(("maximum", "maxLength", "maxItems", "maxProperties"), _upper),
    **dict.fromkeys(("minimum", "minLength", "minItems", "minProperties"), _lower),
}


def judged(old: Json, new: Json) -> list[tuple[str, Any, Any, Shift]]:
    """(keyword, old, new, shift) of each changed keyword; OTHER for an unknown one."""
    names = [name for name in {**old, **new} if name not in SILENT | WALKED and name[:2] != "x-"]
    changed = [(name, _said(name, old), _said(name, new)) for name in names]
    return [
        (name, before, after, JUDGES.get(name, _strange)(before, after))
        for name, before, after in changed
        if before != after
    ]


def _strange(_old: Any, _new: Any) -> Shift:
    return Shift.OTHER


def _said(name: str, schema: Json) -> Any:
    """The keyword's value; None if it equals the keyword's default."""
    value = schema.get(name)
    if name == "enum" and value is not None:
        return sorted(value, key=str)
    nothing = value is False or (value == 0 and name in {"minLength", "minItems", "minProperties"})
    return None if nothing else value
