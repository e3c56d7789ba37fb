"""The services' tables, empty, with the keys and indexes that their Terraform gives them."""

from functools import cache
from pathlib import Path
from typing import Any

import hcl2

ROOTS = Path("terraform/services")
KEYS = ("pk", "sk")


def make_tables(dynamodb: Any, services: list[str]) -> None:
    """Make each service's table anew."""
    there = dynamodb.list_tables()["TableNames"]
    for service in services:
        if service in there:
            dynamodb.delete_table(TableName=service)
        dynamodb.create_table(TableName=service, **_shape(indexes_of(service)))


def _shape(indexes: dict[str, tuple[str, str]]) -> dict[str, Any]:
    """Keys, and indexes where there are any: DynamoDB takes no empty list of them."""
    names = {name for pair in (KEYS, *indexes.values()) for name in pair}
    shape: dict[str, Any] = {
        "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": _keys(*KEYS),
        "AttributeDefinitions": [
            {"AttributeName": name, "AttributeType": "S"} for name in sorted(names)
        ],
    }
    if indexes:
        made = [_index(name, keys) for name, keys in indexes.items()]
        shape["GlobalSecondaryIndexes"] = made
    return shape


@cache
def indexes_of(service: str) -> dict[str, tuple[str, str]]:
    """Name → (partition key, sort key)."""
    with (ROOTS / service / "main.tf").open(encoding="utf-8") as file:
        blocks = hcl2.load(file)["module"]
    [call] = [call for block in blocks for call in block.values()]
    declared = _plain(call.get("table_indexes", {}))
    return {name: (keys["partition_key"], keys["sort_key"]) for name, keys in declared.items()}


def _plain(value: Any) -> Any:
    """hcl2 keeps the quotes of strings, and marks blocks."""
    if isinstance(value, dict):
        return {key.strip('"'): _plain(held) for key, held in value.items() if key[:2] != "__"}
    return value.strip('"') if isinstance(value, str) else value


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
