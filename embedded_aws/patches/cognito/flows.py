"""Authentication flows: those that the client allows, and no other.

Cognito API reference, CreateUserPoolClient, "ExplicitAuthFlows".
"""

from collections.abc import Mapping, Sequence
from typing import Any

from moto.cognitoidp.exceptions import InvalidParameterException, NotAuthorizedError
from moto.cognitoidp.models import CognitoIdpBackend

DEFAULTS = ("ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH")
"""For a client that names none."""
NEEDED = {
    "ADMIN_NO_SRP_AUTH": ("ALLOW_ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"),
    "ADMIN_USER_PASSWORD_AUTH": ("ALLOW_ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"),
    "CUSTOM_AUTH": ("ALLOW_CUSTOM_AUTH", "CUSTOM_AUTH_FLOW_ONLY"),
    "REFRESH_TOKEN": ("ALLOW_REFRESH_TOKEN_AUTH",),
    "REFRESH_TOKEN_AUTH": ("ALLOW_REFRESH_TOKEN_AUTH",),
    "USER_PASSWORD_AUTH": ("ALLOW_USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH"),
    "USER_SRP_AUTH": ("ALLOW_USER_SRP_AUTH",),
}
ALWAYS_BEFORE = ("ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH")
"""For a client that names its flows in the way of before, without ALLOW_."""
OTHERWISE = "Auth flow not enabled for this client"
WORDS = {
    # Words, no password.
    "USER_PASSWORD_AUTH": "USER_PASSWORD_AUTH flow not enabled for this client",  # nosec B105
    "USER_SRP_AUTH": "USER_SRP_AUTH is not enabled for the client.",
}
WRONG = "Incorrect username or password."


def install() -> None:
    """Patch InitiateAuth and AdminInitiateAuth; safe to call more than once."""
    backend: Any = CognitoIdpBackend
    if getattr(backend, "heeds_flows", False):
        return
    backend.heeds_flows = True
    initiate, by_admin = backend.initiate_auth, backend.admin_initiate_auth

    def initiate_auth(self: Any, client_id: str, auth_flow: str, given: dict[str, str]) -> Any:
        for pool in self.user_pools.values():
            _check(pool, client_id, auth_flow)
        return initiate(self, client_id, auth_flow, given)

    def admin_initiate_auth(
        self: Any, user_pool_id: str, client_id: str, auth_flow: str, given: dict[str, str]
    ) -> Any:
        _check(self.describe_user_pool(user_pool_id), client_id, auth_flow)
        try:
            return by_admin(self, user_pool_id, client_id, auth_flow, given)
        except NotAuthorizedError as error:
            if error.message == given.get("USERNAME"):  # moto's words for a wrong password
                raise NotAuthorizedError(WRONG) from error
            raise

    backend.initiate_auth, backend.admin_initiate_auth = initiate_auth, admin_initiate_auth


def _check(pool: Any, client_id: str, auth_flow: str) -> None:
    client = pool.clients.get(client_id)
    if client is None or auth_flow not in NEEDED:
        return  # moto has words for these
    if not set(NEEDED[auth_flow]) & set(_allowed(client.extended_config)):
        raise InvalidParameterException(WORDS.get(auth_flow, OTHERWISE))


def _allowed(settings: Mapping[str, Any]) -> Sequence[str]:
    named: Sequence[str] = settings.get("ExplicitAuthFlows") or DEFAULTS
    if any(each.startswith("ALLOW_") for each in named) or "CUSTOM_AUTH_FLOW_ONLY" in named:
        return named
    return (*named, *ALWAYS_BEFORE)
