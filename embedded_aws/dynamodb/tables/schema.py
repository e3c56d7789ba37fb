"""The keys of a table and of its indexes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from embedded_aws.dynamodb.errors import ValidationError
from embedded_aws.dynamodb.values.attributes import Values

NO_INDEX = "The table does not have the specified index: {}"


@dataclass(frozen=True)
class Keys:
    """Names of partition and sort keys; an index may have several of each."""

    partition: tuple[str, ...]
    sort: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """All of them."""
        return self.partition + self.sort

    def all_in(self, values: Values) -> bool:
        """Whether the item has every one, as it must to be in an index."""
        return all(name in values for name in self.names)


@dataclass(frozen=True)
class Index:
    """A secondary index."""

    name: str
    keys: Keys
    is_global: bool
    projection: str
    attributes: frozenset[str]
    """Names that it projects, unless it projects all."""

    def projected(self, values: Values) -> Values:
        """The item as the index has it."""
        if self.projection == "ALL":
            return values
        return {name: each for name, each in values.items() if name in self.attributes}


@dataclass(frozen=True)
class Schema:
    """Keys, their types, and indexes, as of one request."""

    keys: Keys
    types: dict[str, str]
    indexes: tuple[Index, ...]

    @classmethod
    def of(cls, table: Any) -> "Schema":
        """The schema of moto's table."""
        keys = _keys(table.schema)
        types = {each["AttributeName"]: each["AttributeType"] for each in table.attr}
        return cls(keys, types, tuple(_indexes(table, keys)))

    def index(self, name: str | None) -> Index | None:
        """The index of this name; None for the table itself."""
        if name is None:
            return None
        for index in self.indexes:
            if index.name == name:
                return index
        raise ValidationError(NO_INDEX.format(name))

    def key_of(self, values: Values) -> Values:
        """The item's key."""
        return {name: values[name] for name in self.keys.names}


def _keys(schema: list[dict[str, str]]) -> Keys:
    names = {
        kind: tuple(each["AttributeName"] for each in schema if each["KeyType"] == kind)
        for kind in ("HASH", "RANGE")
    }
    return Keys(names["HASH"], names["RANGE"])


def _indexes(table: Any, keys: Keys) -> Iterator[Index]:
    for is_global, indexes in ((True, table.global_indexes), (False, table.indexes)):
        for index in indexes:
            own = _keys(index.schema)
            projection = index.projection or {}
            attributes = {*keys.names, *own.names, *projection.get("NonKeyAttributes", ())}
            kind = projection.get("ProjectionType") or "ALL"
            yield Index(index.name, own, is_global, kind, frozenset(attributes))
