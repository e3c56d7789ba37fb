"""Two secrets of an app client, for rotation (Cognito API reference).

AddUserPoolClientSecret, ListUserPoolClientSecrets and DeleteUserPoolClientSecret, which moto lacks.
"""

import hmac
import re
from dataclasses import dataclass
from typing import Any

from moto.cognitoidp.exceptions import InvalidParameterException, ResourceNotFoundError
from moto.cognitoidp.models import CognitoIdpBackend
from moto.cognitoidp.responses import CognitoIdpResponse
from moto.core.exceptions import JsonRESTError
from moto.core.responses import ActionResult
from moto.moto_api._internal import mock_random

from embedded_aws.state import chance

MOST = 2
_VALUE = re.compile(r"[\w+]{24,64}")


@dataclass(frozen=True)
class Secret:
    """One secret of a client; its value is shown once."""

    id: str
    value: str
    created: float

    def described(self) -> dict[str, Any]:
        """The descriptor, without the value."""
        return {"ClientSecretId": self.id, "ClientSecretCreateDate": self.created}


def install() -> None:
    """Add the operations, and give new clients' secrets the form of Cognito's."""
    create = CognitoIdpBackend.create_user_pool_client

    def create_user_pool_client(self: Any, *arguments: Any, **named: Any) -> Any:
        client = create(self, *arguments, **named)
        client.secret = mock_random.get_random_hex(52)
        _secrets_of(client)
        return client

    CognitoIdpBackend.create_user_pool_client = create_user_pool_client
    CognitoIdpResponse.add_user_pool_client_secret = _add
    CognitoIdpResponse.list_user_pool_client_secrets = _list
    CognitoIdpResponse.delete_user_pool_client_secret = _delete


def accepts(client: Any, secret: str | None) -> bool:
    """Whether the text is one of the client's secrets."""
    given = (secret or "").encode()
    return any(hmac.compare_digest(each.value.encode(), given) for each in _secrets_of(client))


def _secrets_of(client: Any) -> list[Secret]:
    """The client's own list; added here to a client of an older snapshot."""
    first = [_new(client, client.secret)] if client.generate_secret else []
    secrets_: list[Secret] = vars(client).setdefault("secrets", first)
    return secrets_


def _new(client: Any, value: str) -> Secret:
    now = chance.now()
    return Secret(f"{client.id}--{int(now * 1000)}", value, now)


def _client_of(response: Any) -> Any:
    pool_id, client_id = response._get_param("UserPoolId"), response._get_param("ClientId")  # noqa: SLF001
    return response.backend.describe_user_pool_client(pool_id, client_id)


def _add(self: Any) -> ActionResult:
    client, given = _client_of(self), self._get_param("ClientSecret")
    existing = _secrets_of(client)
    if not existing:
        raise InvalidParameterException("Client is not configured with a secret.")
    if len(existing) >= MOST:
        raise JsonRESTError(
            "LimitExceededException", f"A client has at most {MOST} secrets; delete one first."
        )
    if given is not None and not _VALUE.fullmatch(given):
        raise InvalidParameterException("A client secret has 24 to 64 letters, digits, _ and +.")
    added = _new(client, given or mock_random.get_random_hex(52))
    existing.append(added)
    value = {} if given else {"ClientSecretValue": added.value}
    return ActionResult({"ClientSecretDescriptor": added.described() | value})


def _list(self: Any) -> ActionResult:
    return ActionResult(
        {"ClientSecrets": [each.described() for each in _secrets_of(_client_of(self))]}
    )


def _delete(self: Any) -> ActionResult:
    client, secret_id = _client_of(self), self._get_param("ClientSecretId")
    existing = _secrets_of(client)
    secret = next((each for each in existing if each.id == secret_id), None)
    if secret is None:
        raise ResourceNotFoundError(f"Client secret {secret_id} does not exist.")
    if len(existing) == 1:
        raise InvalidParameterException("The last secret of a client cannot be deleted.")
    existing.remove(secret)
    if secret.value == client.secret:  # DescribeUserPoolClient tells the first one alone
        client.secret = None
    return ActionResult({})
