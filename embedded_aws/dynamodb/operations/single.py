"""GetItem, PutItem, UpdateItem, DeleteItem."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from embedded_aws.dynamodb.errors import ValidationError
from embedded_aws.dynamodb.expressions.paths import project
from embedded_aws.dynamodb.operations import reads, write_requests
from embedded_aws.dynamodb.operations.writes import Change, Update, Write, prepared
from embedded_aws.dynamodb.tables import capacity
from embedded_aws.dynamodb.tables.store import Store, store_of
from embedded_aws.dynamodb.values.attributes import Values

type Body = dict[str, Any]
COUNTED = "1 validation error detected: "


def get_item(backend: Any, request: Body) -> Body:
    """GetItem."""
    read = reads.parsed(request, [request["Key"]])
    store = store_of(backend, request["TableName"])
    [key] = reads.checked(read, store)
    item = store.get(key)
    size = reads.size_of(item)
    units = capacity.Units(capacity.read(size, consistent=read.consistent))
    return _without_none(
        Item=read.projected(item) if item is not None else None,
        ConsumedCapacity=capacity.reported(request, store.name, store.schema, units),
    )


def put_item(backend: Any, request: Body) -> Body:
    """PutItem."""
    with _counted():
        write = write_requests.put(request)
    return _written(backend, write)


def delete_item(backend: Any, request: Body) -> Body:
    """DeleteItem."""
    with _counted():
        write = write_requests.delete(request)
    return _written(backend, write)


def update_item(backend: Any, request: Body) -> Body:
    """UpdateItem."""
    with _counted():
        write = write_requests.update(request)
    return _written(backend, write)


@contextmanager
def _counted() -> Iterator[None]:
    """Count the error, as DynamoDB does for these operations where it needs no table."""
    try:
        yield
    except ValidationError as error:
        raise ValidationError(f"{COUNTED}{error.message}") from error


def _written(backend: Any, write: Write) -> Body:
    request = write.request
    change = prepared(write, store_of(backend, request["TableName"]))
    change.apply()
    store = change.store
    return _without_none(
        Attributes=_returned(change) or None,
        ConsumedCapacity=capacity.reported(request, store.name, store.schema, change.units()),
        ItemCollectionMetrics=collection_metrics(store, change, request),
    )


def _returned(change: Change) -> Values | None:
    form = change.write.request.get("ReturnValues", "NONE")
    item = change.before if form.endswith("OLD") else change.after
    if form == "NONE" or item is None:
        return None
    if form.startswith("ALL") or not isinstance(change.write, Update):
        return item
    return project([action.path for action in change.write.actions], item)


def collection_metrics(store: Store, change: Change, request: Any) -> Body | None:
    """The item collection that was written to, of a table with local indexes."""
    local = any(not index.is_global for index in store.schema.indexes)
    if not local or request.get("ReturnItemCollectionMetrics", "NONE") == "NONE":
        return None
    names = store.schema.keys.partition
    key = {name: change.key[name] for name in names}
    return {"ItemCollectionKey": key, "SizeEstimateRangeGB": [0.0, 1.0]}


def _without_none(**members: Any) -> Body:
    return {name: value for name, value in members.items() if value is not None}
