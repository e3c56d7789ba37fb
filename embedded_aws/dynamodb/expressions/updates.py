"""Actions of an update: on a copy of the item, with operands from the item as it was."""

import copy
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from embedded_aws.dynamodb.errors import ValidationError
from embedded_aws.dynamodb.expressions.conditions import Operand
from embedded_aws.dynamodb.expressions.paths import Part, Path, child
from embedded_aws.dynamodb.values.attributes import SETS, Attribute, Values
from embedded_aws.dynamodb.values.comparing import kind_of
from embedded_aws.dynamodb.values.numbers import total

WRONG_PATH = "The document path provided in the update expression is invalid for update"
WRONG_TYPE = "An operand in the update expression has an incorrect data type"
ABSENT = "The provided expression refers to an attribute that does not exist in the item"


@dataclass(frozen=True)
class Sum:
    """Two numbers added, or subtracted."""

    left: Operand
    right: Operand
    sign: int

    def value(self, item: Values) -> Attribute:
        """The result."""
        left, right = _present(self.left, item), _present(self.right, item)
        if "N" not in left or "N" not in right:
            raise ValidationError(WRONG_TYPE)
        return {"N": total(left["N"], right["N"], self.sign)}


@dataclass(frozen=True)
class Appended:
    """Two lists in one."""

    first: Operand
    second: Operand

    def value(self, item: Values) -> Attribute:
        """The elements of both."""
        first, second = _present(self.first, item), _present(self.second, item)
        if "L" not in first or "L" not in second:
            raise ValidationError(WRONG_TYPE)
        return {"L": [*first["L"], *second["L"]]}


@dataclass(frozen=True)
class OrElse:
    """`if_not_exists`: the value at the path, or another."""

    path: Path
    other: Operand

    def value(self, item: Values) -> Attribute | None:
        """The value at the path, if there is one."""
        here = self.path.value(item)
        return self.other.value(item) if here is None else here


def _present(operand: Operand, item: Values) -> Attribute:
    value = operand.value(item)
    if value is None:
        raise ValidationError(ABSENT)
    return value


@dataclass(frozen=True)
class Action:
    """SET, REMOVE, ADD or DELETE of one path."""

    verb: str
    path: Path
    operand: Operand | None = None
    mismatch: str = WRONG_TYPE
    """The message when the item's value has another type than the operand."""


@dataclass
class _Draft:
    """The new item, and the lists whose gaps close at the end."""

    item: Values
    lists: list[list[Any]] = field(default_factory=list)

    def parent(self, path: Path) -> Attribute:
        """The map or list that has the path's last part."""
        here: Attribute | None = {"M": self.item}
        for part in path.parts[:-1]:
            here = child(here, part) if here else None
        kind = "L" if isinstance(path.parts[-1], int) else "M"
        if here is None or kind not in here:
            raise ValidationError(WRONG_PATH)
        return here

    def put(self, parent: Attribute, part: Part, value: Attribute | None) -> None:
        """Set, or with no value take away."""
        if isinstance(part, str):
            if value is None:
                parent["M"].pop(part, None)
            else:
                parent["M"][part] = value
            return
        elements = parent["L"]
        if value is not None and part >= len(elements):
            elements.append(value)
        elif part < len(elements):
            elements[part] = value
        self.lists.append(elements)


def updated(actions: Iterable[Action], item: Values) -> Values:
    """The item after all actions; ValidationError when one does not fit it."""
    draft = _Draft(copy.deepcopy(item))
    for action, value in [(each, _operand(each, item)) for each in actions]:
        parent, part = draft.parent(action.path), action.path.parts[-1]
        before = child(parent, part)
        draft.put(parent, part, _after(action, before, value))
    for elements in draft.lists:
        elements[:] = [each for each in elements if each is not None]
    return draft.item


def _operand(action: Action, item: Values) -> Attribute | None:
    return copy.deepcopy(_present(action.operand, item)) if action.operand else None


def _after(action: Action, before: Attribute | None, value: Attribute | None) -> Attribute | None:
    if action.verb == "SET" or value is None or (before is None and action.verb == "ADD"):
        return value
    if before is None:
        return None
    kind = kind_of(value)
    if kind_of(before) != kind:
        raise ValidationError(action.mismatch)
    return _added(kind, before, value) if action.verb == "ADD" else _taken(kind, before, value)


def _added(kind: str, before: Attribute, value: Attribute) -> Attribute:
    if kind == "N":
        return {"N": total(before["N"], value["N"])}
    fresh = [each for each in value[kind] if kind not in SETS or each not in before[kind]]
    return {kind: [*before[kind], *fresh]}


def _taken(kind: str, before: Attribute, value: Attribute) -> Attribute | None:
    """A set without these; an empty one goes."""
    rest = [each for each in before[kind] if each not in value[kind]]
    return {kind: rest} if rest else None
