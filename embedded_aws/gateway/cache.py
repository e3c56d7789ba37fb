"""The stage's cache, which answers in place of the integration.

Source: API Gateway developer guide, "Cache settings for REST APIs in API Gateway".
"""

import re
import time
from collections.abc import Awaitable, Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from cachetools import TLRUCache

from embedded_aws.gateway.answers.refusals import mapped
from embedded_aws.gateway.authorization.policies.circumstances import keys_of
from embedded_aws.gateway.authorization.policies.policy import (
    Decision,
    MalformedPolicyError,
    combined,
    decide,
)
from embedded_aws.gateway.deployed.model import Integration, Method
from embedded_aws.gateway.exchange import Answer, Exchange, Refusal

INVALIDATE = "execute-api:InvalidateCache"
DEFAULT_TTL_SECONDS = 300
LARGEST_ENTRY_BYTES = 1_048_576
CAPACITY_BYTES = 64 * 1024 * 1024
"""A stage's cache has 0.5 GB and more on AWS; on a laptop all stages share this."""
OVERHEAD_BYTES = 512
WARNING = ("Warning", '199 - "Cache-Control was ignored: not authorized to invalidate the cache"')
_FRESH = re.compile(r"(^|,)\s*max-age\s*=\s*0\s*(,|$)", re.IGNORECASE)

type Call = Callable[[Exchange], Awaitable[Answer]]


@dataclass(frozen=True)
class _Entry:
    """An answer and its expiry."""

    answer: Answer
    ttl_seconds: float


class Cache:
    """Stores integrations' answers of any status until their time to live ends.

    `cacheDataEncrypted` has no effect: the entries are in this process's memory alone.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._entries: TLRUCache[Hashable, _Entry] = TLRUCache(
            CAPACITY_BYTES, _expiry, clock, _size
        )

    async def answer(self, exchange: Exchange, call: Call) -> Answer:
        """The cached answer, else the integration's, which is cached if the method is."""
        method = exchange.method
        settings = _settings(exchange, method) if method else None
        if method is None or method.integration is None or settings is None:
            return await call(exchange)
        exchange.enter("cache")
        key = _key(exchange, method, method.integration)
        fresh, warnings = _wants_fresh(exchange, settings)
        entry = None if fresh else self._entries.get(key)
        exchange.facts.cache = "hit" if entry else "miss"
        if entry:
            return _copy(entry.answer, warnings)
        answer = await call(exchange)
        if len(answer.body) <= LARGEST_ENTRY_BYTES:
            self._entries[key] = _Entry(_copy(answer), _ttl(settings))
        return _copy(answer, warnings)


def _expiry(key: Hashable, entry: _Entry, now: float) -> float:
    del key
    return now + entry.ttl_seconds


def _size(entry: _Entry) -> int:
    return len(entry.answer.body) + OVERHEAD_BYTES


def _copy(answer: Answer, more: list[tuple[str, str]] | None = None) -> Answer:
    """The answer with its own list of headers, to which the gateway adds."""
    return replace(answer, headers=[*answer.headers, *(more or [])])


def _ttl(settings: Mapping[str, Any]) -> float:
    return float(settings.get("cacheTtlInSeconds", DEFAULT_TTL_SECONDS))


def _settings(exchange: Exchange, method: Method) -> Mapping[str, Any] | None:
    """The method's settings, else the stage's for GET alone; None without a cache."""
    stage = exchange.stage
    if not stage.cache_enabled:
        return None
    name = f"{method.resource_path.replace('/', '~1')}/{method.http_method}"
    own: Mapping[str, Any] | None = stage.settings.get(name)
    if own is None and exchange.incoming.method != "GET":
        return None
    chosen: Mapping[str, Any] = own if own is not None else stage.settings.get("*/*") or {}
    return chosen if chosen.get("cachingEnabled") and _ttl(chosen) > 0 else None


def _key(exchange: Exchange, method: Method, integration: Integration) -> Hashable:
    """The key of a cache entry: the namespace, the verb and the declared parameters."""
    stage = exchange.stage
    declared = integration.request_parameters
    values = tuple(
        mapped(exchange, declared.get(name, name)) for name in integration.cache_key_parameters
    )
    namespace = integration.cache_namespace or method.resource_id
    place = (stage.api.id, stage.name, stage.cache_version, stage.api.deployment_id)
    return (*place, namespace, exchange.incoming.method, values)


def _wants_fresh(
    exchange: Exchange, settings: Mapping[str, Any]
) -> tuple[bool, list[tuple[str, str]]]:
    """(whether to replace the entry, headers for a caller who may not ask for that)."""
    if not _FRESH.search(exchange.incoming.header("Cache-Control") or ""):
        return False, []
    if not settings.get("requireAuthorizationForCacheControl") or _may_invalidate(exchange):
        return True, []
    strategy = settings.get("unauthorizedCacheControlHeaderStrategy")
    if strategy == "FAIL_WITH_403":
        raise Refusal("ACCESS_DENIED", "User is not authorized to invalidate the cache")
    return False, [WARNING] if strategy == "SUCCEED_WITH_RESPONSE_HEADER" else []


def _may_invalidate(exchange: Exchange) -> bool:
    """Whether the caller's policies and their limits allow InvalidateCache on the method."""
    context, method = keys_of(exchange, None), exchange.method_arn()
    try:
        decisions = [
            combined(decide(each, INVALIDATE, method, context) for each in policies)
            for policies in exchange.policies
        ]
    except MalformedPolicyError:
        return False
    return set(decisions) == {Decision.ALLOWED}
