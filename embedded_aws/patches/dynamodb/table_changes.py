"""UpdateTable as in DynamoDB (UpdateTable, API reference).

moto keeps the units of a table that becomes on-demand, fails with 500 for an unknown index, and
ignores encryption, table class and the limits of on-demand tables.
"""

import time
from typing import Any

from moto.dynamodb.responses import DynamoHandler

from embedded_aws.dynamodb.errors import DynamoError, NotFoundError, ValidationError, invalid

type Body = dict[str, Any]
ON_DEMAND, PROVISIONED = "PAY_PER_REQUEST", "PROVISIONED"
UNITS = ("ReadCapacityUnits", "WriteCapacityUnits")
SETTINGS = ("TableClass", "OnDemandThroughput")
"""Settings that are stored and described."""
CHANGES = (
    "ProvisionedThroughput",
    "BillingMode",
    "StreamSpecification",
    "GlobalSecondaryIndexUpdates",
    "SSESpecification",
    "DeletionProtectionEnabled",
    "WarmThroughput",
    *SETTINGS,
)


class LimitError(DynamoError):
    """More at once than DynamoDB does."""

    code = "LimitExceededException"


def install() -> None:
    """Check the changes, and make those that moto does not."""
    update, create = DynamoHandler.update_table, DynamoHandler.create_table

    def update_table(self: Any) -> Any:
        table = self.dynamodb_backend.tables.get(self.body["TableName"].rsplit("/", 1)[-1])
        if table is None:
            raise NotFoundError(
                f"Requested resource not found: Table: {self.body['TableName']} not found"
            )
        _check(table, self.body)
        _change(table, self.body)
        return update(self)

    def create_table(self: Any) -> Any:
        answer = create(self)
        table = self.dynamodb_backend.tables[self.body["TableName"]]
        _settings(table, self.body)
        if table.billing_mode == ON_DEMAND:
            vars(table)["on_demand_since"] = time.time()
        return answer

    DynamoHandler.update_table = update_table
    DynamoHandler.create_table = create_table


def _check(table: Any, body: Body) -> None:
    if not any(name in body for name in CHANGES):
        raise ValidationError(
            "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, "
            "GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required"
        )
    mode, throughput = body.get("BillingMode", table.billing_mode), _units(body)
    if mode == ON_DEMAND and throughput:
        raise invalid(
            "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is "
            "PAY_PER_REQUEST"
        )
    if mode == PROVISIONED != table.billing_mode and not throughput:
        raise invalid(
            "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is "
            "PROVISIONED"
        )
    if throughput and table.billing_mode == mode:
        _changes_units(table, throughput)
    _check_indexes(table, body.get("GlobalSecondaryIndexUpdates") or [])


def _units(body: Body) -> dict[str, int]:
    given = body.get("ProvisionedThroughput") or {}
    return {name: given[name] for name in UNITS if name in given}


def _changes_units(table: Any, throughput: dict[str, int]) -> None:
    current = {name: table.throughput.get(name, 0) for name in UNITS}
    if throughput == current:
        figures = " ".join(
            f"Current {name} provisioned for the table: {current[name]}. "
            f"Requested {name}: {throughput[name]}."
            for name in UNITS
        )
        raise ValidationError(
            "The provisioned throughput for the table will not change. The requested value equals "
            f"the current value. {figures} Refer to the Amazon DynamoDB Developer Guide for current"
            " limits and how to request higher limits."
        )


def _check_indexes(table: Any, updates: list[Body]) -> None:
    names = {index.name for index in table.global_indexes}
    if sum("Create" in each or "Delete" in each for each in updates) > 1:
        raise LimitError(
            "Subscriber limit exceeded: Only 1 online index can be created or deleted "
            "simultaneously per table"
        )
    for each in updates:
        ((verb, index),) = each.items()
        if verb == "Create" and index["IndexName"] in names:
            raise ValidationError("Attempting to create an index which already exists")
        if verb != "Create" and index["IndexName"] not in names:
            raise NotFoundError


def _change(table: Any, body: Body) -> None:
    if body.get("BillingMode") == ON_DEMAND and table.billing_mode != ON_DEMAND:
        for each in (table, *table.global_indexes):
            each.throughput = {**each.throughput, **dict.fromkeys(UNITS, 0)}
        vars(table)["on_demand_since"] = time.time()
    if "ProvisionedThroughput" in body:
        table.throughput = {**table.throughput, **_units(body)}
        body["ProvisionedThroughput"] = table.throughput
    if "AttributeDefinitions" in body:
        given = {
            each["AttributeName"]: each for each in (*table.attr, *body["AttributeDefinitions"])
        }
        body["AttributeDefinitions"] = _used(table, body, given)
    encryption = body.get("SSESpecification")
    if encryption is not None:
        _encrypt(table, encryption)
    _settings(table, body)


def _used(table: Any, body: Body, given: dict[str, Body]) -> list[Body]:
    """The definitions of all keys, those of a new index included."""
    schemas = [table.schema, *(index.schema for index in (*table.indexes, *table.global_indexes))]
    for each in body.get("GlobalSecondaryIndexUpdates") or []:
        schemas += [each["Create"]["KeySchema"]] if "Create" in each else []
    names = {key["AttributeName"] for schema in schemas for key in schema}
    return [each for name, each in given.items() if name in names]


def _encrypt(table: Any, encryption: Body) -> None:
    table.sse_specification = dict(encryption)
    if encryption.get("Enabled") and "KMSMasterKeyId" not in encryption:
        key = table._get_default_encryption_key(table.account_id, table.region_name)  # noqa: SLF001
        table.sse_specification["KMSMasterKeyId"] = key


def _settings(table: Any, body: Body) -> None:
    stored = vars(table).setdefault("settings", {})
    stored.update({name: body[name] for name in SETTINGS if name in body})
