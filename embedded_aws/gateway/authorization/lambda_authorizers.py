"""Lambda authorizers: a function that authorizes callers, with cached results."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from embedded_aws.functions import FullMachineError
from embedded_aws.gateway.answers.refusals import access_denied, request_parameter, unauthorized
from embedded_aws.gateway.authorization.caller_refusals import ACTION
from embedded_aws.gateway.authorization.circumstances import keys_of
from embedded_aws.gateway.authorization.phases import phase
from embedded_aws.gateway.authorization.policy import (
    Decision,
    MalformedPolicyError,
    combined,
    decide,
)
from embedded_aws.gateway.authorization.resource_policies import decision_on
from embedded_aws.gateway.deployed.model import Authorizer
from embedded_aws.gateway.exchange import Exchange, Refusal
from embedded_aws.gateway.integrations import Invocations
from embedded_aws.gateway.integrations.invocations import NOT_RUN, NotPermittedError
from embedded_aws.gateway.integrations.proxy_event import proxy_event

CACHE_ENTRIES = 10_000
LARGEST_ANSWER_BYTES = 8 * 1024
"""What an authorizer may answer (API Gateway quotas, "Lambda authorizer result size")."""


@dataclass(frozen=True)
class Verdict:
    """An authorizer's cached result, valid for every method until it expires."""

    principal_id: str
    policy: object
    context: Mapping[str, Any]
    usage_key: str | None
    expires: float


class LambdaAuthorizers:
    """Invokes TOKEN and REQUEST authorizers and caches their results."""

    def __init__(self, invocations: Invocations) -> None:
        self._invocations = invocations
        self._verdicts: dict[tuple[object, ...], Verdict] = {}

    async def authorize(self, exchange: Exchange, authorizer: Authorizer) -> None:
        """Store the caller's context, or raise the refusal."""
        log, number = exchange.log, exchange.request_id
        log.note("Starting authorizer: %s for request: %s", authorizer.id, number)
        identity = _identity(exchange, authorizer)
        verdict = await self._verdict(exchange, authorizer, identity)
        with phase(exchange, "authorize"):
            decision = _decision(exchange, verdict)
            exchange.authorizer = {**verdict.context, "principalId": verdict.principal_id}
            exchange.usage_key = verdict.usage_key
            exchange.policies = ((verdict.policy,),)
            exchange.facts.authorizer.status = 200 if decision is Decision.ALLOWED else 403
            if decision is not Decision.ALLOWED:
                log.note("The client is not authorized to perform this operation.")
                raise access_denied(explicitly=decision is Decision.DENIED)
        log.note("Using valid authorizer policy for principal: %s", _masked(verdict.principal_id))
        log.note("Successfully completed authorizer execution")

    async def asked(self, exchange: Exchange, authorizer: Authorizer) -> Verdict:
        """The function's own verdict, of no cache."""
        return await self._ask(exchange, authorizer, _identity(exchange, authorizer))

    async def _verdict(
        self, exchange: Exchange, authorizer: Authorizer, identity: tuple[str, ...]
    ) -> Verdict:
        key = (*exchange.stage.authorizer_cache, authorizer.id, authorizer.function_arn, identity)
        known = self._verdicts.get(key)
        if known and known.expires > time.monotonic():
            return known
        verdict = await self._ask(exchange, authorizer, identity)
        if authorizer.ttl_seconds:
            if len(self._verdicts) >= CACHE_ENTRIES:
                self._forget()
            self._verdicts[key] = verdict
        return verdict

    def _forget(self) -> None:
        now = time.monotonic()
        current = {key: each for key, each in self._verdicts.items() if each.expires > now}
        self._verdicts = current if len(current) < CACHE_ENTRIES else {}

    async def _ask(
        self, exchange: Exchange, authorizer: Authorizer, identity: tuple[str, ...]
    ) -> Verdict:
        source = (
            f"arn:aws:execute-api:{exchange.stage.api.region}:{exchange.stage.api.account_id}:"
            f"{exchange.stage.api.id}/authorizers/{authorizer.id}"
        )
        try:
            self._invocations.check(authorizer.function_arn, source, authorizer.credentials)
        except NotPermittedError as error:
            exchange.facts.authorizer.error = str(error)
            raise _misconfigured(exchange, str(error)) from error
        began = time.perf_counter()
        answer = await self._call(exchange, authorizer, identity)
        latency = int((time.perf_counter() - began) * 1000)
        call = exchange.facts.authorizer
        call.integration_latency_ms = call.latency_ms = latency
        return _verdict(exchange, answer, authorizer.ttl_seconds)

    async def _call(
        self, exchange: Exchange, authorizer: Authorizer, identity: tuple[str, ...]
    ) -> object:
        event = json.dumps(_event(exchange, authorizer, identity)).encode()
        try:
            invocation = await self._invocations.invoke(exchange, authorizer.function_arn, event)
        except FullMachineError as error:  # AWS would have had a place: ask again
            exchange.log.fail(f"Authorizer was not run: {error}")
            raise Refusal("THROTTLED", "Too Many Requests") from error
        except NOT_RUN as error:
            exchange.log.fail(f"Execution failed due to configuration error: {error}")
            raise Refusal("AUTHORIZER_FAILURE", None) from error
        exchange.facts.authorizer.request_id = invocation.request_id
        if len(invocation.payload) > LARGEST_ANSWER_BYTES:
            size = f"{len(invocation.payload)} bytes of {LARGEST_ANSWER_BYTES}"
            exchange.facts.authorizer.error = f"The authorizer's answer is too large: {size}"
            raise _misconfigured(exchange, exchange.facts.authorizer.error)
        answer = _json(invocation.payload)
        if invocation.function_error:
            message = answer.get("errorMessage") if isinstance(answer, dict) else None
            exchange.facts.authorizer.error = message
            exchange.facts.authorizer.status = 401 if message == "Unauthorized" else 500
            if message == "Unauthorized":
                exchange.log.note("Unauthorized request: %s", exchange.request_id)
                raise unauthorized()
            exchange.log.fail(
                "Lambda execution failed with status 200 due to customer function error: "
                f"{message}. Lambda request id: {invocation.request_id}"
            )
            raise Refusal("AUTHORIZER_FAILURE", None)
        return answer


