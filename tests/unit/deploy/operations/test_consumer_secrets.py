"""A machine's first client secret, which Terraform never sees."""

import json
from collections.abc import Iterator
from itertools import count
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from moto import mock_aws

from tools.deploy.operations.consumer_secrets import issue_secrets

NAME = "/test/consumers/acme"


class Cognito:
    """An app client's secrets, with Cognito's limits."""

    def __init__(self) -> None:
        self._numbers = count()
        self.values = {self._id(): "known-to-terraform"}

    def _id(self) -> str:
        return f"acme--{next(self._numbers)}"

    def list_user_pool_client_secrets(self, **_: str) -> dict[str, Any]:
        listed = [
            {"ClientSecretId": each, "ClientSecretCreateDate": int(each.rsplit("-", 1)[1])}
            for each in self.values
        ]
        return {"ClientSecrets": listed}

    def add_user_pool_client_secret(self, **parameters: str) -> None:
        assert len(self.values) < 2
        self.values[self._id()] = parameters["ClientSecret"]

    def delete_user_pool_client_secret(self, **parameters: str) -> None:
        assert len(self.values) > 1
        del self.values[parameters["ClientSecretId"]]


class Place:
    """The environment `test` with two consumers, one of them a machine."""

    environment = SimpleNamespace(name="test")

    def __init__(self) -> None:
        self.cognito = Cognito()
        self._clients: dict[str, Any] = {
            name: boto3.client(name, region_name="eu-central-1")
            for name in ("ssm", "s3", "lambda", "secretsmanager")
        }
        self._clients["secretsmanager"].create_secret(Name=NAME)
        self.put("platform", {"user_pool_id": "pool", "token_url": "https://token"})
        self.put("gateway", {"url": "https://api"})
        self.put("consumers/client-1", {"name": "acme", "kind": "machine"})
        self.put("consumers/client-2", {"name": "web", "kind": "people"})

    def client(self, service: str) -> Any:
        return self.cognito if service == "cognito-idp" else self._clients[service]

    def put(self, name: str, content: dict[str, str]) -> None:
        self._clients["ssm"].put_parameter(
            Name=f"/test/{name}", Value=json.dumps(content), Type="String", Overwrite=True
        )

    def content(self) -> dict[str, str]:
        answer = self._clients["secretsmanager"].get_secret_value(SecretId=NAME)
        return dict(json.loads(answer["SecretString"]))


@pytest.fixture
def place() -> Iterator[Any]:
    with mock_aws():
        yield Place()


def test_a_machine_gets_a_secret_and_the_one_that_terraform_knows_ends(place: Any) -> None:
    issued = issue_secrets(place)

    content = place.content()
    assert issued == ["acme"]
    assert list(place.cognito.values.values()) == [content.pop("client_secret")]
    assert content == {
        "client_id": "client-1",
        "token_url": "https://token",
        "api_url": "https://api",
    }


def test_a_secret_that_is_there_stays(place: Any) -> None:
    issue_secrets(place)
    before = place.content()

    assert issue_secrets(place) == []
    assert place.content() == before


def test_a_new_client_of_a_machine_gets_a_new_secret(place: Any) -> None:
    issue_secrets(place)
    place.client("ssm").delete_parameter(Name="/test/consumers/client-1")
    place.put("consumers/client-9", {"name": "acme", "kind": "machine"})

    assert issue_secrets(place) == ["acme"]
    assert place.content()["client_id"] == "client-9"


def test_an_issue_that_was_interrupted_is_done_again(place: Any) -> None:
    place.cognito.add_user_pool_client_secret(ClientSecret="nobody-was-told")

    issue_secrets(place)

    assert list(place.cognito.values.values()) == [place.content()["client_secret"]]
