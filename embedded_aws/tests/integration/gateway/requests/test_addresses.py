"""The addresses of an API: by path, by host name, and the project's own by its stage."""

import json

import httpx
import pytest
from moto.apigateway.models import apigateway_backends

from embedded_aws.tests.integration.gateway.conftest import (
    ACCOUNT,
    REGION,
    Deployed,
    World,
    mocked,
    openapi,
)


def named(world: World, text: str, stage: str = "v1") -> Deployed:
    """An API that answers its name."""
    return world.deployed(openapi({"/who": {"get": mocked(text)}}), stage=stage)


def at(world: World, path: str, **headers: str) -> httpx.Response:
    return httpx.get(f"http://127.0.0.1:{world.port}{path}", headers=headers)


def test_by_user_request_path(world: World) -> None:
    deployed = named(world, "one")

    assert at(world, f"/restapis/{deployed.id}/v1/_user_request_/who").text == "one"


@pytest.mark.parametrize("port", ["", ":8080"])
def test_by_execute_api_host_name(world: World, port: str) -> None:
    deployed = named(world, "one")
    host = f"{deployed.id}.execute-api.eu-central-1.amazonaws.com{port}"

    assert at(world, "/v1/who", Host=host).text == "one"


def test_by_stage_when_one_api_has_it(world: World) -> None:
    named(world, "one", stage="alone")

    assert at(world, "/alone/who").text == "one"


def test_by_stage_the_registered_one_of_several(world: World) -> None:
    one = named(world, "one")
    named(world, "two")
    value = json.dumps({"api_id": one.id, "stage": "v1"})
    world.ssm.put_parameter(Name="/local/gateway", Type="String", Value=value)

    assert at(world, "/v1/who").text == "one"
    world.ssm.delete_parameter(Name="/local/gateway")


def test_by_stage_the_newest_of_several(world: World) -> None:
    older = named(world, "one")
    named(world, "two")
    apigateway_backends[ACCOUNT][REGION].apis[older.id].settings["createdDate"] -= 60

    assert at(world, "/v1/who").text == "two"


def test_several_apis_are_served_side_by_side(world: World) -> None:
    one, two = named(world, "one"), named(world, "two")

    assert (one.get("/who").text, two.get("/who").text) == ("one", "two")


def test_the_host_name_decides_before_the_stage(world: World) -> None:
    one = named(world, "one")
    named(world, "two")

    assert at(world, "/v1/who", Host=f"{one.id}.execute-api.local").text == "one"


@pytest.mark.parametrize(
    "path", ["/", "/v9/who", "/restapis/none/v1/_user_request_/who", "/restapis/x", "/restapis//"]
)
def test_an_address_without_a_deployed_stage_is_forbidden(world: World, path: str) -> None:
    named(world, "one")

    answer = at(world, path)

    assert answer.status_code == 403
    assert answer.json() == {"message": "Forbidden"}
    assert answer.headers["x-amzn-errortype"] == "ForbiddenException"


def test_an_unknown_api_in_the_host_name_is_forbidden(world: World) -> None:
    named(world, "one")

    assert at(world, "/v1/who", Host="nobody.execute-api.local").status_code == 403


def test_a_default_endpoint_that_is_turned_off_is_forbidden(world: World) -> None:
    one = named(world, "one")
    off = {"op": "replace", "path": "/disableExecuteApiEndpoint", "value": "true"}
    world.apigateway.update_rest_api(restApiId=one.id, patchOperations=[off])
    host = f"{one.id}.execute-api.{REGION}.amazonaws.com"

    assert at(world, "/v1/who", Host=host).text == "one"
    one.redeploy()
    assert at(world, "/v1/who", Host=host).status_code == 403
    assert one.get("/who").text == "one"
