"""DynamoDB of the embedded AWS that all tests of the server share, and its tables."""

from typing import Any

import pytest

from embedded_aws.tests.integration.server.conftest import EmbeddedAws
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


@pytest.fixture(scope="session")
def dynamo(aws: EmbeddedAws) -> Dynamo:
    """DynamoDB with its tables."""
    here = Dynamo(aws.endpoint)
    create(here)
    return here
