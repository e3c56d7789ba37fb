"""The variables that a template begins with.

Source: API Gateway developer guide, "Variables for data transformations".
"""

from typing import Any

from embedded_aws.gateway.exchange import Exchange
from embedded_aws.gateway.incoming import HOP_BY_HOP
from embedded_aws.gateway.mapping.java import Items, Keyed, Text, java
from embedded_aws.gateway.mapping.overrides import Overrides
from embedded_aws.gateway.mapping.payload import Input
from embedded_aws.gateway.mapping.utilities import Util

CONTEXT = (
    "resourceId",
    "resourcePath",
    "httpMethod",
    "extendedRequestId",
    "requestTime",
    "path",
    "accountId",
    "protocol",
    "requestOverride",
    "stage",
    "domainPrefix",
    "requestTimeEpoch",
    "requestId",
    "identity",
    "domainName",
    "deploymentId",
    "responseOverride",
    "apiId",
)
"""The keys of `$context`, in the order in which API Gateway was recorded to list them."""

IDENTITY = (
    "cognitoIdentityPoolId",
    "accountId",
    "cognitoIdentityId",
    "caller",
    "sourceIp",
    "principalOrgId",
    "accessKey",
    "cognitoAuthenticationType",
    "cognitoAuthenticationProvider",
    "userArn",
    "userAgent",
    "user",
)


class Part(Keyed):
    """A part of `$context` without a value of its own: prints nothing."""

    def __init__(self, exchange: Exchange, prefix: str) -> None:
        self._exchange = exchange
        self._prefix = prefix

    def get(self, name: str) -> Any:
        """A variable below, or a further part."""
        full = f"{self._prefix}.{name}"
        value = self._exchange.variable(full)
        return Text(value) if value is not None else Part(self._exchange, full)

    def keySet(self) -> Items:  # noqa: N802 - Java's name
        """The names of the variables below."""
        known: tuple[str, ...] = IDENTITY if self._prefix == "identity" else ()
        if self._prefix == "authorizer":
            known = tuple(self._exchange.authorizer or ())
        return Items(Text(name) for name in known)

    def __str__(self) -> str:
        return ""


class Context(Keyed):
    """`$context`: the facts about the request, and the overrides."""

    def __init__(self, exchange: Exchange, overrides: Overrides) -> None:
        self._exchange = exchange
        self._own = {"requestOverride": overrides.request, "responseOverride": overrides.response}

    def get(self, name: str) -> Any:
        """One variable, a part of the context, or the overrides."""
        if name in self._own:
            return self._own[name]
        value = self._exchange.variable(str(name))
        return Text(value) if value is not None else Part(self._exchange, str(name))

    def keySet(self) -> Items:  # noqa: N802 - Java's name
        """The names of all variables."""
        more = () if self._exchange.authorizer is None else ("authorizer",)
        return Items(Text(name) for name in (*CONTEXT, *more))

    def __str__(self) -> str:
        return ""


def request_parameters(exchange: Exchange) -> dict[str, dict[str, str]]:
    """The request's parameters in the order in which `$input.params(name)` looks."""
    return {
        "path": dict(exchange.path_parameters),
        "querystring": dict(exchange.incoming.query_pairs()),
        "header": {
            name: value
            for name, value in exchange.incoming.headers
            if name.lower() not in HOP_BY_HOP
        },
    }


def names(exchange: Exchange, body: str, overrides: Overrides) -> dict[str, Any]:
    """The root variables of a template."""
    return {
        "input": Input(body, request_parameters(exchange)),
        "context": Context(exchange, overrides),
        "stageVariables": java(dict(exchange.stage.variables)),
        "util": Util(),
    }
