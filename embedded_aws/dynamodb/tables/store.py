"""Reading and writing items of one of moto's tables, in the structures that moto keeps."""

from collections.abc import Iterator
from typing import Any

from moto.dynamodb.models.dynamo_type import DynamoType

from embedded_aws.dynamodb.errors import NotFoundError
from embedded_aws.dynamodb.tables.items import StoredItem, values_of
from embedded_aws.dynamodb.tables.schema import Schema
from embedded_aws.dynamodb.values.attributes import Values

STREAM_VERSION = "1.1"


class Store:
    """One table."""

    def __init__(self, table: Any) -> None:
        self.table = table
        self.schema = Schema.of(table)

    @property
    def name(self) -> str:
        """The table's name, also where the request has its ARN."""
        return str(self.table.name)

    def get(self, key: Values) -> Values | None:
        """The item of this key; it must not be changed."""
        item = self._item(*self._place(key))
        return values_of(item) if item is not None else None

    def put(self, values: Values) -> None:
        """Store the item in place of the one with its key."""
        partition, sort = self._place(values)
        before = self._item(partition, sort)
        item = StoredItem(partition, sort, values)
        if sort is None:
            self.table.items[partition] = item
        else:
            self.table.items[partition][sort] = item
        self._record(before, item)

    def delete(self, key: Values) -> None:
        """Delete the item, if it is there."""
        partition, sort = self._place(key)
        before = self._item(partition, sort)
        if before is None:
            return
        if sort is None:
            del self.table.items[partition]
        else:
            del self.table.items[partition][sort]
            if not self.table.items[partition]:
                del self.table.items[partition]
        self._record(before, None)

    def partition(self, key: Values) -> list[Values]:
        """All items of one partition, in no order."""
        here = self.table.items.get(DynamoType(key[self.schema.keys.partition[0]]))
        if here is None:
            return []
        items = here.values() if self.schema.keys.sort else [here]
        return [values_of(item) for item in items]

    def all(self) -> Iterator[Values]:
        """Every item, in no order."""
        for here in self.table.items.values():
            for item in here.values() if self.schema.keys.sort else (here,):
                yield values_of(item)

    def _place(self, key: Values) -> tuple[DynamoType, DynamoType | None]:
        keys = self.schema.keys
        sort = DynamoType(key[keys.sort[0]]) if keys.sort else None
        return DynamoType(key[keys.partition[0]]), sort

    def _item(self, partition: DynamoType, sort: DynamoType | None) -> Any:
        here = self.table.items.get(partition)
        return here.get(sort) if here is not None and sort is not None else here

    def _record(self, before: Any, after: StoredItem | None) -> None:
        """Tell the table's stream of a change."""
        if self.table.stream_shard is None:
            return
        if before is not None and after is not None and values_of(before) == after.values:
            return
        self.table.stream_shard.add(before, after)
        record = self.table.stream_shard.items[-1].record
        record |= {"eventVersion": STREAM_VERSION, "awsRegion": self.table.region_name}


def store_of(backend: Any, name: str) -> Store:
    """The table of this name or ARN; NotFoundError when there is none."""
    table = backend.tables.get(name)
    if table is None and name.startswith("arn:"):
        table = next((each for each in backend.tables.values() if each.table_arn == name), None)
    if table is None:
        raise NotFoundError
    return Store(table)
