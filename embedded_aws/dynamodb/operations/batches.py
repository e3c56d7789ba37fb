"""BatchGetItem and BatchWriteItem."""

from collections.abc import Iterator
from typing import Any

from embedded_aws.dynamodb.errors import ValidationError
from embedded_aws.dynamodb.operations import reads, write_requests
from embedded_aws.dynamodb.operations.single import collection_metrics
from embedded_aws.dynamodb.operations.writes import Change, Delete, Put, Write
from embedded_aws.dynamodb.tables import capacity
from embedded_aws.dynamodb.tables.checks import WRONG_KEY
from embedded_aws.dynamodb.tables.store import Store, store_of
from embedded_aws.dynamodb.values.attributes import Values, normalized

type Body = dict[str, Any]
MOST_READS, MOST_WRITES = 100, 25
LARGEST_ANSWER = 16 * 1024 * 1024
TWICE = "Provided list of item keys contains duplicates"


def batch_get_item(backend: Any, request: Body) -> Body:
    """BatchGetItem."""
    tables = request["RequestItems"]
    if sum(len(each["Keys"]) for each in tables.values()) > MOST_READS:
        raise ValidationError("Too many items requested for the BatchGetItem call")
    parsed = [(name, reads.parsed(each, each["Keys"])) for name, each in tables.items()]
    for _, read in parsed:
        _no_key_twice(read.keys)
    stores = [store_of(backend, name) for name, _ in parsed]
    for store, (_, read) in zip(stores, parsed, strict=True):
        reads.checked(read, store)
    return _read(request, list(zip(stores, parsed, strict=True)))


def _read(request: Body, tables: list[tuple[Store, tuple[str, reads.Read]]]) -> Body:
    answer: Body = {"Responses": {}, "UnprocessedKeys": {}}
    consumed, size = [], 0
    for store, (name, read) in tables:
        items, units = answer["Responses"].setdefault(name, []), capacity.Units()
        for number, key in enumerate(read.keys):
            item = store.get(key)
            size += reads.size_of(item)
            if size > LARGEST_ANSWER:
                rest = {**request["RequestItems"][name], "Keys": read.keys[number:]}
                answer["UnprocessedKeys"][name] = rest
                break
            one = capacity.read(reads.size_of(item), consistent=read.consistent)
            units.add(capacity.Units(one))
            if item is not None:
                items.append(read.projected(item))
        consumed.append(capacity.reported(request, store.name, store.schema, units))
    if any(consumed):
        answer["ConsumedCapacity"] = consumed
    return answer


def _no_key_twice(keys: list[Values]) -> None:
    if any(key in keys[:number] for number, key in enumerate(keys)):
        raise ValidationError(TWICE)


def batch_write_item(backend: Any, request: Body) -> Body:
    """BatchWriteItem."""
    tables = request["RequestItems"]
    if sum(map(len, tables.values())) > MOST_WRITES:
        raise ValidationError("Too many items requested for the BatchWriteItem call")
    parsed = [(name, list(map(_write, each))) for name, each in tables.items()]
    changes = [
        change for name, writes in parsed for change in _changes(store_of(backend, name), writes)
    ]
    for change in changes:
        change.apply()
    return _answer(request, changes)


def _write(given: Body) -> Write:
    """A PutRequest or DeleteRequest."""
    if len(given) != 1:
        raise ValidationError(
            "Supplied AttributeValue has more than one datatypes set, must contain exactly one of "
            "the supported datatypes"
        )
    if "PutRequest" in given:
        return Put(given, write_requests.stored(given["PutRequest"]["Item"]))
    return Delete(given, normalized(given["DeleteRequest"]["Key"]))


def _changes(store: Store, writes: list[Write]) -> Iterator[Change]:
    keys: list[Values] = []
    for write in writes:
        if not set(store.schema.keys.names) <= set(write.values):
            raise ValidationError(WRONG_KEY)
        write.check(store.schema)
        key = store.schema.key_of(write.values)
        keys.append(key)
        before = store.get(key)
        yield Change(write, store, key, before, write.after(before, store.schema))
    _no_key_twice(keys)


def _answer(request: Body, changes: list[Change]) -> Body:
    answer: Body = {"UnprocessedItems": {}}
    consumed: dict[str, tuple[Store, capacity.Units]] = {}
    metrics: dict[str, list[Body]] = {}
    for change in changes:
        _, units = consumed.setdefault(change.store.name, (change.store, capacity.Units()))
        units.add(change.units())
        collection = collection_metrics(change.store, change, request)
        if collection:
            metrics.setdefault(change.store.name, []).append(collection)
    reports = [
        capacity.reported(request, name, store.schema, units)
        for name, (store, units) in consumed.items()
    ]
    if any(reports):
        answer["ConsumedCapacity"] = reports
    return answer | ({"ItemCollectionMetrics": metrics} if metrics else {})
