"""Canary settings of a stage (API reference, CanarySettings), and their promotion."""

from collections.abc import Mapping
from typing import Any

from embedded_aws.gateway.control_plane.protocol.calls import Json
from embedded_aws.gateway.control_plane.protocol.errors import BadRequestError
from embedded_aws.gateway.control_plane.protocol.patches import Change, as_number
from embedded_aws.gateway.control_plane.stages.variables import check_variables

SETTINGS = "canarySettings"
OVERRIDES = "stageVariableOverrides"
COPIES = {
    ("/canarySettings/deploymentId", "/deploymentId"),
    ("/canarySettings/stageVariableOverrides", "/variables"),
}
COPY_FAULT = (
    "Invalid copy operation with path: {} and from {}. Valid copy:path are [/deploymentId, "
    "/variables] and valid copy:from are [/canarySettings/deploymentId, "
    "/canarySettings/stageVariableOverrides]"
)


def composed(given: Json, deployments: Mapping[str, Any]) -> Json:
    """A canary's settings with API Gateway's defaults."""
    overrides = given.get(OVERRIDES)
    check_variables(overrides or {})
    if given.get("deploymentId") not in deployments:
        raise BadRequestError("Deployment id does not exist")
    return {
        "percentTraffic": _percent(given.get("percentTraffic") or 0.0),
        "deploymentId": given["deploymentId"],
        **({OVERRIDES: overrides} if overrides else {}),
        "useStageCache": bool(given.get("useStageCache")),
    }


def _percent(value: Any) -> float:
    percent: float = as_number(value, float, "Invalid canary percent traffic specified")
    if not 0 <= percent <= 100:  # noqa: PLR2004 - per cent
        raise BadRequestError("Canary percent traffic must be between 0.0 and 100.0")
    return percent


def patched(change: Change, deployments: Mapping[str, Any]) -> None:
    """Replace one setting; the first one makes the canary, of the stage's own deployment."""
    default = {"deploymentId": change.target["deploymentId"]}
    canary = dict(change.target.get(SETTINGS) or default)
    name, _, key = change.path.removeprefix(f"/{SETTINGS}/").partition("/")
    if name == OVERRIDES and key:
        canary[OVERRIDES] = {**canary.get(OVERRIDES, {}), key: change.value}
    elif name == "useStageCache":
        canary[name] = str(change.value).lower() == "true"
    else:
        canary[name] = change.value
    change.target[SETTINGS] = composed(canary, deployments)


def without_override(target: Json, name: str) -> bool:
    """Remove a variable's override; whether there was one."""
    overrides = (target.get(SETTINGS) or {}).get(OVERRIDES) or {}
    if name not in overrides:
        return False
    del overrides[name]
    if not overrides:
        del target[SETTINGS][OVERRIDES]
    return True


def promoted(target: Json, path: str, source: str) -> None:
    """Copy the canary's deployment or variables to the stage."""
    if (source, path) not in COPIES:
        raise BadRequestError(COPY_FAULT.format(path, source))
    canary = target.get(SETTINGS)
    if not canary:
        raise BadRequestError("Promotion not available. Canary does not exist.")
    if path == "/deploymentId":
        target["deploymentId"] = canary["deploymentId"]
    elif canary.get(OVERRIDES):
        target["variables"] = {**(target.get("variables") or {}), **canary[OVERRIDES]}


def handles(path: str) -> bool:
    """Whether the path is one that a canary has."""
    begin, _, below = path.lstrip("/").partition("/")
    name, _, key = below.partition("/")
    if begin != SETTINGS:
        return False
    plain = name in {"percentTraffic", "deploymentId", "useStageCache"} and not key
    return plain or (name == OVERRIDES and bool(key))
