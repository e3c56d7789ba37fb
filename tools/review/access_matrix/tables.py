"""The services' tables, empty, with the keys and indexes of their Terraform."""

from functools import cache
from pathlib import Path
from typing import Any

from tools import hcl

ROOTS = Path("terraform/services")
KEYS = ("pk", "sk")


def make_tables(dynamodb: Any, services: list[str]) -> None:
    """Create each service's table again."""
    there = dynamodb.list_tables()["TableNames"]
    for service in services:
        if service in there:
            dynamodb.delete_table(TableName=service)
        dynamodb.create_table(TableName=service, **shape(indexes_of(service)))


def shape(indexes: dict[str, tuple[str, str]]) -> dict[str, Any]:
    """Keys, and indexes if there are any: DynamoDB refuses an empty list."""
    names = {name for pair in (KEYS, *indexes.values()) for name in pair}
    shape: dict[str, Any] = {
        "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": _keys(*KEYS),
        "AttributeDefinitions": [
            {"AttributeName": name, "AttributeType": "S"} for name in sorted(names)
        ],
    }
    if indexes:
        indexes_ = [_index(name, keys) for name, keys in indexes.items()]
        shape["GlobalSecondaryIndexes"] = indexes_
    return shape


@cache
def indexes_of(service: str) -> dict[str, tuple[str, str]]:
    """Name → (partition key, sort key)."""
    blocks = hcl.read(ROOTS / service / "main.tf")["module"]
    [call] = [call for block in blocks for call in block.values()]
    declared = call.get("table_indexes", {})
    return {name: (keys["partition_key"], keys["sort_key"]) for name, keys in declared.items()}


def _index(name: str, keys: tuple[str, str]) -> dict[str, Any]:
    return {
        "IndexName": name,
        "KeySchema": _keys(*keys),
        "Projection": {"ProjectionType": "ALL"},
    }


def _keys(partition: str, sort: str) -> list[dict[str, str]]:
    return [
        {"AttributeName": partition, "KeyType": "HASH"},
        {"AttributeName": sort, "KeyType": "RANGE"},
    ]
