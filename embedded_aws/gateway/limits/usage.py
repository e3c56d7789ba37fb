"""Usage plans and keys in API Gateway's store, with the requests used."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from moto.apigateway.models import apigateway_backends

from embedded_aws.gateway.deployed.stored import store_of
from embedded_aws.gateway.limits.buckets import UNLIMITED, Allowance, Limit, Quota


@dataclass(frozen=True)
class Plan:
    """A usage plan for one stage of one API."""

    id: str
    limit: Limit
    methods: Mapping[str, Limit]
    quota: Quota | None


@dataclass(frozen=True)
class Key:
    """An API key, and its plan for a stage, if any."""

    id: str
    value: str
    enabled: bool
    plan: Plan | None


class MotoUsage:
    """Looks keys and plans up in moto: a disabled key is refused at once."""

    def __init__(self, account_id: str, region: str) -> None:
        self._backend: Any = apigateway_backends[account_id][region]

    def key(self, value: str, api_id: str, stage: str) -> Key | None:
        """The key with this value; None without one."""
        for key in list(store_of(self._backend).keys.values()):
            if key["value"] == value:
                number, enabled = key["id"], key["enabled"]
                return Key(number, value, enabled, self._plan(number, api_id, stage))
        return None

    def allowance(self, key: Key) -> Allowance:
        """The key's quota and used requests; counts in it are stored."""
        plan_id = key.plan.id if key.plan else ""
        days = store_of(self._backend).used.setdefault(plan_id, {}).setdefault(key.id, {})
        return Allowance(key.plan.quota if key.plan else None, days)

    def _plan(self, key_id: str, api_id: str, stage: str) -> Plan | None:
        store = store_of(self._backend)
        for plan in list(store.usage_plans.values()):
            if key_id not in store.usage_plan_keys.get(plan["id"], {}):
                continue
            for place in plan["apiStages"]:
                if (place.get("apiId"), place.get("stage")) == (api_id, stage):
                    return _plan(plan, place)
        return None


def _plan(plan: Mapping[str, Any], place: Mapping[str, Any]) -> Plan:
    return Plan(
        id=plan["id"],
        limit=limit_of(plan.get("throttle") or {}),
        methods={
            name: limit_of(throttle) for name, throttle in (place.get("throttle") or {}).items()
        },
        quota=quota_of(plan.get("quota") or {}),
    )


def limit_of(raw: Mapping[str, Any]) -> Limit:
    """A usage plan's throttle settings; a missing one does not limit."""
    rate, burst = raw.get("rateLimit"), raw.get("burstLimit")
    return Limit(
        UNLIMITED if rate is None else float(rate), UNLIMITED if burst is None else int(burst)
    )


def quota_of(raw: Mapping[str, Any]) -> Quota | None:
    """A usage plan's quota settings; None without a limit."""
    if not raw.get("limit"):
        return None
    return Quota(int(raw["limit"]), raw["period"], int(raw.get("offset") or 0))
