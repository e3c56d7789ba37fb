"""CreateTable: keys and indexes that no table can have."""

from typing import Any

import pytest

from embedded_aws.tests.integration.server.dynamodb.asking import INVALID, Dynamo, Refused
from embedded_aws.tests.integration.server.dynamodb.conftest import hash_and_range

KEY = {"AttributeName": "pk", "KeyType": "HASH"}
ALL = {"ProjectionType": "ALL"}


def table(**parameters: Any) -> dict[str, Any]:
    names = ("pk", "sk", "gk")
    return {
        "TableName": "never",
        "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": hash_and_range("pk", "sk"),
        "AttributeDefinitions": [{"AttributeName": name, "AttributeType": "S"} for name in names],
        **parameters,
    }


def index(*keys: str, name: str = "index", **projection: Any) -> dict[str, Any]:
    schema = [KEY | {"AttributeName": keys[0]}]
    if keys[1:]:
        schema = hash_and_range(*keys)
    return {"IndexName": name, "KeySchema": schema, "Projection": ALL | projection}


ROWS = {
    "a key twice": (
        table(KeySchema=hash_and_range("pk", "pk")),
        "Invalid KeySchema: Some index key attribute have no definition",
    ),
    "a sort key alone": (
        table(KeySchema=[{"AttributeName": "sk", "KeyType": "RANGE"}]),
        "The first KeySchemaElement is not a HASH key type",
    ),
    "a local index without a sort key of the table": (
        table(KeySchema=[KEY], LocalSecondaryIndexes=[index("pk", "sk")]),
        f"{INVALID}Table KeySchema does not have a range key, which is required when specifying a "
        "LocalSecondaryIndex",
    ),
    "a local index of another partition": (
        table(LocalSecondaryIndexes=[index("gk", "sk")]),
        "for index: index. index hash key: gk, table hash key: pk",
    ),
    "a local index without a sort key": (
        table(LocalSecondaryIndexes=[index("pk")]),
        "Index KeySchema does not have a range key for index: index",
    ),
    "two indexes of a name": (
        table(
            GlobalSecondaryIndexes=[index("gk", name="same")],
            LocalSecondaryIndexes=[index("pk", "gk", name="same")],
        ),
        f"{INVALID}Duplicate index name: same",
    ),
    "a projection without its names": (
        table(GlobalSecondaryIndexes=[index("gk", ProjectionType="INCLUDE")]),
        "ProjectionType is INCLUDE, but NonKeyAttributes is not specified",
    ),
    "a projection with names too many": (
        table(GlobalSecondaryIndexes=[index("gk", NonKeyAttributes=["a"])]),
        "ProjectionType is ALL, but NonKeyAttributes is specified",
    ),
}


@pytest.mark.parametrize("row", ROWS)
def test_a_table_that_cannot_be_is_refused(dynamo: Dynamo, row: str) -> None:
    """Recorded answer: the DynamoDB conformance suite was run on AWS."""
    body, message = ROWS[row]

    assert Refused("CreateTable", body, message).holds(dynamo)
