"""The endpoint for `make run` and `make watch`: other code, an unchanged control plane."""

import io
import json
import zipfile
from collections.abc import Iterator
from itertools import count
from typing import Any

import httpx
import pytest

from embedded_aws.tests.integration.server.conftest import EmbeddedAws
from embedded_aws.tests.integration.server.trust import TRUST

NUMBERS = count()
MAIN = "services/main.py"
SOURCE = "def handle(event, context):\n    return {!r}\n"


class Deployment:
    """A deployed function with an alias, and a way to reload it."""

    def __init__(self, aws: EmbeddedAws) -> None:
        self.name = f"reloaded-{next(NUMBERS)}"
        self.api = aws.client("lambda")
        self.endpoint = aws.endpoint
        self.url = f"{aws.endpoint}/_local/functions/{self.name}/live/code"
        document = {"RoleName": self.name, "AssumeRolePolicyDocument": TRUST}
        role = aws.client("iam").create_role(**document)["Role"]["Arn"]
        self.api.create_function(
            FunctionName=self.name,
            Runtime="python3.13",
            Role=role,
            Handler="services.main.handle",
            Code={"ZipFile": zipped("one")},
            Publish=True,
        )
        self.api.create_alias(FunctionName=self.name, Name="live", FunctionVersion="1")

    def put(self, text: str, **headers: str) -> httpx.Response:
        body = {"folders": ["services"], "modules": {MAIN: text}}
        return httpx.put(self.url, json=body, headers=headers, timeout=30)

    def answer(self, qualifier: str) -> Any:
        response = self.api.invoke(FunctionName=self.name, Qualifier=qualifier)
        return json.loads(response["Payload"].read())

    def reported(self) -> list[Any]:
        """The control plane's descriptions of the function."""
        answers = [
            self.api.get_function(FunctionName=self.name, Qualifier="live"),
            self.api.get_alias(FunctionName=self.name, Name="live"),
            self.api.list_versions_by_function(FunctionName=self.name),
        ]
        return [each | {"ResponseMetadata": None} for each in answers]


def zipped(answer: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr(MAIN, SOURCE.format(answer))
    return buffer.getvalue()


@pytest.fixture
def function(aws: EmbeddedAws) -> Iterator[Deployment]:
    deployment = Deployment(aws)
    yield deployment
    deployment.api.delete_function(FunctionName=deployment.name)


def test_the_alias_serves_new_code_and_nothing_deployed_changes(function: Deployment) -> None:
    before = function.reported()

    put = function.put(SOURCE.format("two"))

    assert (put.status_code, put.json()) == (200, {"reloaded": True})
    assert (function.answer("live"), function.answer("1")) == ("two", "one")
    assert function.reported() == before


def test_code_that_does_not_start_is_refused_in_lambdas_words(function: Deployment) -> None:
    put = function.put("1 / 0\n")

    assert (put.status_code, put.json()["errorType"]) == (409, "ZeroDivisionError")
    assert f'{MAIN}", line 1' in "".join(put.json()["stackTrace"])
    assert function.answer("live") == "one"


def test_the_next_deployment_ends_it(function: Deployment) -> None:
    function.put(SOURCE.format("two"))

    function.api.update_function_code(FunctionName=function.name, ZipFile=zipped("three"))
    function.api.publish_version(FunctionName=function.name)
    function.api.update_alias(FunctionName=function.name, Name="live", FunctionVersion="2")

    assert function.answer("live") == "three"


def test_it_is_ended_on_request(function: Deployment) -> None:
    function.put(SOURCE.format("two"))

    ended = httpx.delete(function.url)

    assert (ended.status_code, ended.json()) == (200, {"reloaded": False})
    assert function.answer("live") == "one"


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("PUT", "/_local/functions/nobody/live/code", {"folders": [], "modules": {}}, 404),
        ("PUT", "/_local/functions/{name}/1/code", {"folders": [], "modules": {}}, 404),
        ("POST", "/_local/functions/{name}/live/code", {}, 404),
        ("PUT", "/_local/functions/{name}/live/code", {"modules": "none"}, 400),
        ("DELETE", "/_local/functions/nobody/live/code", None, 404),
        ("GET", "/_local/functions/", None, 404),
    ],
)
def test_bad_input_is_told(
    function: Deployment, method: str, path: str, body: object, status: int
) -> None:
    answer = httpx.request(method, function.endpoint + path.format(name=function.name), json=body)

    assert answer.status_code == status
    assert answer.json()["errorMessage"]


def test_a_web_page_reloads_nothing(function: Deployment) -> None:
    put = function.put(SOURCE.format("two"), Origin="https://example.com")

    assert put.status_code == 403
    assert function.answer("live") == "one"


def test_a_restart_serves_what_is_deployed(own_aws: EmbeddedAws) -> None:
    own_aws.start()
    function = Deployment(own_aws)
    function.put(SOURCE.format("two"))

    own_aws.stop()
    own_aws.start()

    assert function.answer("live") == "one"
    assert not list((own_aws.folder / "functions").glob("*+*"))
