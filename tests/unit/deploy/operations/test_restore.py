"""A restored table: the input, the new table, and the message to the operator."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from moto import mock_aws

from tools.command import CommandError
from tools.deploy.operations.restore import Restored, Tables, moment, target_name

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)


@pytest.fixture
def dynamodb(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A table `parcels` with two items that can be restored from now on."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    with mock_aws():
        client = boto3.client("dynamodb", region_name="eu-central-1")
        client.create_table(
            TableName="parcels",
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        )
        client.put_item(TableName="parcels", Item={"pk": {"S": "1"}})
        client.put_item(TableName="parcels", Item={"pk": {"S": "2"}})
        client.update_continuous_backups(
            TableName="parcels",
            PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True},
        )
        yield client


def restorable(dynamodb: Any) -> datetime:
    answer = dynamodb.describe_continuous_backups(TableName="parcels")
    description = answer["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
    latest: datetime = description["LatestRestorableDateTime"]
    return latest


def test_a_table_is_restored_beside_the_one_in_use(dynamodb: Any) -> None:
    tables = Tables(dynamodb, poll_seconds=0)

    tables.restore("parcels", "parcels-at-noon", restorable(dynamodb))

    assert tables.wait_for("parcels-at-noon").startswith("active after")
    assert (tables.items("parcels"), tables.items("parcels-at-noon")) == ("2", "2")


def test_a_moment_without_history_is_told_with_those_that_have_one(dynamodb: Any) -> None:
    long_ago = restorable(dynamodb) - timedelta(days=40)

    with pytest.raises(CommandError, match="can be restored to a moment between"):
        Tables(dynamodb).restore("parcels", "parcels-at-noon", long_ago)


def test_a_moment_is_restored_once(dynamodb: Any) -> None:
    tables, at = Tables(dynamodb), restorable(dynamodb)
    tables.restore("parcels", "parcels-at-noon", at)

    with pytest.raises(CommandError, match="is there already"):
        tables.restore("parcels", "parcels-at-noon", at)


def test_what_was_restored_goes_with_the_service(dynamodb: Any) -> None:
    tables, at = Tables(dynamodb), restorable(dynamodb)
    tables.restore("parcels", target_name("parcels", at), at)

    tables.delete_restored("parcels")

    assert dynamodb.list_tables()["TableNames"] == ["parcels"]


def test_a_table_without_history_is_told(dynamodb: Any) -> None:
    dynamodb.update_continuous_backups(
        TableName="parcels", PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": False}
    )

    with pytest.raises(CommandError, match="keeps no history"):
        Tables(dynamodb).restore("parcels", "parcels-at-noon", NOON)


@pytest.mark.parametrize("text", ["2026-01-31T12:00:00Z", "2026-01-31T13:00:00+01:00"])
def test_a_moment_has_an_offset(text: str) -> None:
    assert moment(text) == NOON


@pytest.mark.parametrize("text", [None, "", "noon", "2026-01-31T12:00:00", "2026-01-31"])
def test_what_is_no_moment_is_told(text: str | None) -> None:
    with pytest.raises(CommandError, match="RFC 3339"):
        moment(text)


@pytest.mark.parametrize("source", ["gp-parcels", "gp-parcels-at-20250101T000000Z"])
def test_a_restored_table_is_named_after_its_moment(source: str) -> None:
    assert target_name(source, NOON) == "gp-parcels-at-20260131T120000Z"


def test_the_operator_is_told_how_to_switch() -> None:
    message = Restored("a", "b", "10", "9").message("parcels", "prod.tfvars")

    assert 'restored_tables = { parcels = "b" }' in message
    assert "a: 10 items\nb: 9 items" in message
