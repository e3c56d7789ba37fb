"""A Query's conditions on keys, held against the keys of the table or index."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from embedded_aws.dynamodb.errors import ValidationError, invalid
from embedded_aws.dynamodb.expressions.key_conditions import KeyCondition, KeyConditions
from embedded_aws.dynamodb.legacy.conditions import COMPARATORS, checked
from embedded_aws.dynamodb.tables.schema import Keys, Schema
from embedded_aws.dynamodb.values.attributes import Values
from embedded_aws.dynamodb.values.comparing import kind_of

UNSUPPORTED = "Query key condition not supported"
INDEXABLE = {**COMPARATORS, "BETWEEN": "BETWEEN", "BEGINS_WITH": "begins_with"}


@dataclass(frozen=True)
class KeyRange:
    """One partition, and conditions on its sort keys."""

    partition: Values
    sort: KeyConditions

    def has(self, item: Values) -> bool:
        """Whether an item of the partition is in the range."""
        return all(condition.holds(item[name]) for name, condition in self.sort.items())

    def is_of(self, item: Values) -> bool:
        """Whether the item is in the partition."""
        return all(item.get(name) == value for name, value in self.partition.items())


def legacy(conditions: dict[str, Any]) -> KeyConditions:
    """`KeyConditions`; one that no index serves keeps its name, to be refused later."""
    return {
        name: KeyCondition(
            INDEXABLE.get(each["ComparisonOperator"], each["ComparisonOperator"]), checked(each)
        )
        for name, each in conditions.items()
    }


def key_range(schema: Schema, keys: Keys, conditions: KeyConditions) -> KeyRange:
    """The range; ValidationError for conditions that these keys do not serve."""
    for name in keys.partition:
        if name not in conditions:
            raise ValidationError(f"Query condition missed key schema element: {name}")
    if len(conditions) > len(keys.names):
        raise ValidationError(
            f"The number of query conditions ({len(conditions)}) exceeds the number of key "
            f"attributes defined in the schema ({len(keys.names)})"
        )
    sort = _in_order(keys.sort, conditions, len(keys.partition))
    for name in (*keys.partition, *sort):
        _fits(schema, name, conditions[name])
    if any(conditions[name].operator != "=" for name in keys.partition):
        raise ValidationError(UNSUPPORTED)
    if any(conditions[name].operator != "=" for name in sort[:-1]):
        raise ValidationError(UNSUPPORTED)
    return KeyRange(
        {name: conditions[name].values[0] for name in keys.partition},
        {name: conditions[name] for name in sort},
    )


def _in_order(names: Iterable[str], conditions: KeyConditions, partition: int) -> list[str]:
    """The sort keys that have conditions: the first ones, without a gap."""
    rest = len(conditions) - partition
    sort: list[str] = []
    for name in names:
        if len(sort) == rest:
            break
        if name not in conditions:
            raise ValidationError(f"Query condition missed key schema element: {name}")
        sort.append(name)
    return sort


def _fits(schema: Schema, name: str, condition: KeyCondition) -> None:
    if condition.operator not in INDEXABLE.values() or condition.operator == "<>":
        raise ValidationError("Attempted conditional constraint is not an indexable operation")
    if any(kind_of(value) != schema.types[name] for value in condition.values):
        raise invalid("Condition parameter type does not match schema type")
