"""SELECT: one partition or several by equality of the partition key, else the whole table."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from embedded_aws.dynamodb.errors import ValidationError
from embedded_aws.dynamodb.expressions.conditions import ALWAYS, In, Literal
from embedded_aws.dynamodb.expressions.key_conditions import (
    KeyCondition,
    KeyConditions,
    split,
)
from embedded_aws.dynamodb.expressions.paths import Path
from embedded_aws.dynamodb.operations import selecting
from embedded_aws.dynamodb.operations.key_ranges import KeyRange, key_range
from embedded_aws.dynamodb.operations.pages import page
from embedded_aws.dynamodb.partiql.statements import Select
from embedded_aws.dynamodb.partiql.where import conjuncts, equality
from embedded_aws.dynamodb.tables import capacity, checks
from embedded_aws.dynamodb.tables.ordering import everywhere, in_partition
from embedded_aws.dynamodb.tables.schema import Index, Keys
from embedded_aws.dynamodb.tables.store import Store
from embedded_aws.dynamodb.values.attributes import Attribute, Values
from embedded_aws.dynamodb.values.sizes import item_size

type Body = dict[str, Any]
NO_INDEX = "The table does not have the specified index"
CONSISTENT = "Strongly consistent read is not supported on Global Secondary Indexes"
NO_ORDER = "Must have WHERE clause in the statement when using ORDER BY clause."
NO_PARTITION = (
    "Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY "
    "clause."
)


@dataclass(frozen=True)
class Reading:
    """A SELECT held against its table."""

    select: Select
    store: Store
    index: Index | None

    @property
    def keys(self) -> Keys:
        """The keys of what is read."""
        return self.index.keys if self.index else self.store.schema.keys


def reading(select: Select, store: Store, *, consistent: bool) -> Reading:
    """The statement, if the table has its index."""
    name = select.source.index
    index = next((each for each in store.schema.indexes if each.name == name), None)
    if name is not None and index is None:
        raise ValidationError(NO_INDEX)
    if index and index.is_global and consistent:
        raise ValidationError(CONSISTENT)
    return Reading(select, store, index)


def answer(read: Reading, request: Body, start: Values | None) -> Body:
    """One page: items, capacity, the place where the next page starts."""
    paths, condition = read.select.paths, read.select.where or ALWAYS
    selection = selecting.selection(request, read.store, read.index, condition, paths)
    content = page(replace(selection, paths=None), _items(read, start), request)
    if paths is not None:
        content["Items"] = [_columns(paths, item) for item in content["Items"]]
    return content


def item(select: Select, store: Store, key: Values) -> Body:
    """The one item of this key, as the statement wants it."""
    checks.key(store.schema, key)
    stored = store.get(key)
    if stored is None:
        return {}
    return {"Item": stored if select.paths is None else _columns(select.paths, stored)}


def units(answer: Body, *, consistent: bool) -> capacity.Units:
    """The capacity of a read of one item."""
    size = item_size(answer["Item"]) if "Item" in answer else 0
    return capacity.Units(capacity.read(size, consistent=consistent))


def _columns(paths: list[Path], item: Values) -> Values:
    """The item's values at the paths, each by the last name of its path."""
    columns: Values = {}
    for path in paths:
        value = path.value(item)
        if value is not None:
            columns[_last_name(path)] = value
    return columns


def _last_name(path: Path) -> str:
    parts = list(path.parts)
    last = max(number for number, part in enumerate(parts) if isinstance(part, str))
    return f"{parts[last]}" + "".join(f"[{index}]" for index in parts[last + 1 :])


def _items(read: Reading, start: Values | None) -> Iterable[Values]:
    forward = _forward(read)
    partitions = list(_partitions(read))
    if not partitions:
        return everywhere(read.store, read.index, start, (0, 1))
    if start is not None:
        place = [start.get(name) for name in read.keys.partition]
        while partitions and list(partitions[0].partition.values()) != place:
            del partitions[0]
    return chain.from_iterable(
        filter(
            span.has,
            in_partition(
                read.store,
                read.index,
                span.partition,
                start if number == 0 else None,
                forward=forward,
            ),
        )
        for number, span in enumerate(partitions)
    )


def _forward(read: Reading) -> bool:
    if read.select.order is None:
        return True
    name, forward = read.select.order
    if read.select.where is None:
        raise ValidationError(NO_ORDER)
    if name not in read.keys.names:
        raise ValidationError(
            f"Variable reference {name} in ORDER BY clause must be part of the primary key"
        )
    if not list(_partitions(read)):
        raise ValidationError(NO_PARTITION)
    return forward


def _partitions(read: Reading) -> Iterator[KeyRange]:
    """The partitions by equality or IN of their key; none where all items are read."""
    parts = conjuncts(read.select.where) if read.select.where else []
    fixed = dict(filter(None, map(equality, parts)))
    first, *others = read.keys.partition
    options = [fixed[first]] if first in fixed else _options(parts, first)
    if any(name not in fixed for name in others):
        return
    sort = _sort_conditions(read.keys, parts)
    rest = {name: KeyCondition("=", [fixed[name]]) for name in others}
    for option in options:
        conditions = {first: KeyCondition("=", [option]), **rest, **sort}
        yield key_range(read.store.schema, read.keys, conditions)


def _options(parts: list[Any], name: str) -> list[Attribute]:
    """The values of `name IN […]`."""
    for part in parts:
        if isinstance(part, In) and part.operand == Path((name,)):
            return [each.content for each in part.options if isinstance(each, Literal)]
    return []


def _sort_conditions(keys: Keys, parts: list[Any]) -> KeyConditions:
    """A condition on the first sort key, if an index serves it."""
    for part in parts:
        try:
            conditions = split(part)
        except ValidationError:
            continue
        if keys.sort and set(conditions) == {keys.sort[0]}:
            return conditions
    return {}
