"""CreateTable: keys and indexes that no table can have, most of which moto makes.

DynamoDB API reference, CreateTable; developer guide, "Local secondary indexes".
"""

from collections.abc import Mapping, Sequence
from typing import Any

from moto.dynamodb.responses import DynamoHandler

from embedded_aws.dynamodb.errors import ValidationError, invalid

type Body = Mapping[str, Any]
MOST_LOCAL, MOST_GLOBAL = 5, 20
UNDEFINED = "Invalid KeySchema: Some index key attribute have no definition"


def install() -> None:
    """Patch moto; safe to call more than once."""
    handler: Any = DynamoHandler
    if getattr(handler, "checks_new_tables", False):
        return
    handler.checks_new_tables = True
    create = handler.create_table

    def create_table(self: Any) -> Any:
        _check(self.body)
        return create(self)

    handler.create_table = create_table


def _check(body: Body) -> None:
    local, others = (
        body.get("LocalSecondaryIndexes") or [],
        body.get("GlobalSecondaryIndexes") or [],
    )
    keys = body["KeySchema"]
    _check_keys(keys)
    for index in (*local, *others):
        _check_projection(index)
    names = [index["IndexName"] for index in (*others, *local)]
    twice = next((name for number, name in enumerate(names) if name in names[:number]), None)
    if twice:
        raise invalid(f"Duplicate index name: {twice}")
    _check_local(keys, local)
    for indexes, most, kind in (
        (local, MOST_LOCAL, "LocalSecondaryIndex"),
        (others, MOST_GLOBAL, "GlobalSecondaryIndex"),
    ):
        if len(indexes) > most:
            raise invalid(f"{kind} count exceeds the per-table limit of {most}")


def _check_keys(keys: Sequence[Body]) -> None:
    names, kinds = [each["AttributeName"] for each in keys], [each["KeyType"] for each in keys]
    if kinds[:1] != ["HASH"]:
        raise ValidationError(
            "Invalid KeySchema: The first KeySchemaElement is not a HASH key type"
        )
    if kinds[1:] not in ([], ["RANGE"]):
        raise ValidationError(
            "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type"
        )
    if len(set(names)) < len(names):
        raise ValidationError(UNDEFINED)


def _check_local(keys: Sequence[Body], indexes: Sequence[Body]) -> None:
    if indexes and len(keys) == 1:
        raise invalid(
            "Table KeySchema does not have a range key, which is required when specifying a "
            "LocalSecondaryIndex"
        )
    for index in indexes:
        name = index["IndexName"]
        if len(index["KeySchema"]) == 1:
            raise invalid(f"Index KeySchema does not have a range key for index: {name}")
        if index["KeySchema"][0]["AttributeName"] != keys[0]["AttributeName"]:
            raise invalid(
                "Index KeySchema does not have the same leading hash key as table KeySchema for "
                f"index: {name}. index hash key: {index['KeySchema'][0]['AttributeName']}, table "
                f"hash key: {keys[0]['AttributeName']}"
            )


def _check_projection(index: Body) -> None:
    """Refuse names of attributes where the projection takes none, and none where it takes some."""
    projection = index.get("Projection") or {}
    kind = projection.get("ProjectionType")
    if kind is None:
        raise invalid("Unknown ProjectionType: null")
    if kind == "INCLUDE" and not projection.get("NonKeyAttributes"):
        raise invalid(f"ProjectionType is {kind}, but NonKeyAttributes is not specified")
    if kind != "INCLUDE" and "NonKeyAttributes" in projection:
        raise invalid(f"ProjectionType is {kind}, but NonKeyAttributes is specified")
