"""Throttling as deployed: keys, usage plans, quotas, method and account limits.

A request passes when all of these have room: the consumer's limit for the method, the consumer's
plan, the stage's setting for the method, the account. Only requests that pass are counted.
"""

import time
from collections.abc import Callable, Hashable, Mapping
from typing import Any, Protocol

from embedded_aws.gateway.deployed.model import Method
from embedded_aws.gateway.exchange import Exchange, Refusal
from embedded_aws.gateway.facts import Level
from embedded_aws.gateway.limits.buckets import (
    UNLIMITED,
    Admission,
    Allowance,
    Limit,
    Verdict,
    day_of,
)
from embedded_aws.gateway.limits.usage import Key

ACCOUNT_LIMIT = Limit(10_000, 5_000)
"""The rate and burst of an account in a region (API Gateway quotas)."""


class Usage(Protocol):
    """Keys, their plans, and the requests used."""

    def key(self, value: str, api_id: str, stage: str) -> Key | None:
        """The key with this value; None without one."""

    def allowance(self, key: Key) -> Allowance:
        """The key's quota and used requests; counts in it are stored."""


REFUSALS = {
    Verdict.OVER_QUOTA: ("QUOTA_EXCEEDED", "Limit Exceeded"),
    Verdict.THROTTLED: ("THROTTLED", "Too Many Requests"),
}


class Throttling:
    """Admits or refuses requests."""

    def __init__(self, usage: Usage, clock: Callable[[], float] = time.time) -> None:
        self._usage = usage
        self._clock = clock
        self._admission = Admission()

    def admit(self, exchange: Exchange) -> None:
        """Count an admitted request, or raise INVALID_API_KEY, THROTTLED or QUOTA_EXCEEDED."""
        method = exchange.method
        if method is None:
            return
        key = self._key(exchange, method)
        allowance = self._usage.allowance(key) if key else None
        limits = _limits(exchange, method, key)
        now = self._clock()
        verdict = self._admission.decide(limits, allowance, now)
        if exchange.stages is not None:
            self._note(exchange, limits, allowance, now)
        if verdict in REFUSALS:
            raise Refusal(*REFUSALS[verdict])

    def _note(
        self,
        exchange: Exchange,
        limits: Mapping[Hashable, Limit],
        allowance: Allowance | None,
        now: float,
    ) -> None:
        """Note the buckets and the quota as they are after the request, for a watcher."""
        facts = exchange.facts
        facts.levels = tuple(
            Level(key if isinstance(key, tuple) else (str(key),), tokens, limit.rate, limit.burst)
            for key, limit, tokens in self._admission.levels(limits)
        )
        if allowance and allowance.quota:
            facts.quota_left = allowance.quota.left(allowance.used_by_day, day_of(now))

    def _key(self, exchange: Exchange, method: Method) -> Key | None:
        """The consumer's key, if the method requires one."""
        if not method.api_key_required:
            return None
        api = exchange.stage.api
        by_authorizer = api.api_key_source == "AUTHORIZER"
        value = exchange.usage_key if by_authorizer else exchange.incoming.header("X-Api-Key")
        key = self._usage.key(value, api.id, exchange.stage.name) if value else None
        if key is None or not key.enabled or key.plan is None:
            raise Refusal("INVALID_API_KEY", "Forbidden")
        identity = exchange.facts.identity
        identity.api_key, identity.api_key_id = key.value, key.id
        return key


def _limits(exchange: Exchange, method: Method, key: Key | None) -> dict[Hashable, Limit]:
    """Every bucket of the request."""
    stage, verb = exchange.stage, method.http_method
    place = (stage.api.id, stage.name, method.resource_path, verb)
    limits: dict[Hashable, Limit] = {
        "account": ACCOUNT_LIMIT,
        ("method", *place): _method_limit(stage.settings, method),
    }
    if key and key.plan:
        limits["plan", key.plan.id, key.id] = key.plan.limit
        own = key.plan.methods.get(f"{method.resource_path}/{verb}")
        if own:
            limits["plan method", key.plan.id, key.id, *place] = own
    return limits


def _method_limit(settings: Mapping[str, Any], method: Method) -> Limit:
    """The stage's setting for the method, else its default, else no limit."""
    path = method.resource_path.replace("/", "~1")
    verb = method.http_method
    for name in (f"{path}/{verb}", "*/*"):
        if name in settings:
            setting = settings[name]
            return Limit(
                float(setting.get("throttlingRateLimit", UNLIMITED)),
                int(setting.get("throttlingBurstLimit", UNLIMITED)),
            )
    return Limit(UNLIMITED, UNLIMITED)
