"""One page of items in order: until the limit, or a megabyte, whatever the filter keeps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from embedded_aws.dynamodb.expressions.conditions import Condition
from embedded_aws.dynamodb.expressions.paths import Path, project
from embedded_aws.dynamodb.tables import capacity
from embedded_aws.dynamodb.tables.schema import Index
from embedded_aws.dynamodb.tables.store import Store
from embedded_aws.dynamodb.values.attributes import Values
from embedded_aws.dynamodb.values.sizes import item_size

LARGEST_PAGE = 1024 * 1024


@dataclass(frozen=True)
class Selection:
    """The place that a Query or Scan reads, the items that it keeps, and which parts of them."""

    store: Store
    index: Index | None
    filter: Condition
    paths: list[Path] | None
    whole: bool
    """Whether items of a local index are read from the table, too."""

    @property
    def key_names(self) -> tuple[str, ...]:
        """The attributes of a starting key."""
        own = self.index.keys.names if self.index else ()
        return tuple(dict.fromkeys((*self.store.schema.keys.names, *own)))

    def projected(self, item: Values) -> Values:
        """The item as the index has it."""
        return item if self.index is None or self.whole else self.index.projected(item)

    def returned(self, item: Values) -> Values:
        """The requested parts of such an item."""
        return item if self.paths is None else project(self.paths, item)


def page(
    selection: Selection, items: Iterable[Values], request: Mapping[str, Any]
) -> dict[str, Any]:
    """The answer: items, counts, the place where the next page starts, capacity."""
    limit, size, scanned = request.get("Limit"), 0, 0
    matches: list[Values] = []
    last: Values | None = None
    ended = False
    for item in items:
        entry = selection.projected(item)
        scanned, size, last = scanned + 1, size + item_size(entry), item
        if selection.filter.holds(entry):
            matches.append(entry)
        ended = scanned == limit or size >= LARGEST_PAGE
        if ended:
            break
    answer: dict[str, Any] = {"Count": len(matches), "ScannedCount": scanned}
    if request.get("Select") != "COUNT":
        answer["Items"] = list(map(selection.returned, matches))
    if ended and last is not None:
        answer["LastEvaluatedKey"] = {name: last[name] for name in selection.key_names}
    consumed = _capacity(selection, size, request)
    return answer | ({"ConsumedCapacity": consumed} if consumed else {})


def _capacity(selection: Selection, size: int, request: Mapping[str, Any]) -> dict[str, Any] | None:
    units = capacity.read(size, consistent=bool(request.get("ConsistentRead")))
    consumed = (
        capacity.Units(0, {selection.index.name: units})
        if selection.index
        else capacity.Units(units)
    )
    store = selection.store
    return capacity.reported(request, store.name, store.schema, consumed)
