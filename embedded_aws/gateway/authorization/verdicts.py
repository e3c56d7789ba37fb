"""The results of Lambda authorizers (developer guide, "Output from a Lambda authorizer")."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from embedded_aws.gateway.exchange import Exchange, Refusal


@dataclass(frozen=True)
class Verdict:
    """An authorizer's cached result, valid for every method until it expires."""

    principal_id: str
    policy: object
    context: Mapping[str, Any]
    usage_key: str | None
    expires: float


def misconfigured(exchange: Exchange, why: str) -> Refusal:
    """The refusal of an authorizer that cannot work as deployed; the logs have the reason."""
    prefix = "" if why.startswith(("Execution", "Lambda")) else "Execution failed due to "
    exchange.log.fail(f"{prefix}configuration error: {why}" if prefix else why)
    return Refusal("AUTHORIZER_CONFIGURATION_ERROR", None)


def verdict_of(exchange: Exchange, answer: object, ttl_seconds: int) -> Verdict:
    """The authorizer's validated output; an invalid one is a configuration error."""
    if not isinstance(answer, dict) or not isinstance(answer.get("principalId"), str):
        raise misconfigured(exchange, "Authorizer response has no principalId")
    context = answer.get("context") or {}
    if not isinstance(context, dict) or any(
        isinstance(value, dict | list) for value in context.values()
    ):
        raise misconfigured(exchange, "Authorizer response context has values that are no scalars")
    return Verdict(
        answer["principalId"],
        answer.get("policyDocument"),
        {name: _stringified(value) for name, value in context.items() if value is not None},
        answer.get("usageIdentifierKey"),
        time.monotonic() + ttl_seconds,
    )


def _stringified(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
