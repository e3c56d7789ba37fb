"""The account's settings (API reference, Account)."""

from typing import Any

from embedded_aws.gateway.authorization.assumed_roles import MotoRoles
from embedded_aws.gateway.control_plane.protocol.calls import Call, Json, served
from embedded_aws.gateway.control_plane.protocol.errors import BadRequestError
from embedded_aws.gateway.control_plane.protocol.patches import (
    MEMBERS,
    REPLACE,
    Change,
    Patches,
    Path,
)

DEFAULTS: dict[str, Any] = {
    "throttleSettings": {"burstLimit": 5000, "rateLimit": 10000.0},
    "features": ["UsagePlans"],
    "apiKeyVersion": "4",
}
ROLE = (
    "The role ARN does not have required permissions configured. Please grant trust permission "
    "for API Gateway and add the required role policy."
)


WRITING = ("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents")


@served("GetAccount")
def get_account(call: Call) -> Json:
    """The settings of this region."""
    return {**DEFAULTS, **call.store.account}


@served("UpdateAccount")
def update_account(call: Call) -> Json:
    """Set the role that writes logs; API Gateway must be able to assume it and to write with it."""
    begun = {**DEFAULTS, "features": list(DEFAULTS["features"]), **call.store.account}
    changed = PATCHES.applied(begun, call.get("patchOperations"))
    role = changed.get("cloudwatchRoleArn")
    if role and role != begun.get("cloudwatchRoleArn") and not _writes_logs(call, role):
        raise BadRequestError(ROLE)
    call.store.account = changed
    return changed


def _writes_logs(call: Call, role: str) -> bool:
    """Whether API Gateway may assume the role, and the role may write execution logs."""
    roles, group = MotoRoles(), "API-Gateway-Execution-Logs_api/stage"
    stream = f"arn:aws:logs:{call.region}:{call.account_id}:log-group:{group}:log-stream:stream"
    return roles.assumable(role) and all(roles.allows(role, each, stream) for each in WRITING)


def _role(change: Change) -> None:
    change.target.pop("cloudwatchRoleArn", None)
    if change.text is None:
        return
    if not (change.text.startswith("arn:") and ":role/" in change.text):
        raise BadRequestError(ROLE)
    change.target["cloudwatchRoleArn"] = change.text


def _features(change: Change) -> None:
    if change.op == "remove" and change.value == "UsagePlans":
        raise BadRequestError("Usage Plans cannot be disabled once enabled")
    others = [each for each in change.target["features"] if each != change.value]
    change.target["features"] = others + [change.value] * (change.op == "add")


PATCHES = Patches(
    (
        Path("/cloudwatchRoleArn", (*REPLACE, "remove"), _role),
        Path("/features", MEMBERS, _features),
    )
)
