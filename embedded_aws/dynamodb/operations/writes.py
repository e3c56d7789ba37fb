"""Writes of one item, alone or in a transaction: parsed, held against the table, applied."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from embedded_aws.dynamodb.errors import ConditionFailedError, ValidationError
from embedded_aws.dynamodb.expressions.conditions import ALWAYS, Condition, Literal
from embedded_aws.dynamodb.expressions.updates import Action, updated
from embedded_aws.dynamodb.tables import capacity, checks
from embedded_aws.dynamodb.tables.schema import Schema
from embedded_aws.dynamodb.tables.store import Store
from embedded_aws.dynamodb.values.attributes import Values
from embedded_aws.dynamodb.values.comparing import kind_of
from embedded_aws.dynamodb.values.sizes import LARGEST_ITEM, item_size

TOO_LARGE = "Item size to update has exceeded the maximum allowed size"
UNSUPPORTED_KEY = (
    "The update expression attempted to update the secondary index key to unsupported type"
)
EMPTY_KEY = (
    "One or more parameter values are not valid. The update expression attempted to update a "
    "secondary index key to a value that is not supported. The AttributeValue for a key attribute "
    "cannot contain an empty string value."
)


@dataclass(frozen=True)
class Write:
    """A condition check; with a subclass, what is written where the condition holds."""

    request: Mapping[str, Any]
    values: Values
    """The key, or the item of a Put."""
    condition: Condition = ALWAYS

    def check(self, schema: Schema) -> None:
        """Refuse a key that is none of the table's."""
        checks.key(schema, self.values)

    def after(self, before: Values | None, _: Schema) -> Values | None:
        """The item afterwards: here as before."""
        return before


@dataclass(frozen=True)
class Put(Write):
    """An item in place of the one before."""

    def check(self, schema: Schema) -> None:
        """Refuse an item that the table cannot have."""
        checks.item(schema, self.values)

    def after(self, before: Values | None, _: Schema) -> Values:  # noqa: ARG002
        """The item."""
        return self.values


@dataclass(frozen=True)
class Delete(Write):
    """No item any more."""

    def after(self, before: Values | None, _: Schema) -> None:
        """Nothing."""


@dataclass(frozen=True)
class Update(Write):
    """Actions on the item, or on a new one with this key."""

    actions: tuple[Action, ...] = ()

    def check(self, schema: Schema) -> None:
        """Refuse another table's key, and actions on the key."""
        super().check(schema)
        checks.leaves_key(schema, self.actions)
        checks.scalars(schema, [action.path for action in self.actions])

    def after(self, before: Values | None, schema: Schema) -> Values:
        """The changed item."""
        item = updated(self.actions, before or self.values)
        self._index_keys(schema, item)
        if item_size(item) > LARGEST_ITEM:
            raise ValidationError(TOO_LARGE)
        return item

    def _index_keys(self, schema: Schema, item: Values) -> None:
        """Refuse keys of indexes in the words of updates."""
        for action in self.actions:
            name = action.path.head
            in_index = any(name in index.keys.names for index in schema.indexes)
            if not in_index or name not in item or isinstance(action.operand, Literal):
                continue
            if kind_of(item[name]) != schema.types[name]:
                raise ValidationError(UNSUPPORTED_KEY)
        for index in schema.indexes:
            for name in index.keys.names:
                if item.get(name) in ({"S": ""}, {"B": ""}):
                    raise ValidationError(EMPTY_KEY)
        checks.index_keys(schema, item)


@dataclass(frozen=True)
class Change:
    """A write whose condition holds, with the item before and after."""

    write: Write
    store: Store
    key: Values
    before: Values | None
    after: Values | None

    def apply(self) -> None:
        """Write it."""
        if isinstance(self.write, Delete):
            self.store.delete(self.key)
        elif isinstance(self.write, Put | Update) and self.after is not None:
            self.store.put(self.after)

    def units(self) -> capacity.Units:
        """The capacity that it consumes."""
        return capacity.written(self.store.schema, self.before, self.after)


def prepared(write: Write, store: Store) -> Change:
    """The change; ValidationError or ConditionFailedError where it cannot be made."""
    write.check(store.schema)
    key = store.schema.key_of(write.values)
    before = store.get(key)
    if not write.condition.holds(before or {}):
        form = write.request.get("ReturnValuesOnConditionCheckFailure")
        raise ConditionFailedError(before if form == "ALL_OLD" else None)
    return Change(write, store, key, before, write.after(before, store.schema))
