"""RestoreTableToPointInTime as DynamoDB does it, but for the moment: moto keeps no history.

A restored table has its source's billing mode and encryption, which moto drops, and moments that
DynamoDB refuses are refused.
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
    """Check what is asked for, and keep what a restored table keeps."""
    restore = DynamoHandler.restore_table_to_point_in_time
    describe = DynamoDBBackend.describe_continuous_backups
    create = RestoredPITTable.__init__

    def restore_table_to_point_in_time(self: Any) -> Any:
        source = self.body.get("SourceTableName")
        _check(self.dynamodb_backend.describe_continuous_backups(source), self.body)
        return restore(self)

    def describe_continuous_backups(self: Any, table_name: str) -> dict[str, Any]:
        held: dict[str, Any] = describe(self, table_name)
        if "LatestRestorableDateTime" in held[RECOVERY]:
            held[RECOVERY]["LatestRestorableDateTime"] = time.time()
        return held

    def created(self: Any, name: str, account_id: str, region: str, source: Any) -> None:
        create(self, name, account_id, region, source)
        self.billing_mode = source.billing_mode
        self.sse_specification = source.sse_specification

    DynamoHandler.restore_table_to_point_in_time = restore_table_to_point_in_time
    DynamoDBBackend.describe_continuous_backups = describe_continuous_backups
    RestoredPITTable.__init__ = created


def _check(backups: dict[str, Any], asked: dict[str, Any]) -> None:
    held = backups[RECOVERY]
    if held["PointInTimeRecoveryStatus"] != "ENABLED":
        name, why = "PointInTimeRecoveryUnavailableException", "Recovery is not enabled"
        raise DynamodbException(f"{PREFIX}{name}", why)
    at = asked.get("RestoreDateTime")
    if at is None:  # the latest
        return
    moment = at.timestamp() if isinstance(at, datetime) else float(at)
    if not int(held["EarliestRestorableDateTime"]) <= moment <= held["LatestRestorableDateTime"]:
        name, why = "InvalidRestoreTimeException", "The moment is outside of the window"
        raise DynamodbException(f"{PREFIX}{name}", why)
