"""ExecuteTransaction: all statements, or none and the reasons."""

from typing import Any

from embedded_aws.dynamodb.errors import (
    ConditionFailedError,
    DuplicateItemError,
    TransactionCancelledError,
    ValidationError,
)
from embedded_aws.dynamodb.operations import tokens
from embedded_aws.dynamodb.operations.transactions import FINE, TWICE, consumed_report, reason
from embedded_aws.dynamodb.operations.writes import Change
from embedded_aws.dynamodb.partiql import reads, statements, writes
from embedded_aws.dynamodb.partiql.operations import (
    code_of,
    item_read,
    parsed,
    reads_only,
    source_of,
)
from embedded_aws.dynamodb.tables import capacity
from embedded_aws.dynamodb.tables.store import Store, store_of

type Body = dict[str, Any]
type Part = tuple[statements.Statement, Store, Body]
MIXED = (
    "ExecuteTransaction API does not support both read and write operations in the same request."
)
RETURNING = "RETURNING clause is not supported in ExecuteTransaction."
BEFORE = (writes.NO_KEY, writes.NO_INDEX, writes.NO_CONDITION)
"""Faults that are told before anything is tried."""


def execute_transaction(backend: Any, request: Body) -> Body:
    """ExecuteTransaction."""
    earlier = tokens.answered(backend, request)
    if earlier is not None:
        return earlier
    parts = [_part(backend, *each) for each in enumerate(request["TransactStatements"])]
    kinds = {reads_only(statement) for statement, _, _ in parts}
    if len(kinds) > 1:
        raise ValidationError(MIXED)
    if kinds == {True}:
        return _read(parts, request)
    changes = _changes(parts)
    for each in changes:
        each.apply()
    answer = {"Responses": [], **_consumed(changes, request)}
    tokens.remember(backend, request, answer)
    return answer


def _part(backend: Any, number: int, given: Body) -> Part:
    statement = parsed(given)
    if getattr(statement, "returning", None):
        raise _about(number, RETURNING)
    return statement, store_of(backend, source_of(statement).table), given


def _about(number: int, message: str) -> ValidationError:
    return ValidationError(f"Validation failed in TransactStatements[{number}]: {message}")


def _read(parts: list[Part], request: Body) -> Body:
    responses: list[Body] = []
    units: dict[str, tuple[Store, capacity.Units]] = {}
    for number, (statement, store, _) in enumerate(parts):
        if not isinstance(statement, statements.Select):
            continue
        try:
            responses.append(item_read(statement, store, "ExecuteTransaction"))
        except ValidationError as error:
            raise _about(number, error.message) from error
        _, consumed = units.setdefault(store.name, (store, capacity.Units()))
        for _ in range(2):
            consumed.add(reads.units(responses[-1], consistent=True))
    return {"Responses": responses, **consumed_report(request, units, "Read")}


def _changes(parts: list[Part]) -> list[Change]:
    changes: list[Change] = []
    reasons: list[Body] = []
    for number, part in enumerate(parts):
        try:
            changes.append(_change(*part))
            reasons.append(FINE)
        except (ConditionFailedError, DuplicateItemError, ValidationError) as error:
            if error.message in BEFORE:
                raise _about(number, error.message) from error
            reasons.append(reason(code_of(error), error.message) | error.members)
    if len(changes) < len(parts):
        raise TransactionCancelledError(reasons)
    places = [(change.store.name, change.key) for change in changes]
    if any(place in places[:number] for number, place in enumerate(places)):
        raise ValidationError(TWICE)
    return changes


def _change(statement: statements.Statement, store: Store, given: Body) -> Change:
    if isinstance(statement, statements.Select):
        raise ValidationError(MIXED)
    return writes.change(statement, store, given)


def _consumed(changes: list[Change], request: Body) -> Body:
    units: dict[str, tuple[Store, capacity.Units]] = {}
    for change in changes:
        _, consumed = units.setdefault(change.store.name, (change.store, capacity.Units()))
        for _ in range(2):  # a transaction prepares and commits each item
            consumed.add(change.units())
    return consumed_report(request, units, "Write")
