"""Consumers' secrets in AWS: the versions in Secrets Manager, and the secrets in Cognito."""

import json
import time
from collections.abc import Mapping
from itertools import batched
from secrets import token_hex
from typing import Any

from botocore.exceptions import ClientError

from tools.command import CommandError
from tools.deploy.operations import tokens
from tools.deploy.operations.rotation import Issued, Rotation, Version
from tools.deploy.releases.registry import Registry
from tools.deploy.where.place import Place

CURRENT, PENDING = "AWSCURRENT", "AWSPENDING"
SECRET_BYTES = 26
BATCH = 20
"""So many secrets are read together; AWS takes no more."""
ATTEMPTS, PAUSE_SECONDS = 5, 2.0
"""A new secret is believed to be refused when Cognito refuses it for so long."""


class KeptSecret:
    """The port `Kept`: one secret and its staging labels."""

    def __init__(self, secretsmanager: Any, name: str) -> None:
        self._secrets = secretsmanager
        self._name = name

    def current(self) -> Version:
        """The version that consumers read."""
        version = self._labelled(CURRENT)
        if version is None:
            raise CommandError(f"{self._name} is not there; is the gateway deployed?")
        return version

    def pending(self) -> Version | None:
        """The version with AWSPENDING; None when it is the current one too."""
        version = self._labelled(PENDING)
        return version if version and version.id != self.current().id else None

    def prepare(self, content: Mapping[str, str]) -> Version:
        """Store a version with AWSPENDING."""
        text = json.dumps(dict(content))
        answer = self._secrets.put_secret_value(
            SecretId=self._name, SecretString=text, VersionStages=[PENDING]
        )
        return Version(answer["VersionId"], content)

    def promote(self, pending: Version, current: Version) -> None:
        """Move AWSCURRENT, which moves AWSPREVIOUS, and remove AWSPENDING."""
        self._move(CURRENT, MoveToVersionId=pending.id, RemoveFromVersionId=current.id)
        self._move(PENDING, RemoveFromVersionId=pending.id)

    def _move(self, label: str, **between: str) -> None:
        self._secrets.update_secret_version_stage(
            SecretId=self._name, VersionStage=label, **between
        )

    def _labelled(self, label: str) -> Version | None:
        try:
            answer = self._secrets.get_secret_value(SecretId=self._name, VersionStage=label)
        except self._secrets.exceptions.ResourceNotFoundException:
            return None
        return Version(answer["VersionId"], json.loads(answer["SecretString"]))


class AppClient:
    """The port `Client`: an app client of the environment's pool."""

    def __init__(self, cognito: Any, pool_id: str, client_id: str) -> None:
        self._cognito = cognito
        self._names = {"UserPoolId": pool_id, "ClientId": client_id}

    def secrets(self) -> list[Issued]:
        """One or two secrets, the older first."""
        answer = self._cognito.list_user_pool_client_secrets(**self._names)
        issued = [
            Issued(each["ClientSecretId"], each["ClientSecretCreateDate"])
            for each in answer["ClientSecrets"]
        ]
        return sorted(issued, key=lambda each: each.created)

    def add(self, value: str) -> None:
        """Add a secret."""
        self._cognito.add_user_pool_client_secret(**self._names, ClientSecret=value)

    def replace(self) -> str:
        """The client's only secret from now on; the others are accepted no longer."""
        *older, newest = self.secrets()
        for each in older:
            self.delete(each.id)
        value = token_hex(SECRET_BYTES)
        self.add(value)
        self.delete(newest.id)
        return value

    def delete(self, secret_id: str) -> None:
        """Delete a secret."""
        self._cognito.delete_user_pool_client_secret(**self._names, ClientSecretId=secret_id)


def rotation_of(place: Place, consumer: str) -> Rotation:
    """The rotation of one consumer's secret; CommandError without a secret."""
    tokens.check_machine(place, consumer)
    platform = Registry(place).parameter("platform")
    if platform is None:
        raise CommandError(f"{place.environment.name} is not deployed; run `make deploy`")
    secret = KeptSecret(
        place.client("secretsmanager"), f"/{place.environment.name}/consumers/{consumer}"
    )
    client = AppClient(
        place.client("cognito-idp"),
        platform["user_pool_id"],
        secret.current().content["client_id"],
    )
    return Rotation(consumer, secret, client, lambda secret: _works(secret, consumer))


def _works(secret: Mapping[str, str], consumer: str) -> bool:
    """Whether the token endpoint accepts the secret, after some retries."""
    for attempt in range(ATTEMPTS):
        if attempt:
            time.sleep(PAUSE_SECONDS)
        try:
            tokens.token_of(secret, consumer)
        except tokens.InvalidClientError:
            continue
        except CommandError as error:  # a client without live scopes gets no token, but is known
            return "unauthorized_client" in str(error)
        return True
    return False


def issue_secrets(place: Place) -> list[str]:
    """Give each machine whose client is new a secret that no state of Terraform holds.

    The one that Cognito made with the client ends with it: Terraform's state shows it to planners.
    """
    registry, secrets = Registry(place), place.client("secretsmanager")
    platform, gateway = registry.parameter("platform") or {}, registry.parameter("gateway") or {}
    prefix = f"/{place.environment.name}/consumers/"
    known = {name: content["client_id"] for name, content in _all(secrets, prefix)}
    machines = {
        client_id: consumer["name"]
        for client_id, consumer in registry.parameters("consumers").items()
        if consumer["kind"] == "machine"
    }
    issued = []
    for client_id, consumer in machines.items():
        name = prefix + consumer
        if known.get(name) == client_id:
            continue
        client = AppClient(place.client("cognito-idp"), platform["user_pool_id"], client_id)
        content = {
            "client_id": client_id,
            "client_secret": client.replace(),
            "token_url": platform["token_url"],
            "api_url": gateway["url"],
        }
        secrets.put_secret_value(SecretId=name, SecretString=json.dumps(content))
        issued.append(consumer)
    return issued


def tell_addresses(place: Place) -> list[str]:
    """Write the addresses of API and token endpoint into all secrets; returns the changed ones."""
    registry, secrets = Registry(place), place.client("secretsmanager")
    platform, gateway = registry.parameter("platform") or {}, registry.parameter("gateway") or {}
    addresses = {"token_url": platform["token_url"], "api_url": gateway["url"]}
    changed = []
    for name, content in _all(secrets, f"/{place.environment.name}/consumers/"):
        if content | addresses != content:
            text = json.dumps(content | addresses)
            secrets.put_secret_value(SecretId=name, SecretString=text)
            changed.append(name.rsplit("/", 1)[-1])
    return changed


def _all(secrets: Any, prefix: str) -> list[tuple[str, dict[str, str]]]:
    """Name and content of every secret below the prefix that has a content."""
    pages = secrets.get_paginator("list_secrets").paginate(
        Filters=[{"Key": "name", "Values": [prefix]}]
    )
    names = [
        each["Name"]
        for page in pages
        for each in page["SecretList"]
        if each.get("SecretVersionsToStages")
    ]
    contents = []
    for some in batched(names, BATCH, strict=False):
        try:
            answer = secrets.batch_get_secret_value(SecretIdList=list(some))
        except ClientError as error:
            raise CommandError(f"consumers' secrets cannot be read: {error}") from error
        contents += [
            (each["Name"], json.loads(each["SecretString"])) for each in answer["SecretValues"]
        ]
    return contents
