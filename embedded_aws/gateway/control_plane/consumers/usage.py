"""Used requests of a plan's keys (API reference, GetUsage and UpdateUsage)."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from embedded_aws.gateway.control_plane.consumers.usage_plans import plan_of
from embedded_aws.gateway.control_plane.protocol.calls import Call, Json, served
from embedded_aws.gateway.control_plane.protocol.errors import BadRequestError, NotFoundError
from embedded_aws.gateway.control_plane.protocol.identifiers import now
from embedded_aws.gateway.control_plane.protocol.paging import page
from embedded_aws.gateway.control_plane.protocol.patches import as_number
from embedded_aws.gateway.limits.buckets import Quota
from embedded_aws.gateway.limits.usage import quota_of


@served("GetUsage")
def get_usage(call: Call) -> Json:
    """Requests used and left, day by day, of one key or all of them."""
    plan = plan_of(call)
    days = _days(call["startDate"], call["endDate"])
    only, used = call.get("keyId"), call.store.used.get(plan["id"], {})
    keys = {**call.store.usage_plan_keys.get(plan["id"], {}), **used}
    part = page(call, [key for key in keys if only in {None, key}])
    return {**_answer(plan, days, used, part.pop("items")), **part}


def _answer(
    plan: Json, days: list[date], used: Mapping[str, Mapping[str, int]], keys: list[str]
) -> Json:
    quota = quota_of(plan.get("quota") or {})
    return {
        "usagePlanId": plan["id"],
        "startDate": days[0].isoformat(),
        "endDate": days[-1].isoformat(),
        "items": {
            key: [_used_and_left(quota, used.get(key, {}), day) for day in days] for key in keys
        },
    }


def _days(begin: str, end: str) -> list[date]:
    try:
        first, last = date.fromisoformat(begin), date.fromisoformat(end)
    except ValueError:
        raise BadRequestError("startDate and endDate are dates: YYYY-MM-DD") from None
    if last < first:
        raise BadRequestError("startDate is after endDate")
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _used_and_left(quota: Quota | None, used_by_day: Mapping[str, int], day: date) -> list[int]:
    """One day: the requests used, and those left in the period afterwards."""
    left = quota.left(used_by_day, day) if quota else 0
    return [used_by_day.get(day.isoformat(), 0), left]


@served("UpdateUsage")
def update_usage(call: Call) -> Json:
    """Set what is left of a key's quota in the present period."""
    plan, key = plan_of(call), call["keyId"]
    if key not in call.store.usage_plan_keys.get(plan["id"], {}):
        raise NotFoundError("Invalid Usage Plan Key identifier specified")
    quota = quota_of(plan.get("quota") or {})
    if quota is None:
        raise BadRequestError("Usage Plan has no quota")
    today = datetime.fromtimestamp(now(), UTC).date()
    days = call.store.used.setdefault(plan["id"], {}).setdefault(key, {})
    for each in call.get("patchOperations") or ():
        if (each.get("op"), each.get("path")) != ("replace", "/remaining"):
            raise BadRequestError(
                f"Invalid patch path  '{each.get('path')}' specified for op '{each.get('op')}'. "
                "Must be one of: [/remaining]"
            )
        left = as_number(each.get("value") or "", int, "Invalid remaining quota specified")
        spent = quota.left(days, today) - left
        days[today.isoformat()] = days.get(today.isoformat(), 0) + spent
    return _answer(plan, [today], {key: days}, [key])
