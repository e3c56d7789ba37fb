"""The tables that requests are about."""

from typing import Any

from embedded_aws.tests.integration.server.dynamodb.asking import Dynamo


def hash_and_range(partition: str, sort: str) -> list[dict[str, str]]:
    """A key schema of two attributes."""
    return [
        {"AttributeName": partition, "KeyType": "HASH"},
        {"AttributeName": sort, "KeyType": "RANGE"},
    ]


THINGS: dict[str, Any] = {
    "TableName": "things",
    "BillingMode": "PAY_PER_REQUEST",
    "KeySchema": hash_and_range("pk", "sk"),
    "AttributeDefinitions": [
        {"AttributeName": "pk", "AttributeType": "S"},
        {"AttributeName": "sk", "AttributeType": "S"},
        {"AttributeName": "color", "AttributeType": "S"},
        {"AttributeName": "weight", "AttributeType": "N"},
    ],
    "LocalSecondaryIndexes": [
        {
            "IndexName": "by_weight",
            "KeySchema": hash_and_range("pk", "weight"),
            "Projection": {"ProjectionType": "KEYS_ONLY"},
        }
    ],
    "GlobalSecondaryIndexes": [
        {
            "IndexName": "by_color",
            "KeySchema": hash_and_range("color", "weight"),
            "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["note"]},
        }
    ],
}
COUNTERS: dict[str, Any] = {
    "TableName": "counters",
    "BillingMode": "PAY_PER_REQUEST",
    "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
    "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "N"}],
}


def create(dynamo: Dynamo) -> None:
    """Create them all."""
    for table in (THINGS, COUNTERS):
        dynamo.do("CreateTable", **table)
