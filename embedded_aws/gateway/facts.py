"""Facts about a request for the access log and for functions, by the phase that sets them.

API Gateway developer guide, "Variables for access logging for API Gateway".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Literal


@dataclass(slots=True)
class Phase:
    """One phase of a request: its outcome and its time."""

    status: int | None = None
    latency_ms: int | None = None
    error: str | None = None


@dataclass(slots=True)
class Firewall(Phase):
    """The web ACL's evaluation."""

    web_acl_arn: str | None = None
    response_code: str | None = None


@dataclass(slots=True)
class AuthorizerCall(Phase):
    """The call of a Lambda authorizer, or the check of a user pool's token."""

    integration_latency_ms: int | None = None
    request_id: str | None = None


@dataclass(slots=True)
class IntegrationCall(Phase):
    """The call of the integration; `status` is a proxy function's own answer."""

    request_id: str | None = None
    service_status: int | None = None
    """The status of the service that was called, Lambda's own included."""
    lambda_status: int | None = None


@dataclass(slots=True)
class Identity:
    """The signer of a request, and the API key that it counts for."""

    access_key: str | None = None
    account_id: str | None = None
    caller: str | None = None
    user: str | None = None
    user_arn: str | None = None
    api_key: str | None = None
    api_key_id: str | None = None


@dataclass(slots=True)
class Response:
    """The response as it was sent."""

    status: int | None = None
    length: int | None = None
    latency_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """A throttle's bucket after a request: its tokens, and how it fills."""

    place: tuple[str, ...]
    """The bucket's kind (account, method, plan), and what it is of."""
    tokens: float
    rate: float
    burst: int


@dataclass(slots=True)
class Facts:
    """All facts about one request; None for a phase that did not happen."""

    waf: Firewall = field(default_factory=Firewall)
    authenticate: Phase = field(default_factory=Phase)
    authorizer: AuthorizerCall = field(default_factory=AuthorizerCall)
    authorize: Phase = field(default_factory=Phase)
    identity: Identity = field(default_factory=Identity)
    integration: IntegrationCall = field(default_factory=IntegrationCall)
    response: Response = field(default_factory=Response)
    cache: Literal["hit", "miss"] | None = None
    levels: tuple[Level, ...] = ()
    """The buckets that decided on the request; empty while nobody watches."""
    quota_left: int | None = None


def _phase(name: str) -> dict[str, str]:
    places = ("status", "latency_ms", "error")
    return {f"{name}.{place.removesuffix('_ms')}": f"{name}.{place}" for place in places}


_ATTRIBUTES = {
    **_phase("waf"),
    **_phase("authenticate"),
    **_phase("authorizer"),
    **_phase("authorize"),
    **_phase("integration"),
    "authorizer.integrationLatency": "authorizer.integration_latency_ms",
    "authorizer.requestId": "authorizer.request_id",
    "awsEndpointRequestId": "integration.request_id",
    "identity.accessKey": "identity.access_key",
    "identity.accountId": "identity.account_id",
    "identity.apiKey": "identity.api_key",
    "identity.apiKeyId": "identity.api_key_id",
    "identity.caller": "identity.caller",
    "identity.user": "identity.user",
    "identity.userArn": "identity.user_arn",
    "integration.integrationStatus": "integration.lambda_status",
    "integration.requestId": "integration.request_id",
    "integrationErrorMessage": "integration.error",
    "integrationLatency": "integration.latency_ms",
    "integrationStatus": "integration.service_status",
    "responseLatency": "response.latency_ms",
    "responseLength": "response.length",
    "status": "response.status",
    "wafResponseCode": "waf.response_code",
    "webaclArn": "waf.web_acl_arn",
}

VARIABLES: Mapping[str, Callable[[Facts], object]] = {
    name: attrgetter(path) for name, path in _ATTRIBUTES.items()
}
"""`$context` variables that are facts, by name."""
