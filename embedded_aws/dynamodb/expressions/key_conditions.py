"""Conditions on keys: one for each key attribute, joined by AND (Key condition expressions)."""

from typing import Any, NamedTuple

from embedded_aws.dynamodb.errors import ValidationError
from embedded_aws.dynamodb.expressions.conditions import (
    Between,
    Comparison,
    Condition,
    Function,
    In,
    Literal,
    Logical,
    Not,
    Size,
)
from embedded_aws.dynamodb.expressions.paths import Path
from embedded_aws.dynamodb.values.attributes import Attribute
from embedded_aws.dynamodb.values.comparing import begins, rank

MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "="}
_ALONE = "Invalid condition in KeyConditionExpression: "


class KeyCondition(NamedTuple):
    """One key attribute's condition: `=`, `<`, …, `BETWEEN` or `begins_with`."""

    operator: str
    values: list[Attribute]

    def holds(self, key: Attribute) -> bool:
        """Whether a key of the right type is in it."""
        if self.operator == "begins_with":
            return begins(key, self.values[0])
        here, bound = rank(key), rank(self.values[0])
        if self.operator == "BETWEEN":
            return bool(bound <= here <= rank(self.values[1]))
        if here == bound:
            return "=" in self.operator
        return bool(self.operator[0] == ("<" if here < bound else ">"))


type KeyConditions = dict[str, KeyCondition]


def split(condition: Condition) -> KeyConditions:
    """The conditions by attribute; ValidationError for what no key condition may have."""
    conditions: KeyConditions = {}
    for part in _parts(condition):
        name, one = _one(part)
        if name in conditions:
            raise ValidationError("KeyConditionExpressions must only contain one condition per key")
        conditions[name] = one
    return conditions


def _parts(condition: Condition) -> list[Any]:
    if isinstance(condition, Logical) and condition.operator == "AND":
        return [part for each in condition.conditions for part in _parts(each)]
    return [condition]


def _one(part: Any) -> tuple[str, KeyCondition]:
    operator, operands = _operator(part)
    if any(isinstance(each, Size) for each in operands):
        raise ValidationError("KeyConditionExpressions cannot contain nested operations")
    paths = [each for each in operands if isinstance(each, Path)]
    if not paths:
        raise ValidationError(f"{_ALONE}No key attribute specified")
    if len(paths) > 1:
        raise ValidationError(f"{_ALONE}Multiple attribute names used in one condition")
    if paths[0].nested:
        raise ValidationError("KeyConditionExpressions cannot have conditions on nested attributes")
    if operands[0] is not paths[0]:
        if operator not in MIRRORED:
            raise ValidationError(
                f"{_ALONE}{operator} operator must have the key attribute as its first operand"
            )
        operator = MIRRORED[operator]
    values = [each.content for each in operands if isinstance(each, Literal)]
    return paths[0].head, KeyCondition(operator, values)


def _operator(part: Any) -> tuple[str, list[Any]]:
    if isinstance(part, Comparison) and part.operator != "<>":
        return part.operator, [part.left, part.right]
    if isinstance(part, Between):
        return "BETWEEN", [part.operand, part.low, part.high]
    if isinstance(part, Function) and part.name == "begins_with":
        return part.name, list(part.operands)
    raise ValidationError(f"Invalid operator used in KeyConditionExpression: {_named(part)}")


def _named(part: Any) -> str:
    if isinstance(part, Comparison | Logical):
        return part.operator
    if isinstance(part, In | Not):
        return type(part).__name__.upper()
    return str(part.name)
