"""TransactGetItems and TransactWriteItems: all parts, or none and the reasons."""

from typing import Any

from embedded_aws.dynamodb.errors import (
    ConditionFailedError,
    TransactionCancelledError,
    ValidationError,
)
from embedded_aws.dynamodb.operations import reads, tokens, write_requests
from embedded_aws.dynamodb.operations.single import collection_metrics
from embedded_aws.dynamodb.operations.writes import Change, Write, prepared
from embedded_aws.dynamodb.tables import capacity
from embedded_aws.dynamodb.tables.store import Store, store_of
from embedded_aws.dynamodb.values.attributes import Values

type Body = dict[str, Any]
LARGEST = 4 * 1024 * 1024
TWICE = "Transaction request cannot include multiple operations on one item"
PARTS = {
    "ConditionCheck": write_requests.check,
    "Put": write_requests.put,
    "Update": write_requests.update,
    "Delete": write_requests.delete,
}
FINE = {"Code": "None"}


def transact_write_items(backend: Any, request: Body) -> Body:
    """TransactWriteItems."""
    earlier = tokens.answered(backend, request)
    if earlier is not None:
        return earlier
    writes = [_write(part) for part in request["TransactItems"]]
    stores = [store_of(backend, write.request["TableName"]) for write in writes]
    _once(stores, writes)
    changes = _prepared(writes, stores)
    if sum(reads.size_of(change.after) for change in changes) > LARGEST:
        raise ValidationError("Aggregate size of all items in a transaction cannot exceed 4 MB")
    for change in changes:
        change.apply()
    answer = _answer(request, changes)
    tokens.remember(backend, request, answer)
    return answer


def _write(part: Body) -> Write:
    if len(part) != 1:
        raise ValidationError("TransactItems can only contain one of Check, Put, Update or Delete")
    ((name, given),) = part.items()
    return PARTS[name](given)


def _once(stores: list[Store], writes: list[Write]) -> None:
    """Refuse two parts about one item; a part without a whole key is told of later."""
    seen: list[tuple[str, Values]] = []
    for store, write in zip(stores, writes, strict=True):
        names = store.schema.keys.names
        place = store.name, {name: write.values.get(name, {}) for name in names}
        if place in seen:
            raise ValidationError(TWICE)
        seen.append(place)


def _prepared(writes: list[Write], stores: list[Store]) -> list[Change]:
    """All changes; TransactionCancelledError with every part's reason when one cannot be made."""
    changes: list[Change] = []
    reasons: list[Body] = []
    for write, store in zip(writes, stores, strict=True):
        try:
            changes.append(prepared(write, store))
            reasons.append(FINE)
        except ConditionFailedError as error:
            reasons.append(reason("ConditionalCheckFailed", error.message) | error.members)
        except ValidationError as error:
            reasons.append(reason("ValidationError", error.message))
    if len(changes) < len(writes):
        raise TransactionCancelledError(reasons)
    return changes


def reason(code: str, message: str) -> Body:
    """Why a part cannot be made."""
    return {"Code": code, "Message": message}


def _answer(request: Body, changes: list[Change]) -> Body:
    consumed: dict[str, tuple[Store, capacity.Units]] = {}
    metrics: dict[str, list[Body]] = {}
    for change in changes:
        _, units = consumed.setdefault(change.store.name, (change.store, capacity.Units()))
        for _ in range(2):  # a transaction prepares and commits each item
            units.add(change.units())
        collection = collection_metrics(change.store, change, request)
        if collection:
            metrics.setdefault(change.store.name, []).append(collection)
    answer = consumed_report(request, consumed, "Write")
    return answer | ({"ItemCollectionMetrics": metrics} if metrics else {})


def consumed_report(
    request: Body, consumed: dict[str, tuple[Store, capacity.Units]], kind: str
) -> Body:
    """`ConsumedCapacity` by table, where the request wants it."""
    reports = [
        capacity.reported(request, name, store.schema, units, kind)
        for name, (store, units) in consumed.items()
    ]
    return {"ConsumedCapacity": reports} if any(reports) else {}


def transact_get_items(backend: Any, request: Body) -> Body:
    """TransactGetItems."""
    gets = [part["Get"] for part in request["TransactItems"]]
    parsed = [reads.parsed(get, [get["Key"]]) for get in gets]
    stores = [store_of(backend, get["TableName"]) for get in gets]
    keys = [(store.name, read.keys[0]) for store, read in zip(stores, parsed, strict=True)]
    if any(key in keys[:number] for number, key in enumerate(keys)):
        raise ValidationError(TWICE)
    _checked(stores, parsed)
    consumed: dict[str, tuple[Store, capacity.Units]] = {}
    responses, size = [], 0
    for store, read in zip(stores, parsed, strict=True):
        item = store.get(read.keys[0])
        size += reads.size_of(item)
        _, units = consumed.setdefault(store.name, (store, capacity.Units()))
        units.add(capacity.Units(2 * capacity.read(reads.size_of(item), consistent=True)))
        responses.append({} if item is None else {"Item": read.projected(item)})
    if size > LARGEST:
        raise ValidationError("Aggregate size of all items in a transaction cannot exceed 4 MB")
    return {"Responses": responses, **consumed_report(request, consumed, "Read")}


def _checked(stores: list[Store], parsed: list[reads.Read]) -> None:
    reasons = []
    for store, read in zip(stores, parsed, strict=True):
        try:
            reads.checked(read, store)
            reasons.append(FINE)
        except ValidationError as error:
            reasons.append(reason("ValidationError", error.message))
    if any(reason is not FINE for reason in reasons):
        raise TransactionCancelledError(reasons)