def _decision(exchange: Exchange, verdict: Verdict) -> Decision:
    """The decision of the authorizer's policy and the API's together: one Allow is enough."""
    try:
        own = decide(verdict.policy, ACTION, exchange.method_arn(), keys_of(exchange, None))
    except MalformedPolicyError as error:
        raise _misconfigured(exchange, f"Invalid policy document: {error}") from error
    return combined((own, decision_on(exchange)))


def _identity(exchange: Exchange, authorizer: Authorizer) -> tuple[str, ...]:
    """The values of all identity sources; without a valid one the request is refused at once."""
    if authorizer.kind == "REQUEST" and not authorizer.ttl_seconds:
        return ()  # nothing is cached, so nothing has to tell callers apart
    values = tuple(_source(exchange, source) for source in authorizer.identity_sources)
    if any(not value for value in values):
        raise unauthorized()
    expression = authorizer.validation
    if authorizer.kind == "TOKEN" and expression and not expression.fullmatch(values[0] or ""):
        raise unauthorized()
    return tuple(value or "" for value in values)


def _source(exchange: Exchange, source: str) -> str | None:
    if source.startswith("context."):
        return exchange.variable(source.removeprefix("context."))
    if source.startswith("stageVariables."):
        return exchange.stage.variables.get(source.removeprefix("stageVariables."))
    return request_parameter(exchange, source)


def _event(exchange: Exchange, authorizer: Authorizer, identity: tuple[str, ...]) -> dict[str, Any]:
    """The authorizer's input (API Gateway developer guide, "Input to a Lambda authorizer")."""
    method_arn = exchange.method_arn()
    if authorizer.kind == "TOKEN":
        return {"type": "TOKEN", "methodArn": method_arn, "authorizationToken": identity[0]}
    event = proxy_event(exchange)
    del event["body"], event["isBase64Encoded"]
    return {"type": "REQUEST", "methodArn": method_arn, **event}


def _json(payload: bytes) -> object:
    try:
        return json.loads(payload)
    except ValueError:
        return None


def _misconfigured(exchange: Exchange, why: str) -> Refusal:
    """The refusal of an authorizer that cannot work as deployed; the logs have the reason."""
    prefix = "" if why.startswith(("Execution", "Lambda")) else "Execution failed due to "
    exchange.log.fail(f"{prefix}configuration error: {why}" if prefix else why)
    return Refusal("AUTHORIZER_CONFIGURATION_ERROR", None)


def _masked(text: str) -> str:
    """The end of a text, as API Gateway logs who called."""
    return f"{'*' * 10}{text[-6:]}" if len(text) > 6 else "*" * len(text)  # noqa: PLR2004


def _verdict(exchange: Exchange, answer: object, ttl_seconds: int) -> Verdict:
    """The authorizer's validated output; an invalid one is a configuration error."""
    if not isinstance(answer, dict) or not isinstance(answer.get("principalId"), str):
        raise _misconfigured(exchange, "Authorizer response has no principalId")
    context = answer.get("context") or {}
    if not isinstance(context, dict) or any(
        isinstance(value, dict | list) for value in context.values()
    ):
        raise _misconfigured(exchange, "Authorizer response context has values that are no scalars")
    return Verdict(
        answer["principalId"],
        answer.get("policyDocument"),
        {name: _stringified(value) for name, value in context.items() if value is not None},
        answer.get("usageIdentifierKey"),
        time.monotonic() + ttl_seconds,
    )


def _stringified(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
