"""The API's resource policy (API Gateway developer guide, "API Gateway resource policies")."""

from embedded_aws.gateway.authorization.caller_refusals import ACTION, not_authorized
from embedded_aws.gateway.authorization.callers import Caller
from embedded_aws.gateway.authorization.policies.circumstances import keys_of
from embedded_aws.gateway.authorization.policies.policy import (
    Decision,
    MalformedPolicyError,
    Statement,
    decide,
    statements,
)
from embedded_aws.gateway.exchange import Exchange, Refusal

SHORT = "execute-api:/"


def decision_on(exchange: Exchange, caller: Caller | None = None) -> Decision:
    """The policy's decision on the request; none without a policy."""
    api = exchange.stage.api
    if api.policy is None:
        return Decision.UNMENTIONED
    prefix = f"arn:aws:execute-api:{api.region}:{api.account_id}:{api.id}/"
    try:
        concerning = [
            _spelled_out(each, prefix)
            for each in statements(api.policy)
            if _names(each, caller, api.account_id)
        ]
        policy = {"Statement": concerning}
        return decide(policy, ACTION, exchange.method_arn(), keys_of(exchange, caller))
    except MalformedPolicyError as error:
        raise Refusal("AUTHORIZER_CONFIGURATION_ERROR", None) from error


def refuse_denied(exchange: Exchange) -> Decision:
    """The policy's decision before the caller is known; raises if it denies everybody."""
    decision = decision_on(exchange)
    if decision is Decision.DENIED:
        raise not_authorized(exchange, "anonymous", "with an explicit deny")
    return decision


def require_allow(exchange: Exchange) -> None:
    """Raise unless the policy, if there is one, allows the caller."""
    decision = refuse_denied(exchange)
    if exchange.stage.api.policy is not None and decision is not Decision.ALLOWED:
        reason = f"because no resource-based policy allows the {ACTION} action"
        raise not_authorized(exchange, "anonymous", reason)


def _spelled_out(statement: Statement, prefix: str) -> Statement:
    """The statement with `execute-api:/stage/…` expanded to the full ARN."""
    return {
        name: _arns(value, prefix) if name.endswith("Resource") else value
        for name, value in statement.items()
    }


def _arns(value: object, prefix: str) -> object:
    if isinstance(value, list):
        return [_arns(each, prefix) for each in value]
    if isinstance(value, str) and value.startswith(SHORT):
        return prefix + value.removeprefix(SHORT)
    return value


def _names(statement: Statement, caller: Caller | None, owner: str) -> bool:
    """Whether the statement's principal covers the caller; only `*` covers an anonymous one."""
    names = _principals(caller, owner, denied=statement["Effect"] == "Deny")
    if "NotPrincipal" in statement:
        # Only a Deny may leave principals out; an Allow for everybody else would be too wide.
        return statement["Effect"] == "Deny" and not names & _listed(statement["NotPrincipal"])
    return bool(({"*"} | names) & _listed(statement.get("Principal")))


def _listed(principal: object) -> set[str]:
    if principal == "*":
        return {"*"}
    if not isinstance(principal, dict):
        raise MalformedPolicyError("a resource policy's statement needs Principal")
    named = principal.get("AWS", [])
    return {str(each) for each in (named if isinstance(named, list) else [named])}


def _principals(caller: Caller | None, owner: str, *, denied: bool) -> set[str]:
    """All principal names of a caller.

    The API's own account as principal allows nobody by itself: it delegates to the account's
    policies.
    """
    if caller is None:
        return set()
    account = {caller.account_id, f"arn:aws:iam::{caller.account_id}:root"}
    by_account = account if denied or caller.account_id != owner else set()
    return {caller.arn, caller.principal_arn, caller.unique_id} | by_account
