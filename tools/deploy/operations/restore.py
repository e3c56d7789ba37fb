"""Restores a table as it was at a time, beside the one in use."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError

from tools.command import CommandError

RESTORED = "-at-"
"""Between the name of a table and the moment that another was restored to."""
COUNTED_UP_TO = 100_000
POLL_SECONDS = 5.0
PATIENCE_SECONDS = 6 * 3600


def moment(text: str | None) -> datetime:
    """The time in AT."""
    try:
        at = datetime.fromisoformat(text or "")
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise CommandError(
            f"AT={text or ''} is no moment; write it as RFC 3339 does, with its offset: "
            "AT=2026-01-31T12:00:00Z"
        )
    return at.astimezone(UTC)


@dataclass(frozen=True)
class Restored:
    """A restored table, and the number of items in it and in its source."""

    source: str
    target: str
    source_items: str
    target_items: str

    def message(self, service: str, values_file: str) -> str:
        """The comparison, and the steps by which the service uses the new table."""
        return (
            f"{self.source}: {self.source_items} items\n"
            f"{self.target}: {self.target_items} items\n"
            f"{service} still uses {self.source}. To switch, add to {values_file}:\n"
            f'  restored_tables = {{ {service} = "{self.target}" }}\n'
            f"then `make plan-{service}` (one table to import, none to destroy) and "
            f"`make deploy-{service}`."
        )


class Tables:
    """The DynamoDB tables of an environment."""

    def __init__(self, dynamodb: Any, poll_seconds: float = POLL_SECONDS) -> None:
        self._dynamodb = dynamodb
        self._poll_seconds = poll_seconds

    def restore(self, source: str, target: str, at: datetime) -> None:
        """Start the restore; CommandError names the possible times."""
        self._check_window(source, at)
        try:
            self._dynamodb.restore_table_to_point_in_time(
                SourceTableName=source, TargetTableName=target, RestoreDateTime=at
            )
        except self._dynamodb.exceptions.TableAlreadyExistsException as error:
            raise CommandError(
                f"{target} is there already: this moment was restored before; use that table, "
                "or give another moment"
            ) from error

    def _check_window(self, table: str, at: datetime) -> None:
        backups = self._dynamodb.describe_continuous_backups(TableName=table)
        history = backups["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
        if history["PointInTimeRecoveryStatus"] != "ENABLED":
            raise CommandError(f"{table} keeps no history; look in AWS Backup's vault")
        first, last = history["EarliestRestorableDateTime"], history["LatestRestorableDateTime"]
        if not first <= at <= last:
            raise CommandError(
                f"{table} can be restored to a moment between {_written(first)} and "
                f"{_written(last)}, not to {_written(at)}"
            )

    def wait_for(self, table: str) -> str:
        """Wait until the table is active; returns the time it took, CommandError after hours."""
        began = time.monotonic()
        while (status := self._described(table)["TableStatus"]) != "ACTIVE":
            if time.monotonic() - began > PATIENCE_SECONDS:
                raise CommandError(f"{table} is still {status}; look at it in the console")
            time.sleep(self._poll_seconds)
        return f"active after {time.monotonic() - began:.0f} s"

    def items(self, table: str) -> str:
        """The number of items: counted if that is cheap, else DynamoDB's estimate."""
        about = int(self._described(table)["ItemCount"])
        if about > COUNTED_UP_TO:
            return f"about {about}"
        pages = self._dynamodb.get_paginator("scan").paginate(TableName=table, Select="COUNT")
        return str(sum(page["Count"] for page in pages))

    def delete_restored(self, source: str) -> None:
        """Delete restored tables that no state of Terraform has."""
        pages = self._dynamodb.get_paginator("list_tables").paginate()
        for name in [each for page in pages for each in page["TableNames"]]:
            if name.startswith(f"{source}{RESTORED}"):
                self._dynamodb.delete_table(TableName=name)

    def _described(self, table: str) -> dict[str, Any]:
        try:
            description: dict[str, Any] = self._dynamodb.describe_table(TableName=table)["Table"]
        except ClientError as error:
            raise CommandError(f"{table} cannot be looked at: {error}") from error
        return description


def target_name(source: str, at: datetime) -> str:
    """The restored table's name, which contains the time."""
    stem = source.rsplit(RESTORED, maxsplit=1)[0]
    return f"{stem}{RESTORED}{at.strftime('%Y%m%dT%H%M%SZ')}"


def _written(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
