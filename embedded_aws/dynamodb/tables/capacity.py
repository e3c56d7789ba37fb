"""Consumed capacity: units of 4 KB read and 1 KB written, of a table and its indexes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from embedded_aws.dynamodb.tables.schema import Schema
from embedded_aws.dynamodb.values.attributes import Values
from embedded_aws.dynamodb.values.sizes import item_size

READ_UNIT, WRITE_UNIT = 4096, 1024


@dataclass
class Units:
    """The units of one table, and of its indexes by name."""

    table: float = 0
    indexes: dict[str, float] = field(default_factory=dict)

    def add(self, other: "Units") -> None:
        """Count another request too."""
        self.table += other.table
        for name, units in other.indexes.items():
            self.indexes[name] = self.indexes.get(name, 0) + units


def read(size: int, *, consistent: bool) -> float:
    """The units of a read of so many bytes."""
    return max(ceil(size / READ_UNIT), 1) * (1 if consistent else 0.5)


def written(schema: Schema, before: Values | None, after: Values | None) -> Units:
    """The units of a write, of the table and of each index that it changes."""
    sizes = [item_size(each) for each in (before, after) if each]
    units = Units(_write(max(sizes, default=1)))
    for index in schema.indexes:
        entries = [
            index.projected(each) if each and index.keys.all_in(each) else None
            for each in (before, after)
        ]
        if entries[0] == entries[1]:
            continue
        moved = all(entries) and any(
            entries[0][name] != entries[1][name]  # type: ignore[index]
            for name in index.keys.names
        )
        largest = max(item_size(each) for each in entries if each)
        units.indexes[index.name] = _write(largest) * (2 if moved else 1)
    return units


def _write(size: int) -> float:
    return float(max(ceil(size / WRITE_UNIT), 1))


def reported(
    request: Mapping[str, Any], name: str, schema: Schema, units: Units, kind: str = ""
) -> dict[str, Any] | None:
    """`ConsumedCapacity` in the form that the request wants; None where it wants none.

    Transactions name the kind of their units, `Read` or `Write`, beside the units.
    """
    form = request.get("ReturnConsumedCapacity", "NONE")
    if form == "NONE":
        return None
    total = units.table + sum(units.indexes.values())
    capacity = {"TableName": name, **_figure(total, kind)}
    if form == "INDEXES":
        capacity["Table"] = _figure(units.table, kind)
        for parameter, is_global in (
            ("GlobalSecondaryIndexes", True),
            ("LocalSecondaryIndexes", False),
        ):
            names = _named(schema, units.indexes, is_global=is_global)
            if names:
                capacity[parameter] = {each: _figure(units.indexes[each], kind) for each in names}
    return capacity


def _named(schema: Schema, names: Iterable[str], *, is_global: bool) -> list[str]:
    return [
        index.name
        for index in schema.indexes
        if index.name in set(names) and index.is_global == is_global
    ]


def _figure(units: float, kind: str) -> dict[str, Any]:
    figure = {"CapacityUnits": units}
    return figure | {f"{kind}CapacityUnits": units} if kind else figure
