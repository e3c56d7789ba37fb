"""Input that a fuzzer has found: each was an error that nobody had declared."""

import json
from typing import Any

import pytest

from embedded_aws.gateway.authorization.identities import json_of
from embedded_aws.gateway.control_plane.documents.importing import import_rest_api
from embedded_aws.gateway.control_plane.protocol.calls import Call
from embedded_aws.gateway.control_plane.protocol.errors import BadRequestError
from embedded_aws.gateway.deployed.stored import Store
from embedded_aws.gateway.integrations.proxy_response import MalformedResponseError, proxy_response
from embedded_aws.gateway.mapping.json_path import JsonPathError, select

DEEP = b"[" * 100_000


@pytest.mark.parametrize(
    "part",
    [
        {"paths": {"/a": {"get": {"parameters": "a"}}}},
        {"paths": {"/a": {"post": {"parameters": [{"$ref": 1, "in": []}]}}}},
        {"definitions": {}, "responses": "a"},
    ],
)
def test_a_part_of_a_swagger_document_of_another_type_is_a_bad_request(part: Any) -> None:
    store = Store()
    document = json.dumps({"swagger": "2.0", "info": {"title": "t"}, **part}).encode()

    with pytest.raises(BadRequestError, match="Invalid OpenAPI input"):
        import_rest_api(Call(store, "123456789012", "eu-central-1", {"body": document}))

    assert store.apis == {}


def test_a_functions_answer_may_be_too_deep() -> None:
    exchange: Any = None  # which is looked at later

    with pytest.raises(MalformedResponseError, match="not JSON"):
        proxy_response(exchange, DEEP)


def test_an_authorizers_answer_that_is_too_deep_is_none() -> None:
    assert json_of(DEEP) is None


def test_a_path_may_have_a_number_without_end() -> None:
    with pytest.raises(JsonPathError, match="is not JSONPath"):
        select({"a": [1]}, f"$.a[{'9' * 5000}]")


@pytest.mark.parametrize("status", ["9" * 5000, "0200", "20"])
def test_a_status_in_a_text_has_three_digits(status: str) -> None:
    exchange: Any = None  # which is looked at later
    answer = json.dumps({"statusCode": status, "headers": {"Content-Type": "text/plain"}})

    with pytest.raises(MalformedResponseError, match="not an HTTP status"):
        proxy_response(exchange, answer.encode())
