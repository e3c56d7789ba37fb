"""Sign-ins: a client with a secret proves that it has it, and may hide whether a user is there.

Cognito developer guide, "Computing secret hash values"; API reference, PreventUserExistenceErrors.
"""

from collections.abc import Callable, Mapping
from typing import Any

from moto.cognitoidp.exceptions import (
    NotAuthorizedError,
    ResourceNotFoundError,
    UserNotFoundError,
)
from moto.cognitoidp.models import CognitoIdpBackend
from moto.cognitoidp.utils import check_secret_hash

WITH_USERNAME = {
    "ADMIN_NO_SRP_AUTH",
    "ADMIN_USER_PASSWORD_AUTH",
    "CUSTOM_AUTH",
    "USER_PASSWORD_AUTH",
    "USER_SRP_AUTH",
}
WRONG = "Incorrect username or password."


def install() -> None:
    """Patch InitiateAuth and AdminInitiateAuth; safe to call more than once."""
    backend: Any = CognitoIdpBackend
    if getattr(backend, "checks_secrets", False):
        return
    backend.checks_secrets = True
    initiate, by_admin = backend.initiate_auth, backend.admin_initiate_auth

    def initiate_auth(self: Any, client_id: str, auth_flow: str, given: dict[str, str]) -> Any:
        client = _client(self, client_id)
        return _checked(
            client, auth_flow, given, lambda: initiate(self, client_id, auth_flow, given)
        )

    def admin_initiate_auth(
        self: Any, user_pool_id: str, client_id: str, auth_flow: str, given: dict[str, str]
    ) -> Any:
        client = self.describe_user_pool(user_pool_id).clients.get(client_id)
        return _checked(
            client,
            auth_flow,
            given,
            lambda: by_admin(self, user_pool_id, client_id, auth_flow, given),
        )

    backend.initiate_auth, backend.admin_initiate_auth = initiate_auth, admin_initiate_auth


def _client(backend: Any, client_id: str) -> Any:
    for pool in backend.user_pools.values():
        if client_id in pool.clients:
            return pool.clients[client_id]
    raise ResourceNotFoundError(f"User pool client {client_id} does not exist.")


def _checked(
    client: Any, auth_flow: str, given: Mapping[str, str], sign_in: Callable[[], Any]
) -> Any:
    if client is not None and client.generate_secret and auth_flow in WITH_USERNAME:
        _check_secret(client, given)
    try:
        return sign_in()
    except UserNotFoundError as error:
        hides = client.extended_config.get("PreventUserExistenceErrors") == "ENABLED"
        if hides and auth_flow in WITH_USERNAME:
            raise NotAuthorizedError(WRONG) from error
        raise


def _check_secret(client: Any, given: Mapping[str, str]) -> None:
    username, proof = given.get("USERNAME") or "", given.get("SECRET_HASH")
    if proof is None:
        raise NotAuthorizedError(
            f"Client {client.id} is configured with secret but SECRET_HASH was not received"
        )
    if not any(check_secret_hash(each, client.id, username, proof) for each in secrets_of(client)):
        raise NotAuthorizedError(f"SecretHash does not match for the client: {client.id}")


def secrets_of(client: Any) -> list[str]:
    """The client's secrets, of which each is as good as the other."""
    several = [each.value for each in vars(client).get("secrets", ())]
    return [*several, *([client.secret] if client.secret else [])]
