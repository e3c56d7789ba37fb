"""App clients as in Cognito: an update replaces all settings, and scopes must exist."""

from typing import Any

from moto.cognitoidp.models import CognitoIdpBackend
from moto.core.exceptions import JsonRESTError

BUILT_IN_SCOPES = {"openid", "email", "phone", "profile", "aws.cognito.signin.user.admin"}


def install() -> None:
    """Patch CreateUserPoolClient and UpdateUserPoolClient (Cognito API reference)."""
    create = CognitoIdpBackend.create_user_pool_client
    update = CognitoIdpBackend.update_user_pool_client

    def create_user_pool_client(
        self: Any, user_pool_id: str, generate_secret: object, extended_config: dict[str, Any]
    ) -> Any:
        _check_scopes(self.describe_user_pool(user_pool_id), extended_config)
        return create(self, user_pool_id, generate_secret, extended_config)

    def update_user_pool_client(
        self: Any, user_pool_id: str, client_id: str, extended_config: dict[str, Any]
    ) -> Any:
        pool = self.describe_user_pool(user_pool_id)
        _check_scopes(pool, extended_config)
        client = pool.clients.get(client_id)
        if client is not None:
            name = client.extended_config.get("ClientName")
            # "If you don't provide a value for an attribute, it is set to its default."
            client.extended_config = dict(_DEFAULTS, ClientName=name)
        return update(self, user_pool_id, client_id, extended_config)

    CognitoIdpBackend.create_user_pool_client = create_user_pool_client
    CognitoIdpBackend.update_user_pool_client = update_user_pool_client


_DEFAULTS: dict[str, Any] = {
    "AllowedOAuthFlowsUserPoolClient": False,
    "AuthSessionValidity": 3,
    "EnablePropagateAdditionalUserContextData": False,
    "EnableTokenRevocation": True,
    "RefreshTokenValidity": 30,
}


def _check_scopes(pool: Any, settings: dict[str, Any]) -> None:
    """Refuse a scope that no resource server of the pool has."""
    known = set(BUILT_IN_SCOPES)
    for server in pool.resource_servers.values():
        known |= {f"{server.identifier}/{scope['ScopeName']}" for scope in server.scopes or []}
    unknown = sorted(set(settings.get("AllowedOAuthScopes") or []) - known)
    if unknown:
        raise JsonRESTError(
            "ScopeDoesNotExistException", f"Invalid scope requested: {', '.join(unknown)}"
        )
