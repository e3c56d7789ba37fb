"""Access tokens for a consumer, from the environment's token endpoint."""

import base64
import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping

from botocore.exceptions import BotoCoreError, ClientError

from tools.command import CommandError
from tools.deploy.where.place import Place

TIMEOUT_SECONDS = 10


class InvalidClientError(CommandError):
    """The token endpoint does not accept this client id and secret."""


def token(place: Place, consumer: str, scope: str | None = None) -> str:
    """A new token for a consumer; CommandError says what is wrong."""
    return token_of(_secret(place, consumer), consumer, scope)


def client_id(place: Place, consumer: str) -> str:
    """The client id of a consumer, as logs name it."""
    return _secret(place, consumer)["client_id"]


def token_of(secret: Mapping[str, str], consumer: str, scope: str | None = None) -> str:
    """A new token by client credentials (RFC 6749, 4.4); InvalidClientError when refused."""
    form = {"grant_type": "client_credentials"} | ({"scope": scope} if scope else {})
    basic = base64.b64encode(f"{secret['client_id']}:{secret['client_secret']}".encode()).decode()
    request = urllib.request.Request(  # noqa: S310 - the URL is the environment's own
        secret["token_url"],
        data=urllib.parse.urlencode(form).encode(),
        headers={
            "Authorization": f"Basic {basic}",
            "Content-Type": "application/x-www-form-urlencoded",
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
            return str(json.load(answer)["access_token"])
    except urllib.error.HTTPError as error:
        refusal = error.read().decode()
        kind = InvalidClientError if "invalid_client" in refusal else CommandError
        raise kind(f"the token endpoint refused {consumer}: {refusal}") from error
    except urllib.error.URLError as error:
        raise CommandError(f"{secret['token_url']} does not answer: {error.reason}") from error


def check_machine(place: Place, consumer: str) -> None:
    """CommandError unless the environment has this consumer with a secret."""
    name, consumers = place.environment.name, place.environment.values["consumers"]
    if consumers.get(consumer, {}).get("kind") == "signer":
        raise CommandError(
            f"{consumer} signs its tokens itself and has no secret: `make token "
            f"CONSUMER={consumer} KEY=<its private key>`"
        )
    machines = [n for n, c in consumers.items() if c.get("kind", "machine") == "machine"]
    if consumer not in machines:
        raise CommandError(
            f"{name} has no machine consumer {consumer}; it has {', '.join(machines)}"
        )


def _secret(place: Place, consumer: str) -> dict[str, str]:
    check_machine(place, consumer)
    try:
        answer = place.client("secretsmanager").get_secret_value(
            SecretId=f"/{place.environment.name}/consumers/{consumer}"
        )
    except (ClientError, BotoCoreError) as error:
        start = place.cloud.deployed_by
        raise CommandError(
            f"the secret of {consumer} cannot be read ({error}); is {start} done?"
        ) from error
    secret: dict[str, str] = json.loads(answer["SecretString"])
    return secret
