"""Authorization by the method's type and the API's resource policy.

API Gateway developer guide, "How API Gateway resource policies affect authorization workflow".
"""

import json
from typing import Any

from embedded_aws.gateway.authorization.callers import Callers
from embedded_aws.gateway.authorization.cognito_authorizers import CognitoAuthorizers
from embedded_aws.gateway.authorization.iam_authorization import IamAuthorization
from embedded_aws.gateway.authorization.lambda_authorizers import LambdaAuthorizers
from embedded_aws.gateway.authorization.resource_policies import refuse_denied, require_allow
from embedded_aws.gateway.deployed.model import Authorizer
from embedded_aws.gateway.exchange import Exchange, Refusal
from embedded_aws.gateway.integrations import Invocations

IAM = "AWS_IAM"


def is_signed(exchange: Exchange) -> bool:
    """Whether the method's callers sign the whole request, body included."""
    return exchange.method is not None and exchange.method.authorization == IAM


class Authorization:
    """Authorizes a request, or raises the refusal."""

    def __init__(self, invocations: Invocations, callers: Callers) -> None:
        self._functions = LambdaAuthorizers(invocations)
        self._user_pools = CognitoAuthorizers(callers)
        self._iam = IamAuthorization(callers)

    async def authorize(self, exchange: Exchange) -> None:
        """Authorize by the method's type; the body of a signed request has been read."""
        kind = exchange.method.authorization if exchange.method else "NONE"
        if kind == "NONE":
            require_allow(exchange)
        elif kind == IAM:
            self._iam.authorize(exchange)
        elif kind == "CUSTOM":
            refuse_denied(exchange)
            await self._functions.authorize(exchange, _authorizer(exchange))
        elif kind == "COGNITO_USER_POOLS":
            self._user_pools.authorize(exchange, _authorizer(exchange))
            require_allow(exchange)
        else:
            exchange.log.fail(f"Execution failed due to configuration error: authorization {kind}")
            raise Refusal("AUTHORIZER_CONFIGURATION_ERROR", None)

    async def tested(self, exchange: Exchange, authorizer: Authorizer) -> dict[str, Any]:
        """The authorizer's result as TestInvokeAuthorizer has it, or the refusal."""
        if authorizer.kind == "COGNITO_USER_POOLS":
            self._user_pools.authorize(exchange, authorizer)
            return {"claims": (exchange.authorizer or {}).get("claims", {})}
        verdict = await self._functions.asked(exchange, authorizer)
        policy = json.dumps(verdict.policy, separators=(",", ":"))
        context = {name: [value] for name, value in verdict.context.items()}
        return {"principalId": verdict.principal_id, "policy": policy, "authorization": context}


def _authorizer(exchange: Exchange) -> Authorizer:
    """The method's authorizer, whose kind fits the method."""
    method = exchange.method
    authorizer = exchange.stage.api.authorizers.get(
        (method.authorizer_id if method else None) or ""
    )
    if method is None or authorizer is None:
        exchange.log.fail("Execution failed due to configuration error: the authorizer is gone")
        raise Refusal("AUTHORIZER_CONFIGURATION_ERROR", None)
    if (authorizer.kind == "COGNITO_USER_POOLS") != (method.authorization == "COGNITO_USER_POOLS"):
        why = f"the method's authorization is {method.authorization}, its authorizer's type another"
        exchange.log.fail(f"Execution failed due to configuration error: {why}")
        raise Refusal("AUTHORIZER_CONFIGURATION_ERROR", None)
    return authorizer
