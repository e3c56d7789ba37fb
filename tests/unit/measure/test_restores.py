"""A drill of backups: what is missing, changed or one too many after a restore is counted."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from tools.measure.restores.checksums import Comparison, checksum, checksums_of, compared
from tools.measure.restores.samples import sampled

BEFORE = {"parcels one": "a", "parcels two": "b"}


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (BEFORE, Comparison(items=2, same=2, missing=0, different=0, added=0)),
        ({"parcels one": "a"}, Comparison(items=2, same=1, missing=1, different=0, added=0)),
        ({**BEFORE, "parcels two": "c"}, Comparison(2, 1, 0, 1, 0)),
        ({**BEFORE, "parcels three": "c"}, Comparison(2, 2, 0, 0, 1)),
    ],
)
def test_every_item_is_held_against_its_own(after: dict[str, str], expected: Comparison) -> None:
    assert compared(BEFORE, after) == expected


def test_a_checksum_is_of_the_content_and_not_of_its_order() -> None:
    item = {"a": {"SS": ["x", "y"]}, "b": {"B": b"\x00"}}

    assert checksum(item) == checksum({"b": {"B": b"\x00"}, "a": {"SS": ["y", "x"]}})
    assert checksum(item) != checksum({**item, "b": {"B": b"\x01"}})


def test_a_list_has_an_order() -> None:
    one, other = ({"a": {"L": [{"S": each} for each in text]}} for text in ("xy", "yx"))

    assert checksum(one) != checksum(other)


@pytest.fixture
def dynamodb() -> Iterator[Any]:
    with mock_aws():
        client = boto3.client("dynamodb", region_name="eu-central-1")
        for table in ("parcels", "parcels-at-noon"):
            client.create_table(
                TableName=table,
                KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
                AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
                BillingMode="PAY_PER_REQUEST",
            )
        yield client


def test_items_of_every_type_are_in_the_tables_for_the_time_of_a_drill(dynamodb: Any) -> None:
    with sampled(dynamodb, ["parcels"], 30):
        meanwhile = checksums_of(dynamodb, "parcels")

    assert len(meanwhile) == 30
    assert len(set(meanwhile.values())) == 30
    assert checksums_of(dynamodb, "parcels") == {}


def test_a_restored_item_has_the_checksum_of_its_source(dynamodb: Any) -> None:
    items = [{"pk": {"S": each}, "weight": {"N": "3"}} for each in "ab"]
    for table in ("parcels", "parcels-at-noon"):
        for item in items:
            dynamodb.put_item(TableName=table, Item=item)
    dynamodb.put_item(TableName="parcels-at-noon", Item={**items[0], "weight": {"N": "4"}})

    before = checksums_of(dynamodb, "parcels")
    after = checksums_of(dynamodb, "parcels-at-noon", called="parcels")

    assert compared(before, after) == Comparison(2, same=1, missing=0, different=1, added=0)
