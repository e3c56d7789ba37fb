"""Usage plans and keys as moto's API Gateway holds them, and what was used of them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from moto.apigateway.exceptions import BadRequestException
from moto.apigateway.models import APIGatewayBackend, apigateway_backends
from moto.apigateway.responses import APIGatewayResponse
from moto.apigateway.urls import url_paths

from embedded_aws.gateway.limits import UNLIMITED, Allowance, Limit, Quota

type Used = dict[str, dict[str, dict[str, int]]]
"""plan id → key id → ISO date → requests."""


@dataclass(frozen=True)
class Plan:
    """A usage plan for one stage of one API."""

    id: str
    limit: Limit
    methods: Mapping[str, Limit]
    quota: Quota | None


@dataclass(frozen=True)
class Key:
    """An API key and the plan that it has for a stage, if any."""

    id: str
    value: str
    enabled: bool
    plan: Plan | None


class MotoUsage:
    """Finds keys and plans as they are now: a disabled key is refused at once."""

    def __init__(self, account_id: str, region: str) -> None:
        self._backend: Any = apigateway_backends[account_id][region]

    def key(self, value: str, api_id: str, stage: str) -> Key | None:
        """The key with this value; None when there is none."""
        for key in list(self._backend.keys.values()):
            if key.value == value:
                return Key(key.id, value, bool(key.enabled), self._plan(key.id, api_id, stage))
        return None

    def allowance(self, key: Key) -> Allowance:
        """The key's quota and what was used of it; counting a request in it is kept."""
        plan_id = key.plan.id if key.plan else ""
        days = used_of(self._backend).setdefault(plan_id, {}).setdefault(key.id, {})
        return Allowance(key.plan.quota if key.plan else None, days)

    def _plan(self, key_id: str, api_id: str, stage: str) -> Plan | None:
        for plan in list(self._backend.usage_plans.values()):
            if key_id not in self._backend.usage_plan_keys.get(plan.id, {}):
                continue
            for place in plan.api_stages:
                if (place.get("apiId"), place.get("stage")) == (api_id, stage):
                    return _plan(plan, place)
        return None


def _plan(plan: Any, place: Mapping[str, Any]) -> Plan:
    return Plan(
        id=plan.id,
        limit=limit_of(plan.throttle or {}),
        methods={name: limit_of(held) for name, held in (place.get("throttle") or {}).items()},
        quota=quota_of(plan.quota or {}),
    )


def limit_of(raw: Mapping[str, Any]) -> Limit:
    """A usage plan's throttle settings; what is not set does not limit."""
    rate, burst = raw.get("rateLimit"), raw.get("burstLimit")
    return Limit(
        UNLIMITED if rate is None else float(rate), UNLIMITED if burst is None else int(burst)
    )


def quota_of(raw: Mapping[str, Any]) -> Quota | None:
    """A usage plan's quota settings; None without a limit."""
    if not raw.get("limit"):
        return None
    return Quota(int(raw["limit"]), raw["period"], int(raw.get("offset") or 0))


def used_of(backend: Any) -> Used:
    """What was used, kept with moto's state so that it survives a restart."""
    used: Used = vars(backend).setdefault("used_of_plans", {})
    return used


def install() -> None:
    """Add GetUsage, which moto lacks (API Gateway API reference); a plan takes its counts along."""
    delete = APIGatewayBackend.delete_usage_plan

    def delete_usage_plan(self: Any, usage_plan_id: str) -> None:
        delete(self, usage_plan_id)
        for held in (used_of(self), self.usage_plan_keys):
            held.pop(usage_plan_id, None)

    APIGatewayBackend.delete_usage_plan = delete_usage_plan
    APIGatewayResponse.get_usage = _get_usage
    url_paths["{0}/usageplans/(?P<usage_plan_id>[^/]+)/usage/?$"] = APIGatewayResponse.dispatch


def _get_usage(self: Any) -> tuple[int, dict[str, str], str]:
    plan_id = self.path.split("/")[2]
    plan = self.backend.get_usage_plan(plan_id)
    only, quota = self._get_param("keyId"), quota_of(plan.quota or {})
    used = used_of(self.backend).get(plan_id, {})
    days = _days(self._get_param("startDate"), self._get_param("endDate"))
    values = {
        key_id: [_used_and_left(quota, used.get(key_id, {}), day) for day in days]
        for key_id in {**self.backend.usage_plan_keys.get(plan_id, {}), **used}
        if only in {None, key_id}
    }
    span = {"startDate": days[0].isoformat(), "endDate": days[-1].isoformat()}
    return 200, {}, json.dumps({"usagePlanId": plan_id, **span, "values": values})


def _days(begin: str | None, end: str | None) -> list[date]:
    try:
        first, last = date.fromisoformat(begin or ""), date.fromisoformat(end or "")
    except ValueError:
        raise BadRequestException("startDate and endDate are dates: YYYY-MM-DD") from None
    if last < first:
        raise BadRequestException("startDate is after endDate")
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _used_and_left(quota: Quota | None, used_by_day: Mapping[str, int], day: date) -> list[int]:
    """One day of the log: what was used on it, and what the period had left after it."""
    left = quota.left(used_by_day, day) if quota else 0
    return [used_by_day.get(day.isoformat(), 0), left]
