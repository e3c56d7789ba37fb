"""UpdateTimeToLive as in DynamoDB, which refuses what changes nothing (API reference)."""

from typing import Any

from moto.dynamodb.responses import DynamoHandler

from embedded_aws.dynamodb.errors import NotFoundError, ValidationError


def install() -> None:
    """Check the change; tell a missing table by DynamoDB's error."""
    update, describe = DynamoHandler.update_time_to_live, DynamoHandler.describe_time_to_live

    def update_time_to_live(self: Any) -> Any:
        given = self.body["TimeToLiveSpecification"]
        _check(_table(self).ttl, given["AttributeName"], enabled=given["Enabled"])
        answer = update(self)
        if not given["Enabled"]:
            del _table(self).ttl["AttributeName"]
        return answer

    def describe_time_to_live(self: Any) -> Any:
        _table(self)
        return describe(self)

    DynamoHandler.update_time_to_live = update_time_to_live
    DynamoHandler.describe_time_to_live = describe_time_to_live


def _table(handler: Any) -> Any:
    name = handler.body["TableName"]
    table = handler.dynamodb_backend.tables.get(name.rsplit("/", 1)[-1])
    if table is None:
        raise NotFoundError(f"Requested resource not found: Table: {name} not found")
    return table


def _check(current: dict[str, Any], name: str, *, enabled: bool) -> None:
    is_enabled = current["TimeToLiveStatus"] == "ENABLED"
    if is_enabled and current["AttributeName"] != name:
        raise ValidationError(
            "TimeToLive is active on a different AttributeName: current AttributeName is "
            f"{current['AttributeName']}"
        )
    if is_enabled == enabled:
        raise ValidationError(f"TimeToLive is already {'enabled' if enabled else 'disabled'}")
