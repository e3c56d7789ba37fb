"""DeleteResourceServer, which moto lacks (Cognito API reference)."""

from typing import Any

from moto.cognitoidp.exceptions import ResourceNotFoundError
from moto.cognitoidp.responses import CognitoIdpResponse


def install() -> None:
    """Add the operation."""
    CognitoIdpResponse.delete_resource_server = _delete_resource_server


def _delete_resource_server(self: Any) -> str:
    pool_id, identifier = self._get_param("UserPoolId"), self._get_param("Identifier")
    servers = self.backend.describe_user_pool(pool_id).resource_servers
    if servers.pop(identifier, None) is None:
        raise ResourceNotFoundError(f"Resource server {identifier} does not exist.")
    return ""
