"""Lambda authorizers: a function that authorizes callers, with cached results."""

import json
import time
from dataclasses import replace

from embedded_aws.functions import FullMachineError
from embedded_aws.gateway.answers.refusals import access_denied, unauthorized
from embedded_aws.gateway.answers.templates import substitute
from embedded_aws.gateway.authorization.caller_refusals import ACTION
from embedded_aws.gateway.authorization.identities import event_of, identity_of, json_of
from embedded_aws.gateway.authorization.phases import phase
from embedded_aws.gateway.authorization.policies.circumstances import keys_of
from embedded_aws.gateway.authorization.policies.policy import (
    Decision,
    MalformedPolicyError,
    combined,
    decide,
)
from embedded_aws.gateway.authorization.resource_policies import decision_on
from embedded_aws.gateway.authorization.verdicts import Verdict, misconfigured, verdict_of
from embedded_aws.gateway.deployed.model import Authorizer
from embedded_aws.gateway.exchange import Exchange, Refusal
from embedded_aws.gateway.integrations import Invocations
from embedded_aws.gateway.integrations.invocations import NOT_RUN, NotPermittedError

CACHE_ENTRIES = 10_000
LARGEST_ANSWER_BYTES = 8 * 1024
"""The most that an authorizer may answer (API Gateway quotas, "Lambda authorizer result size")."""


class LambdaAuthorizers:
    """Invokes TOKEN and REQUEST authorizers and caches their results."""

    def __init__(self, invocations: Invocations) -> None:
        self._invocations = invocations
        self._verdicts: dict[tuple[object, ...], Verdict] = {}

    async def authorize(self, exchange: Exchange, authorizer: Authorizer) -> None:
        """Store the caller's context, or raise the refusal."""
        authorizer = _filled(exchange, authorizer)
        log, number = exchange.log, exchange.request_id
        log.note("Starting authorizer: %s for request: %s", authorizer.id, number)
        identity = identity_of(exchange, authorizer)
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
        return await self._ask(exchange, authorizer, identity_of(exchange, authorizer))

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
            raise misconfigured(exchange, str(error)) from error
        began = time.perf_counter()
        answer = await self._call(exchange, authorizer, identity)
        latency = int((time.perf_counter() - began) * 1000)
        call = exchange.facts.authorizer
        call.integration_latency_ms = call.latency_ms = latency
        return verdict_of(exchange, answer, authorizer.ttl_seconds)

    async def _call(
        self, exchange: Exchange, authorizer: Authorizer, identity: tuple[str, ...]
    ) -> object:
        event = json.dumps(event_of(exchange, authorizer, identity)).encode()
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
            raise misconfigured(exchange, exchange.facts.authorizer.error)
        answer = json_of(invocation.payload)
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


def _filled(exchange: Exchange, authorizer: Authorizer) -> Authorizer:
    """The authorizer with stage variables replaced in its function and role."""
    if "${stageVariables." not in f"{authorizer.function_arn}{authorizer.credentials}":
        return authorizer
    role = substitute(authorizer.credentials or "", exchange, "") or None
    arn = substitute(authorizer.function_arn, exchange, "")
    return replace(authorizer, function_arn=arn, credentials=role)


def _decision(exchange: Exchange, verdict: Verdict) -> Decision:
    """The decision of the authorizer's policy and the API's together: one Allow is enough."""
    try:
        own = decide(verdict.policy, ACTION, exchange.method_arn(), keys_of(exchange, None))
    except MalformedPolicyError as error:
        raise misconfigured(exchange, f"Invalid policy document: {error}") from error
    return combined((own, decision_on(exchange)))


def _masked(text: str) -> str:
    """The end of a text, as API Gateway logs who called."""
    return f"{'*' * 10}{text[-6:]}" if len(text) > 6 else "*" * len(text)  # noqa: PLR2004
