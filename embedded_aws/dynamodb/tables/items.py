"""Stored items: moto's, with the attribute values as they came, and never changed in place."""

import base64
from typing import Any

from moto.dynamodb.models.dynamo_type import DynamoType, Item, LimitedSizeDict

from embedded_aws.dynamodb.values.attributes import Attribute, Values
from embedded_aws.dynamodb.values.numbers import canonical
from embedded_aws.dynamodb.values.sizes import item_size


class StoredItem(Item):  # type: ignore[misc]
    """An item for which moto's own code (backups, exports, streams, PartiQL) finds its types."""

    def __init__(self, hash_key: DynamoType, range_key: DynamoType | None, values: Values) -> None:
        self.hash_key = hash_key
        self.range_key = range_key
        self.values = values

    @property
    def attrs(self) -> dict[str, Any]:
        """The attributes as moto's objects."""
        attributes: dict[str, Any] = LimitedSizeDict.__new__(LimitedSizeDict)
        for name, value in self.values.items():
            dict.__setitem__(attributes, name, DynamoType(value))
        return attributes

    def to_json(self, root_attr_name: str = "Attributes") -> dict[str, Any]:
        """The attributes for a stream's record, or for moto's PartiQL."""
        return {root_attr_name: {name: _with_bytes(each) for name, each in self.values.items()}}

    def size(self) -> int:
        """Names and values in bytes."""
        return item_size(self.values)

    def __deepcopy__(self, _: Any) -> "StoredItem":
        return self


def values_of(item: Item) -> Values:
    """The item's attributes; moto's own items come from PartiQL, imports and older snapshots."""
    if isinstance(item, StoredItem):
        return item.values
    return {name: _plain(value) for name, value in item.attrs.items()}


def _with_bytes(value: Attribute) -> Attribute:
    """A copy with binaries as moto's own items have them."""
    ((kind, content),) = value.items()
    if kind == "B":
        return {kind: base64.b64decode(content)}
    if kind == "BS":
        return {kind: list(map(base64.b64decode, content))}
    if kind == "L":
        return {kind: list(map(_with_bytes, content))}
    if kind == "M":
        return {kind: {name: _with_bytes(each) for name, each in content.items()}}
    return {kind: list(content) if isinstance(content, list) else content}


def _plain(value: DynamoType) -> Attribute:
    content = value.value
    if value.is_list():
        content = [_plain(each) for each in content]
    elif value.is_map():
        content = {name: _plain(each) for name, each in content.items()}
    elif value.type == "B":
        content = _text(content)
    elif value.type == "BS":
        content = list(map(_text, content))
    elif value.is_number():
        content = canonical(content)
    return {value.type: content}


def _text(content: bytes | str) -> str:
    return base64.b64encode(content).decode() if isinstance(content, bytes) else content
