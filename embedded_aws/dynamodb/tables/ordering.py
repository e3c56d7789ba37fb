"""The order of items: by sort key within a partition, partitions by a hash of their key."""

import base64
import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import Any

from embedded_aws.dynamodb.tables.schema import Index
from embedded_aws.dynamodb.tables.store import Store
from embedded_aws.dynamodb.values.attributes import Attribute, Values
from embedded_aws.dynamodb.values.comparing import rank

SPACE = 1 << 32
"""Partitions' hashes are below this; segments of a parallel Scan divide it."""


def in_partition(
    store: Store, index: Index | None, partition: Values, start: Values | None, *, forward: bool
) -> Iterable[Values]:
    """The items of one partition behind the start, in the order of the sort keys."""
    names = store.schema.keys.names
    if index is None:
        items: Iterable[Values] = store.partition(partition)
    else:
        names = (*index.keys.sort, *names)
        items = (
            each
            for each in store.all()
            if all(each.get(name) == value for name, value in partition.items())
            and index.keys.all_in(each)
        )

    def place(item: Values) -> tuple[Any, ...]:
        return tuple(rank(item[name]) for name in names)

    ordered = sorted(items, key=place)
    if start is not None:
        at = place(start)
        if forward:
            ordered = ordered[bisect_right(ordered, at, key=place) :]
        else:
            ordered = ordered[: bisect_left(ordered, at, key=place)]
    return ordered if forward else reversed(ordered)


def everywhere(
    store: Store, index: Index | None, start: Values | None, segment: tuple[int, int]
) -> Iterator[Values]:
    """The items behind the start, partition after partition; of one segment of so many."""
    partition = (index.keys if index else store.schema.keys).partition
    sort = index.keys.sort if index else ()
    number, count = segment

    def place(item: Values) -> tuple[Any, ...]:
        keys = (rank(item[name]) for name in (*sort, *store.schema.keys.names))
        return (hashed([item[name] for name in partition]), *keys)

    places = [
        (place(item), item) for item in store.all() if index is None or index.keys.all_in(item)
    ]
    at = place(start) if start is not None else None
    for here, item in sorted(places, key=lambda entry: entry[0]):
        if here[0] * count // SPACE == number and (at is None or here > at):
            yield item


def hashed(key: list[Attribute]) -> int:
    """Where a partition lies."""
    digest = hashlib.md5(usedforsecurity=False)
    for value in key:
        ((kind, content),) = value.items()
        digest.update(base64.b64decode(content) if kind == "B" else content.encode())
    return int.from_bytes(digest.digest()[:4])
