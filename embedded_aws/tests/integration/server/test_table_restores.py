"""Point-in-time recovery, as the restore command and Terraform use it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from embedded_aws.tests.integration.server.conftest import EmbeddedAws
from embedded_aws.tests.integration.server.test_operations import refused

TABLES = ("lost", "lost-again")


@pytest.fixture
def dynamodb(aws: EmbeddedAws) -> Iterator[Any]:
    """A table `lost` that can be recovered."""
    client = aws.client("dynamodb")
    client.create_table(
        TableName="lost",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        SSESpecification={"Enabled": True},
    )
    recover(client, enabled=True)
    yield client
    for name in set(TABLES) & set(client.list_tables()["TableNames"]):
        client.delete_table(TableName=name)


def recover(client: Any, *, enabled: bool) -> None:
    client.update_continuous_backups(
        TableName="lost", PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": enabled}
    )


def restore(client: Any, **when: Any) -> dict[str, Any]:
    answer = client.restore_table_to_point_in_time(
        SourceTableName="lost", TargetTableName="lost-again", **when
    )
    description: dict[str, Any] = answer["TableDescription"]
    return description


def test_a_restored_table_is_billed_and_encrypted_like_its_source(dynamodb: Any) -> None:
    restored = restore(dynamodb, UseLatestRestorableTime=True)

    assert restored["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
    assert restored["SSEDescription"]["Status"] == "ENABLED"


def test_the_present_can_be_restored(dynamodb: Any) -> None:
    assert restore(dynamodb, RestoreDateTime=datetime.now(UTC))["TableName"] == "lost-again"


@pytest.mark.parametrize("distance", [timedelta(days=-1), timedelta(days=1)])
def test_a_moment_without_history_is_refused(dynamodb: Any, distance: timedelta) -> None:
    error = refused(lambda: restore(dynamodb, RestoreDateTime=datetime.now(UTC) + distance))

    assert error.response["Error"]["Code"] == "InvalidRestoreTimeException"


def test_a_table_without_recovery_is_not_restored(dynamodb: Any) -> None:
    recover(dynamodb, enabled=False)

    error = refused(lambda: restore(dynamodb, UseLatestRestorableTime=True))

    assert error.response["Error"]["Code"] == "PointInTimeRecoveryUnavailableException"
