"""Checks of keys and items against a table's schema."""

from collections.abc import Iterable

from embedded_aws.dynamodb.errors import ValidationError, invalid
from embedded_aws.dynamodb.expressions.paths import Path
from embedded_aws.dynamodb.expressions.updates import Action
from embedded_aws.dynamodb.tables.schema import Keys, Schema
from embedded_aws.dynamodb.values.attributes import Attribute, Values
from embedded_aws.dynamodb.values.comparing import kind_of
from embedded_aws.dynamodb.values.sizes import scalar_size

LONGEST_PARTITION_KEY, LONGEST_SORT_KEY = 2048, 1024
WRONG_KEY = "The provided key element does not match the schema"
EMPTY = (
    "One or more parameter values are not valid. The AttributeValue for a key attribute cannot "
    "contain an empty {} value. Key: {}"
)
EMPTY_IN_INDEX = (
    "One or more parameter values are not valid. A value specified for a secondary index key is "
    "not supported. The AttributeValue for a key attribute cannot contain an empty {} value. "
    "IndexName: {}, IndexKey: {}"
)


def key(schema: Schema, values: Values) -> None:
    """A request's key: these attributes, of these types, and no others."""
    if set(values) != set(schema.keys.names):
        raise ValidationError(WRONG_KEY)
    typed(schema, schema.keys, values)


def typed(schema: Schema, keys: Keys, values: Values) -> None:
    """Keys that are there, of their types, not empty and not too long."""
    for name in keys.names:
        if schema.types[name] not in values.get(name, {}):
            raise ValidationError(WRONG_KEY)
        _fits(name, values[name], is_sort=name in keys.sort)


def _fits(name: str, value: Attribute, *, is_sort: bool) -> None:
    ((kind, content),) = value.items()
    if content == "":
        raise ValidationError(EMPTY.format(_long_name(kind), name))
    if kind == "N":
        return
    size = scalar_size(kind, content)
    if not is_sort and size > LONGEST_PARTITION_KEY:
        raise invalid("Size of hashkey has exceeded the maximum size limit of2048 bytes")
    if is_sort and size > LONGEST_SORT_KEY:
        raise invalid("Aggregated size of all range keys has exceeded the size limit of 1024 bytes")


def _long_name(kind: str) -> str:
    return "binary" if kind == "B" else "string"


def item(schema: Schema, values: Values) -> None:
    """An item to store: its key, and the keys of indexes that it has."""
    for name in schema.keys.names:
        if name not in values:
            raise invalid(f"Missing the key {name} in the item")
        expected, actual = schema.types[name], kind_of(values[name])
        if expected != actual:
            raise invalid(f"Type mismatch for key {name} expected: {expected} actual: {actual}")
        _fits(name, values[name], is_sort=name in schema.keys.sort)
    index_keys(schema, values)


def index_keys(schema: Schema, values: Values) -> None:
    """The keys of indexes that an item has: of their types, not empty and not too long."""
    for index in schema.indexes:
        for name in index.keys.names:
            if name not in values or name in schema.keys.names:
                continue
            expected, actual = schema.types[name], kind_of(values[name])
            if expected != actual:
                raise invalid(
                    f"Type mismatch for Index Key {name} Expected: {expected} Actual: {actual} "
                    f"IndexName: {index.name}"
                )
            if values[name][actual] == "":
                message = EMPTY_IN_INDEX.format(_long_name(actual), index.name, name)
                raise ValidationError(message)
            _fits(name, values[name], is_sort=name in index.keys.sort)


def leaves_key(schema: Schema, actions: Iterable[Action]) -> None:
    """Refuse an update of the key itself."""
    heads = {action.path.head for action in actions}
    for name in schema.keys.names:
        if name in heads:
            raise invalid(f"Cannot update attribute {name}. This attribute is part of the key")


def scalars(schema: Schema, paths: Iterable[Path]) -> None:
    """Refuse paths into keys, which are scalars."""
    nested = {path.head for path in paths if path.nested}
    message = (
        "Key attributes must be scalars; list random access '[]' and map lookup '.' are not "
        "allowed: "
    )
    for name in schema.keys.names:
        if name in nested:
            raise ValidationError(f"{message}Key: {name}")
    for index in schema.indexes:
        for name in index.keys.names:
            if name in nested:
                raise ValidationError(f"{message}IndexKey: {name}")
