"""Tables of DynamoDB as a whole (API reference, CreateTable and DeleteTable).

The words are DynamoDB's own, as reports of Terraform's users have them.
"""

from typing import Any

from moto.dynamodb.models import dynamodb_backends

from embedded_aws.config import ACCOUNT_ID
from embedded_aws.endpoint.rules.rule import Given, rule

CODE = "ValidationException"
INVALID = "One or more parameter values were invalid: "


def _protection(given: Given) -> str | None:
    name = str(given.get("TableName", "")).rsplit("/", maxsplit=1)[-1]
    place: Any = dynamodb_backends[ACCOUNT_ID][given.region]
    table = place.tables.get(name)
    if table is None or not table.deletion_protection_enabled:
        return None
    return (
        "Resource cannot be deleted as it is currently protected against deletion. Disable "
        "deletion protection first."
    )


def _throughput(given: Given) -> str | None:
    if given.get("BillingMode") != "PAY_PER_REQUEST" or not given.get("ProvisionedThroughput"):
        return None
    return (
        f"{INVALID}Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when "
        "BillingMode is PAY_PER_REQUEST"
    )


def _stream(given: Given) -> str | None:
    stream = given.get("StreamSpecification") or {}
    if not stream.get("StreamEnabled") or stream.get("StreamViewType"):
        return None
    return f"{INVALID}StreamViewType is required when StreamEnabled is true"


RULES = (
    rule("DeleteTable", CODE, _protection),
    rule("CreateTable", CODE, _throughput),
    rule("CreateTable UpdateTable", CODE, _stream),
)
