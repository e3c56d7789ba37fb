"""RestoreTableToPointInTime as in DynamoDB, except for the time: moto has no history.

A restored table has its source's billing mode and encryption, which moto drops; times that DynamoDB
refuses are refused.
"""

import time
from datetime import datetime
from typing import Any

from moto.dynamodb.exceptions import DynamodbException
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.table import RestoredPITTable
from moto.dynamodb.responses import DynamoHandler

RECOVERY = "PointInTimeRecoveryDescription"
PREFIX = "com.amazonaws.dynamodb.v20120810#"


def install() -> None:
    """Check the request, and copy the settings that a restored table keeps."""
    restore = DynamoHandler.restore_table_to_point_in_time
    describe = DynamoDBBackend.describe_continuous_backups
    create = RestoredPITTable.__init__

    def restore_table_to_point_in_time(self: Any) -> Any:
        source = self.body.get("SourceTableName")
        _check(self.dynamodb_backend.describe_continuous_backups(source), self.body)
        return restore(self)

    def describe_continuous_backups(self: Any, table_name: str) -> dict[str, Any]:
        description: dict[str, Any] = describe(self, table_name)
        if "LatestRestorableDateTime" in description[RECOVERY]:
            description[RECOVERY]["LatestRestorableDateTime"] = time.time()
        return description

    def created(self: Any, name: str, account_id: str, region: str, source: Any) -> None:
        create(self, name, account_id, region, source)
        self.billing_mode = source.billing_mode
        self.sse_specification = source.sse_specification

    DynamoHandler.restore_table_to_point_in_time = restore_table_to_point_in_time
    DynamoDBBackend.describe_continuous_backups = describe_continuous_backups
    RestoredPITTable.__init__ = created


def _check(backups: dict[str, Any], body: dict[str, Any]) -> None:
    recovery = backups[RECOVERY]
    if recovery["PointInTimeRecoveryStatus"] != "ENABLED":
        name, why = "PointInTimeRecoveryUnavailableException", "Recovery is not enabled"
        raise DynamodbException(f"{PREFIX}{name}", why)
    at = body.get("RestoreDateTime")
    if at is None:  # the latest
        return
    moment = at.timestamp() if isinstance(at, datetime) else float(at)
    if (
        not int(recovery["EarliestRestorableDateTime"])
        <= moment
        <= recovery["LatestRestorableDateTime"]
    ):
        name, why = "InvalidRestoreTimeException", "The moment is outside of the window"
        raise DynamodbException(f"{PREFIX}{name}", why)
