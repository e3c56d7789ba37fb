"""Patch operations of a usage plan (API reference, UpdateUsagePlan)."""

from collections.abc import Callable
from typing import Any

from embedded_aws.gateway.control_plane.protocol.calls import Json
from embedded_aws.gateway.control_plane.protocol.errors import BadRequestError, NotFoundError
from embedded_aws.gateway.control_plane.protocol.patch_paths import (
    text,
)
from embedded_aws.gateway.control_plane.protocol.patches import (
    EACH,
    MEMBERS,
    Change,
    Patches,
    Path,
    as_number,
)

THROTTLE = "/apiStages/{stage}/throttle"


def _stage_of(change: Change, place: str) -> Json:
    api, _, stage = place.partition(":")
    if not api or not stage:
        raise BadRequestError("Invalid API Stage specified")
    for each in change.target["apiStages"]:
        if (each.get("apiId"), each.get("stage")) == (api, stage):
            known: Json = each
            return known
    raise NotFoundError(
        f"Invalid API Stage {{api: {api}, stage: {stage}}} specified for usageplan "
        f"{change.target['id']}"
    )


def _stages(change: Change) -> None:
    """Add a stage that the caller has checked, or remove one."""
    stages, place = change.target["apiStages"], change.value or ""
    if change.op == "remove":
        stages.remove(_stage_of(change, place))
        return
    api, _, stage = place.partition(":")
    if all((each["apiId"], each["stage"]) != (api, stage) for each in stages):
        stages.append({"apiId": api, "stage": stage})


def _method(limit: str | None, kind: Callable[[str], Any] = float) -> Callable[[Change], None]:
    """Set, change or remove one limit of a method, or its whole throttle."""

    def apply(change: Change) -> None:
        throttles = _stage_of(change, change.names["stage"]).setdefault("throttle", {})
        name = "/" + change.names["method"].lstrip("/")
        if change.op == "remove":
            throttles.pop(name, None)
        elif limit:
            throttles.setdefault(name, {})[limit] = _number(change, kind)

    return apply


def _all_methods(change: Change) -> None:
    """Remove the throttles of all of a stage's methods."""
    _stage_of(change, change.names["stage"]).pop("throttle", None)


def _number(change: Change, kind: Callable[[str], Any]) -> Any:
    number = int if kind is int else float
    return as_number(change.value or "", number, f"Invalid value specified for {change.path}")


def _inside(group: str, name: str, kind: Callable[[str], Any]) -> Path:
    def apply(change: Change) -> None:
        settings = change.target.setdefault(group, {})
        if change.op == "remove":
            settings.pop(name, None)
        else:
            settings[name] = change.value if kind is str else _number(change, kind)

    return Path(f"/{group}/{name}", EACH, apply)


def _without(group: str) -> Path:
    def apply(change: Change) -> None:
        change.target.pop(group, None)

    return Path(f"/{group}", ("remove",), apply)


PATCHES = Patches(
    (
        text("name"),
        text("description"),
        text("productCode", ops=EACH),
        _inside("quota", "limit", int),
        _inside("quota", "offset", int),
        _inside("quota", "period", str),
        _without("quota"),
        _inside("throttle", "burstLimit", int),
        _inside("throttle", "rateLimit", float),
        _without("throttle"),
        Path("/apiStages", MEMBERS, _stages),
        Path(f"{THROTTLE}/{{method+}}/rateLimit", EACH, _method("rateLimit")),
        Path(f"{THROTTLE}/{{method+}}/burstLimit", EACH, _method("burstLimit", int)),
        Path(f"{THROTTLE}/{{method+}}", ("remove",), _method(None)),
        Path(THROTTLE, ("remove",), _all_methods),
    )
)
