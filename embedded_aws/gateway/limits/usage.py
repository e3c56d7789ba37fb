"""Usage plans and keys in API Gateway's store, with the requests used."""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from moto.apigateway.models import apigateway_backends

from embedded_aws.gateway.deployed.stored import Json, Store, store_of
from embedded_aws.gateway.limits.buckets import UNLIMITED, Allowance, Limit, Quota, day_of
from embedded_aws.state.regions import used


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

    def __init__(self, account_id: str, clock: Callable[[], float] = time.time) -> None:
        self._account_id = account_id
        self._clock = clock

    def key(self, value: str, api_id: str, stage: str) -> Key | None:
        """The key with this value in the API's region; None without one."""
        for store in self._stores():
            if api_id not in store.apis:
                continue
            for key in list(store.keys.values()):
                if key["value"] == value:
                    plan = _plan_of(store, key["id"], api_id, stage)
                    return Key(key["id"], value, key["enabled"], plan)
        return None

    def allowance(self, key: Key) -> Allowance:
        """The key's quota and used requests; counts in it are stored."""
        plan_id = key.plan.id if key.plan else ""
        store = next((each for each in self._stores() if key.id in each.keys), None)
        days = store.used.setdefault(plan_id, {}).setdefault(key.id, {}) if store else {}
        return Allowance(key.plan.quota if key.plan else None, days)

    def standing(self, value: str) -> Json | None:
        """The plan of the key with this value, and what is left of its quota; None without one."""
        for store in self._stores():
            for key in list(store.keys.values()):
                if key["value"] == value:
                    return _standing(store, key["id"], day_of(self._clock()))
        return None

    def _stores(self) -> Iterable[Store]:
        backends: Iterable[Any] = used(apigateway_backends, self._account_id).values()
        return map(store_of, backends)


def _plan_of(store: Store, key_id: str, api_id: str, stage: str) -> Plan | None:
    for plan in list(store.usage_plans.values()):
        if key_id not in store.usage_plan_keys.get(plan["id"], {}):
            continue
        for place in plan["apiStages"]:
            if (place["apiId"], place["stage"]) == (api_id, stage):
                return _plan(plan, place)
    return None


def _standing(store: Store, key_id: str, day: date) -> Json | None:
    for plan in list(store.usage_plans.values()):
        if key_id not in store.usage_plan_keys.get(plan["id"], {}):
            continue
        limit, quota = limit_of(plan.get("throttle") or {}), quota_of(plan.get("quota") or {})
        used = store.used.get(plan["id"], {}).get(key_id, {})
        return {
            "name": plan.get("name"),
            "rate": limit.rate if limit.limits else None,
            "burst": limit.burst if limit.limits else None,
            "quota": quota.limit if quota else None,
            "period": quota.period if quota else None,
            "left": quota.left(used, day) if quota else None,
        }
    return None


def _plan(plan: Json, place: Json) -> Plan:
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
