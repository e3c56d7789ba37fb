"""From API Gateway's event to the authorizer's output."""

from collections.abc import Mapping
from typing import Any

from services.authorizer.model import verdict
from services.authorizer.ports import Consumers, Groups
from services.authorizer.use_cases import Verifier, authenticate
from shared.auth.principal import Principal
from shared.auth.tokens import InvalidTokenError
from shared.logging import Logger


class UnauthorizedError(Exception):
    """The error whose message API Gateway turns into 401; any other becomes 500."""

    def __init__(self) -> None:
        super().__init__("Unauthorized")


class Authorizer:
    """Handles one authorizer event."""

    def __init__(
        self, verifier: Verifier, consumers: Consumers, groups: Groups, logger: Logger
    ) -> None:
        self._verifier = verifier
        self._consumers = consumers
        self._groups = groups
        self._logger = logger

    def __call__(self, event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        """The policy and context, or UnauthorizedError; the token is never logged."""
        self._logger.append_keys(function_request_id=context.aws_request_id)
        try:
            header = _authorization(event)
            principal = authenticate(header, self._verifier, self._consumers, self._groups)
        except InvalidTokenError as error:
            self._logger.warning("refused", extra={"reason": str(error)})
            raise UnauthorizedError from None
        self._logger.info(
            "authenticated", extra={"client_id": principal.client_id, "tenant": principal.tenant}
        )
        return verdict(_asking(principal, event), event["methodArn"])


def _authorization(event: Mapping[str, Any]) -> str:
    """The one Authorization header; InvalidTokenError for several, of which one would be a key."""
    if event.get("type") != "REQUEST":
        return str(event.get("authorizationToken", ""))
    headers = (event.get("multiValueHeaders") or {}).items()
    values = [each for name, sent in headers if name.lower() == "authorization" for each in sent]
    if len(values) != 1:
        raise InvalidTokenError("not one Authorization header")
    return str(values[0])


def _asking(principal: Principal, event: Mapping[str, Any]) -> Principal:
    """The caller with its scopes of the service that it asks, which is all that the answer needs.

    A TOKEN event is answered for all services: its answer is kept by the token alone.
    """
    if event.get("type") != "REQUEST":
        return principal
    return principal.towards(event["resource"].split("/")[1])
