"""ExecuteStatement and BatchExecuteStatement."""

from collections.abc import Callable
from typing import Any

from embedded_aws.dynamodb.errors import (
    ConditionFailedError,
    DuplicateItemError,
    DynamoError,
    NotFoundError,
    ValidationError,
)
from embedded_aws.dynamodb.expressions.conditions import ALWAYS
from embedded_aws.dynamodb.partiql import grammar, positions, reads, statements, writes
from embedded_aws.dynamodb.tables import capacity
from embedded_aws.dynamodb.tables.store import Store, store_of

type Body = dict[str, Any]
ONLY_IN_TRANSACTIONS = "EXISTS() is only supported in ExecuteTransaction"
TOKEN_OF_WRITE = "NextToken is only valid on a SELECT statement"  # noqa: S105 - a message
MIXED = (
    "BatchExecuteStatement API does not support both read and write operations in the same request."
)
NO_KEY = "must specify the primary key in the where clause."
CODES: dict[type[DynamoError], str] = {
    ConditionFailedError: "ConditionalCheckFailed",
    DuplicateItemError: "DuplicateItem",
    NotFoundError: "ResourceNotFound",
    ValidationError: "ValidationError",
}


def execute_statement(backend: Any, request: Body) -> Body:
    """ExecuteStatement."""
    statement = parsed(request)
    store = store_of(backend, source_of(statement).table)
    if isinstance(statement, statements.Select):
        return _page(statement, store, request)
    if isinstance(statement, statements.Exists):
        raise ValidationError(ONLY_IN_TRANSACTIONS)
    if "NextToken" in request:
        raise ValidationError(TOKEN_OF_WRITE)
    change = writes.change(statement, store, request)
    change.apply()
    consumed = capacity.reported(request, store.name, store.schema, change.units())
    items = writes.returned(statement, change)
    return {"Items": items, **({"ConsumedCapacity": consumed} if consumed else {})}


def _page(select: statements.Select, store: Store, request: Body) -> Body:
    consistent = bool(request.get("ConsistentRead"))
    read = reads.reading(select, store, consistent=consistent)
    page = reads.answer(read, request, positions.start(request))
    answer = {"Items": page["Items"]}
    if "LastEvaluatedKey" in page:
        answer["NextToken"] = positions.token(request, page["LastEvaluatedKey"])
        answer["LastEvaluatedKey"] = page["LastEvaluatedKey"]
    if "ConsumedCapacity" in page:
        answer["ConsumedCapacity"] = page["ConsumedCapacity"]
    return answer


def parsed(request: Body) -> statements.Statement:
    """The request's statement."""
    return grammar.parsed(request["Statement"], request.get("Parameters") or [])


def source_of(statement: statements.Statement) -> statements.Source:
    """The table that the statement is about."""
    of = statement.select if isinstance(statement, statements.Exists) else statement
    return of.source


def reads_only(statement: statements.Statement) -> bool:
    """Whether the statement is a SELECT."""
    return isinstance(statement, statements.Select)


def item_read(select: statements.Select, store: Store, operation: str) -> Body:
    """The one item that a SELECT within a batch or transaction reads."""
    try:
        key, condition = writes.keyed(select.where, store)
    except ValidationError:
        key, condition = {}, None
    if not key or select.source.index or condition is not ALWAYS:
        raise ValidationError(f"Select statements within {operation} {NO_KEY}")
    return reads.item(select, store, key)


def batch_execute_statement(backend: Any, request: Body) -> Body:
    """BatchExecuteStatement: each statement has an answer, or an error."""
    members = request["Statements"]
    units: dict[str, tuple[Store, capacity.Units]] = {}
    kinds = {reads_only(statement) for statement in map(_readable, members) if statement}
    if len(kinds) > 1:
        raise ValidationError(MIXED)
    responses = [_member(lambda each=each: _one(backend, each, units)) for each in members]  # type: ignore[misc]
    reports = [
        capacity.reported(request, name, store.schema, consumed)
        for name, (store, consumed) in units.items()
    ]
    return {"Responses": responses, **({"ConsumedCapacity": reports} if any(reports) else {})}


def _readable(member: Body) -> statements.Statement | None:
    try:
        return parsed(member)
    except ValidationError:
        return None


def code_of(error: DynamoError) -> str:
    """The error's code in the answer of a batch, or in a reason of a transaction."""
    return next(code for kind, code in CODES.items() if isinstance(error, kind))


def _member(execute: Callable[[], Body]) -> Body:
    try:
        return execute()
    except tuple(CODES) as error:
        item = {"Item": error.members["Item"]} if error.members.get("Item") else {}
        return {"Error": {"Code": code_of(error), "Message": error.message, **item}}


def _one(backend: Any, member: Body, units: dict[str, tuple[Store, capacity.Units]]) -> Body:
    statement = parsed(member)
    store = store_of(backend, source_of(statement).table)
    _, consumed = units.setdefault(store.name, (store, capacity.Units()))
    if isinstance(statement, statements.Select):
        answer = item_read(statement, store, "BatchExecuteStatement")
        consumed.add(reads.units(answer, consistent=bool(member.get("ConsistentRead"))))
        return {"TableName": store.name, **answer}
    if isinstance(statement, statements.Exists):
        raise ValidationError(ONLY_IN_TRANSACTIONS)
    change = writes.change(statement, store, member)
    change.apply()
    consumed.add(change.units())
    items = writes.returned(statement, change)
    return {"TableName": store.name, **({"Item": items[0]} if items else {})}
