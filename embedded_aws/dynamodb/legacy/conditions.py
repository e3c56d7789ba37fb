"""`Expected`, `QueryFilter` and `ScanFilter` as conditions."""

from typing import Any

from embedded_aws.dynamodb.errors import ValidationError, invalid
from embedded_aws.dynamodb.expressions.conditions import (
    Between,
    Comparison,
    Condition,
    Function,
    In,
    Literal,
    Logical,
    Not,
)
from embedded_aws.dynamodb.expressions.paths import Path
from embedded_aws.dynamodb.values.attributes import Attribute, attribute
from embedded_aws.dynamodb.values.comparing import ORDERED, comparable, kind_of, rank

COMPARATORS = {"EQ": "=", "NE": "<>", "LE": "<=", "LT": "<", "GE": ">=", "GT": ">"}
NUMBER_OF_VALUES = {"NULL": 0, "NOT_NULL": 0, "BETWEEN": 2}
SETS_TOO = (*ORDERED, "SS", "NS", "BS", "L", "M", "BOOL", "NULL")
TYPES = {"EQ": SETS_TOO, "NE": SETS_TOO, "BEGINS_WITH": ("S", "B"), "NULL": (), "NOT_NULL": ()}


def filtering(conditions: dict[str, Any], operator: str | None) -> Condition:
    """The condition of a filter: one for each attribute, joined by AND unless said otherwise."""
    parts = [
        condition(name, each["ComparisonOperator"], checked(each))
        for name, each in conditions.items()
    ]
    return Logical(operator or "AND", tuple(parts))


def checked(condition: dict[str, Any]) -> list[Attribute]:
    """A condition's values, if they fit its operator."""
    return values_for(condition["ComparisonOperator"], condition.get("AttributeValueList") or [])


def values_for(operator: str, given: list[Attribute]) -> list[Attribute]:
    """The values, if their number and types fit the operator."""
    values = [attribute(each) for each in given]
    fits = bool(values) if operator == "IN" else len(values) == NUMBER_OF_VALUES.get(operator, 1)
    if not fits:
        raise invalid(f"Invalid number of argument(s) for the {operator} ComparisonOperator")
    kinds = [kind_of(each) for each in values]
    if len(set(kinds)) > 1:
        raise invalid("AttributeValues inside AttributeValueList must be of same type")
    if kinds and kinds[0] not in TYPES.get(operator, ORDERED):
        raise invalid(
            f"ComparisonOperator {operator} is not valid for {kinds[0]} AttributeValue type"
        )
    if operator == "BETWEEN" and comparable(*values) and rank(values[0]) > rank(values[1]):
        raise ValidationError(
            "The BETWEEN condition was provided a range where the lower bound is greater than the "
            "upper bound"
        )
    return values


def condition(name: str, operator: str, values: list[Attribute]) -> Condition:
    """One attribute's condition."""
    path, literals = Path((name,)), tuple(map(Literal, values))
    if operator in COMPARATORS:
        return Comparison(COMPARATORS[operator], path, literals[0])
    if operator == "BETWEEN":
        return Between(path, *literals)
    if operator == "IN":
        return In(path, literals)
    if operator == "NOT_CONTAINS":
        return Not(Function("contains", (path, *literals)))
    function = {"NULL": "attribute_not_exists", "NOT_NULL": "attribute_exists"}
    return Function(function.get(operator, operator.lower()), (path, *literals))
