"""INSERT, UPDATE, DELETE and EXISTS as writes of one item, and what they return."""

from typing import Any

from embedded_aws.dynamodb.errors import DuplicateItemError, ValidationError
from embedded_aws.dynamodb.expressions.conditions import ALWAYS, Condition, Function, Logical
from embedded_aws.dynamodb.expressions.paths import Path, project
from embedded_aws.dynamodb.operations.write_requests import stored
from embedded_aws.dynamodb.operations.writes import Change, Delete, Put, Update, Write, prepared
from embedded_aws.dynamodb.partiql import statements
from embedded_aws.dynamodb.partiql.where import conjuncts, equality
from embedded_aws.dynamodb.tables.store import Store
from embedded_aws.dynamodb.values.attributes import Values

type Body = dict[str, Any]
type Writing = statements.Insert | statements.Update | statements.Delete | statements.Exists
NO_KEY = "Where clause does not contain a mandatory equality on all key attributes"
NO_INDEX = "This operation is not supported on an index"
NO_CONDITION = "EXISTS() must contain a single item read with additional condition"


def change(statement: Writing, store: Store, request: Body) -> Change:
    """The change, if it can be its."""
    write = _write(statement, store, request)
    if not isinstance(statement, statements.Insert):
        return prepared(write, store)
    write.check(store.schema)
    if store.get(store.schema.key_of(write.values)) is not None:
        raise DuplicateItemError
    return prepared(write, store)


def _write(statement: Writing, store: Store, request: Body) -> Write:
    if isinstance(statement, statements.Insert):
        _no_index(statement.source)
        return Put(request, stored(statement.item))
    if isinstance(statement, statements.Exists):
        key, condition = keyed(statement.select.where, store)
        if condition is ALWAYS or statement.select.source.index:
            raise ValidationError(NO_CONDITION)
        return Write(request, key, condition)
    _no_index(statement.source)
    key, condition = keyed(statement.where, store)
    if isinstance(statement, statements.Delete):
        return Delete(request, key, condition)
    there = Function("attribute_exists", (Path((store.schema.keys.names[0],)),))
    return Update(request, key, Logical("AND", (there, condition)), statement.actions)


def _no_index(source: statements.Source) -> None:
    if source.index is not None:
        raise ValidationError(NO_INDEX)


def keyed(where: Condition | None, store: Store) -> tuple[Values, Condition]:
    """The item's key in a WHERE, and the conditions beside it."""
    names = store.schema.keys.names
    key: Values = {}
    others = []
    for part in conjuncts(where) if where else []:
        equal = equality(part)
        if equal and equal[0] in names and equal[0] not in key:
            key[equal[0]] = equal[1]
        else:
            others.append(part)
    if set(key) != set(names):
        raise ValidationError(NO_KEY)
    return key, Logical("AND", tuple(others)) if others else ALWAYS


def returned(statement: Writing, its: Change) -> list[Values]:
    """The items of a RETURNING clause: one, or none where nothing is to be shown."""
    form = getattr(statement, "returning", None)
    if form is None:
        return []
    item = its.before if form.endswith("OLD") else its.after
    if (
        item is not None
        and form.startswith("MODIFIED")
        and isinstance(statement, statements.Update)
    ):
        item = project([action.path for action in statement.actions], item)
    return [item] if item else []
