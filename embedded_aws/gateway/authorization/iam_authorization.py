"""AWS_IAM: verifies the signature, and evaluates the caller's and the API's policies."""

from embedded_aws.gateway.authorization.caller_refusals import (
    ACTION,
    not_authorized,
    unrecognized_client,
)
from embedded_aws.gateway.authorization.callers import Caller, Callers
from embedded_aws.gateway.authorization.phases import phase
from embedded_aws.gateway.authorization.policies.circumstances import keys_of
from embedded_aws.gateway.authorization.policies.policy import (
    Decision,
    MalformedPolicyError,
    combined,
    decide,
)
from embedded_aws.gateway.authorization.resource_policies import decision_on
from embedded_aws.gateway.authorization.signatures import (
    check_scope,
    check_signature,
    check_time,
    check_token,
)
from embedded_aws.gateway.authorization.signed_requests import read
from embedded_aws.gateway.exchange import Exchange, Refusal


class IamAuthorization:
    """Authorizes a request by signature and policies, or raises the refusal."""

    def __init__(self, callers: Callers) -> None:
        self._callers = callers

    def authorize(self, exchange: Exchange) -> None:
        """Authenticate the signer of a request whose body was read, then evaluate the policies."""
        with phase(exchange, "authenticate"):
            caller = self._authenticated(exchange)
        _identify(exchange, caller)
        exchange.policies = (caller.policies, *((limit.policy,) for limit in caller.limits))
        with phase(exchange, "authorize"):
            _judge(exchange, caller)

    def _authenticated(self, exchange: Exchange) -> Caller:
        signed = read(exchange.incoming)
        check_scope(signed, exchange.stage.api.region)
        check_time(signed, exchange.at)
        caller = self._callers.caller(signed.access_key)
        if caller is None:
            raise unrecognized_client()
        check_token(signed, caller, exchange.at)
        check_signature(exchange, signed, caller)
        return caller


def _identify(exchange: Exchange, caller: Caller) -> None:
    """Store the caller's `$context.identity` variables."""
    identity = exchange.facts.identity
    identity.access_key, identity.account_id = caller.access_key, caller.account_id
    identity.caller = identity.user = caller.unique_id
    identity.user_arn = caller.arn


def _judge(exchange: Exchange, caller: Caller) -> None:
    """Raise unless the policies of the caller and of the API together allow the call."""
    context = keys_of(exchange, caller)
    try:
        own, *limits = (
            combined(decide(each, ACTION, exchange.method_arn(), context) for each in policies)
            for policies in (caller.policies, *((limit.policy,) for limit in caller.limits))
        )
    except MalformedPolicyError as error:
        raise Refusal("AUTHORIZER_CONFIGURATION_ERROR", None) from error
    of_api = decision_on(exchange, caller)
    if Decision.DENIED in {own, *limits}:
        raise _denied(exchange, caller, "with an explicit deny in an identity-based policy")
    if of_api is Decision.DENIED:
        raise _denied(exchange, caller, "with an explicit deny in a resource-based policy")
    for limit, decision in zip(caller.limits, limits, strict=True):
        if decision is not Decision.ALLOWED:
            raise _denied(exchange, caller, f"because no {limit.kind} allows the {ACTION} action")
    _require_allow(exchange, caller, own, of_api)


def _require_allow(exchange: Exchange, caller: Caller, own: Decision, of_api: Decision) -> None:
    """Within an account one Allow is enough; between accounts both sides must allow.

    API Gateway developer guide, "Policy evaluation outcome tables".
    """
    at_home = caller.account_id == exchange.stage.api.account_id
    if not at_home and own is Decision.ALLOWED and of_api is not Decision.ALLOWED:
        reason = f"because no resource-based policy allows the {ACTION} action"
        raise _denied(exchange, caller, reason)
    if own is not Decision.ALLOWED and not (at_home and of_api is Decision.ALLOWED):
        reason = f"because no identity-based policy allows the {ACTION} action"
        raise _denied(exchange, caller, reason)


def _denied(exchange: Exchange, caller: Caller, reason: str) -> Refusal:
    return not_authorized(exchange, caller.arn, reason)
