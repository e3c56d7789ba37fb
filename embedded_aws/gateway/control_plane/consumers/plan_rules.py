"""The rules of a usage plan's settings (API reference, CreateUsagePlan)."""

from embedded_aws.gateway.control_plane.protocol.calls import Json
from embedded_aws.gateway.control_plane.protocol.errors import BadRequestError, NotFoundError
from embedded_aws.gateway.deployed.stored import Store

LAST_OFFSET = {
    "DAY": (0, "zero"),
    "WEEK": (6, "between zero and six inclusive"),
    "MONTH": (27, "between zero and 27, inclusive"),
}


def check_stage(store: Store, api_id: str, stage: str) -> None:
    """Refuse a stage that does not exist."""
    if not api_id or not stage:
        raise BadRequestError("Invalid API Stage specified")
    api = store.apis.get(api_id)
    if api is None or stage not in api.stages:
        raise NotFoundError(f"API Stage not found: {api_id}:{stage}")


def check(plan: Json) -> None:
    """Refuse what API Gateway refuses; the quota gets its default offset."""
    if not plan["name"].strip():
        raise BadRequestError("Usage Plan name cannot be blank")
    _check_throttle(plan.get("throttle"))
    for stage in plan["apiStages"]:
        for throttle in (stage.get("throttle") or {}).values():
            _check_throttle(throttle)
    quota = plan.get("quota")
    if quota is not None:
        quota.setdefault("offset", 0)
        _check_quota(quota)


def _check_throttle(throttle: Json | None) -> None:
    for name in ("rateLimit", "burstLimit"):
        if (throttle or {}).get(name, 0) < 0:
            raise BadRequestError("Usage Plan throttle limits must not be negative")


def _check_quota(quota: Json) -> None:
    if not quota.get("limit") or quota["limit"] < 0 or not quota.get("period"):
        raise BadRequestError("Usage Plan quota must have a limit and a period")
    if quota["period"] not in LAST_OFFSET:
        raise BadRequestError("Invalid quota period specified. Valid options are DAY,WEEK,MONTH")
    last, words = LAST_OFFSET[quota["period"]]
    if not 0 <= quota["offset"] <= last:
        raise BadRequestError(
            f"Usage Plan quota offset must be {words} in the {quota['period']} period"
        )
