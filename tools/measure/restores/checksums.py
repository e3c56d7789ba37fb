"""A checksum of every item of tables, and how two sets of them differ."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

type Checksums = Mapping[str, str]
"""Of every item, by its table and key."""


@dataclass(frozen=True)
class Comparison:
    """How many items came back as they were, and how many did not."""

    items: int
    same: int
    missing: int
    different: int
    added: int

    @property
    def broken(self) -> int:
        """The items that are not as they were."""
        return self.missing + self.different + self.added


def checksums_of(dynamodb: Any, table: str, called: str | None = None) -> dict[str, str]:
    """The checksums of all items of a table, which may be called as another is."""
    keys = [
        each["AttributeName"]
        for each in dynamodb.describe_table(TableName=table)["Table"]["KeySchema"]
    ]
    pages = dynamodb.get_paginator("scan").paginate(TableName=table, ConsistentRead=True)
    return {
        f"{called or table} {_written([_plain(item[key]) for key in keys])}": checksum(item)
        for page in pages
        for item in page["Items"]
    }


def checksum(item: Mapping[str, Any]) -> str:
    """The SHA-256 of an item as DynamoDB writes it, whatever the order of its attributes."""
    return hashlib.sha256(_written(_plain(item)).encode()).hexdigest()


def compared(before: Checksums, after: Checksums) -> Comparison:
    """Every item before held against every item after."""
    both = before.keys() & after.keys()
    same = sum(before[each] == after[each] for each in both)
    return Comparison(
        items=len(before),
        same=same,
        missing=len(before) - len(both),
        different=len(both) - same,
        added=len(after) - len(both),
    )


def _written(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"))


def _plain(value: Any) -> Any:
    """Binary values as text; sets in one order, since DynamoDB's have none."""
    if isinstance(value, Mapping):
        return {name: _in_order(name, _plain(each)) for name, each in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [_plain(each) for each in value]
    return value.hex() if isinstance(value, bytes) else value


def _in_order(name: str, value: Any) -> Any:
    return sorted(value) if name in {"SS", "NS", "BS"} and isinstance(value, list) else value
