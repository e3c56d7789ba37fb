"""Usage plans and keys as moto's API Gateway holds them, and what was used of them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from moto.apigateway.models import APIGatewayBackend, apigateway_backends
from moto.apigateway.responses import APIGatewayResponse
from moto.apigateway.urls import url_paths

from tools.local.gateway.limits import UNLIMITED, Limit, Quota, day_of

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

    def left(self, key: Key, now: float) -> int | None:
        """What the key has left of its quota; None without one."""
        if key.plan is None or key.plan.quota is None:
            return None
        return key.plan.quota.left(self._days(key), day_of(now))

    def count(self, key: Key, now: float) -> None:
        """Count one request of the key."""
        days = self._days(key)
        day = day_of(now).isoformat()
        days[day] = days.get(day, 0) + 1

    def _days(self, key: Key) -> dict[str, int]:
        used = used_of(self._backend)
        plan_id = key.plan.id if key.plan else ""
        return used.setdefault(plan_id, {}).setdefault(key.id, {})

    def _plan(self, key_id: str, api_id: str, stage: str) -> Plan | None:
        for plan in list(self._backend.usage_plans.values()):
            if key_id not in self._backend.usage_plan_keys.get(plan.id, {}):
                continue
            for place in plan.api_stages:
                if (place.get("apiId"), place.get("stage")) == (api_id, stage):
                    return _plan(plan, place)
        return None


def _plan(plan: Any, place: Mapping[str, Any]) -> Plan:
    quota = plan.quota or {}
    return Plan(
        id=plan.id,
        limit=limit_of(plan.throttle or {}),
        methods={name: limit_of(held) for name, held in (place.get("throttle") or {}).items()},
        quota=Quota(int(quota["limit"]), quota["period"], int(quota.get("offset") or 0))
        if quota.get("limit")
        else None,
    )


def limit_of(raw: Mapping[str, Any]) -> Limit:
    """A usage plan's throttle settings; what is not set does not limit."""
    rate, burst = raw.get("rateLimit"), raw.get("burstLimit")
    return Limit(
        UNLIMITED if rate is None else float(rate), UNLIMITED if burst is None else int(burst)
    )


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
    begin, end = self._get_param("startDate"), self._get_param("endDate")
    plan = self.backend.get_usage_plan(plan_id)
    only = self._get_param("keyId")
    limit = int((plan.quota or {}).get("limit") or 0)
    items = {
        key_id: [
            [count, max(0, limit - count)]
            for day, count in sorted(days.items())
            if begin <= day <= end
        ]
        for key_id, days in used_of(self.backend).get(plan_id, {}).items()
        if only in {None, key_id}
    }
    body = {"usagePlanId": plan_id, "startDate": begin, "endDate": end, "values": items}
    return 200, {}, json.dumps(body)
