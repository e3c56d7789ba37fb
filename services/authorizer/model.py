"""Policies: the methods that a caller's scopes allow."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from shared.auth.principal import Kind, Principal
from shared.auth.scopes import methods_of_scopes


@dataclass(frozen=True)
class Consumer:
    """A consumer's record in the registry."""

    name: str
    tenant: str | None
    kind: Kind
    enabled: bool
    tier: str
    signs: bool = False
    """Whether it signs its tokens itself; no other's are good then."""


def policy_of(scopes: Iterable[str], method_arn: str) -> dict[str, Any]:
    """Allow everything that the scopes allow, whatever the requested method.

    API Gateway keeps the policy for every URL of a route, so it must not depend on the one asked.
    """
    api_and_stage = "/".join(method_arn.split("/")[:2])
    resources = [
        f"{api_and_stage}/{method}/{path}"
        for service, method in sorted(methods_of_scopes(scopes))
        for path in (service, f"{service}/*")
    ]
    effect = "Allow" if resources else "Deny"
    invoke = {
        "Effect": effect,
        "Action": "execute-api:Invoke",
        "Resource": resources or [f"{api_and_stage}/*"],
    }
    # Who changes things must be able to see past the cache what is true now.
    refresh = {
        "Effect": "Allow",
        "Action": "execute-api:InvalidateCache",
        "Resource": [
            f"{api_and_stage}/GET/{service}/*"
            for service, method in sorted(methods_of_scopes(scopes))
            if method == "PUT"
        ],
    }
    statements = [invoke, refresh] if refresh["Resource"] else [invoke]
    return {"Version": "2012-10-17", "Statement": statements}


def verdict(principal: Principal, method_arn: str) -> dict[str, Any]:
    """The authorizer's output (API Gateway developer guide, "Output from a Lambda authorizer")."""
    return {
        "principalId": principal.subject,
        "policyDocument": policy_of(principal.scopes, method_arn),
        "context": principal.context(),
        "usageIdentifierKey": principal.client_id,
    }
