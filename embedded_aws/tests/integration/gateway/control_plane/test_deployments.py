"""A stage serves its deployment's copy of the API, not the present resources."""

import httpx
import pytest
from moto.apigateway.models import apigateway_backends

from embedded_aws.tests.integration.gateway.conftest import (
    ACCOUNT,
    REGION,
    STAGE,
    Deployed,
    World,
    invocation_uri,
    mocked,
    ok,
    openapi,
)


def built_from_single_resources(world: World) -> str:
    """GET /things/{id} with a mock, created operation by operation."""
    client = world.apigateway
    api = client.create_rest_api(name="single")
    root, place = api["rootResourceId"], {"restApiId": api["id"]}
    things = client.create_resource(**place, parentId=root, pathPart="things")["id"]
    thing = client.create_resource(**place, parentId=things, pathPart="{id}")["id"]
    place |= {"resourceId": thing, "httpMethod": "GET"}
    client.put_method(**place, authorizationType="NONE")
    client.put_method_response(**place, statusCode="200")
    templates = {"application/json": '{"statusCode": 200}'}
    client.put_integration(**place, type="MOCK", requestTemplates=templates)
    client.put_integration_response(
        **place, statusCode="200", responseTemplates={"application/json": "from pieces"}
    )
    return str(api["id"])


def change_body(deployed: Deployed, text: str) -> None:
    """Change the mock's answer in the API, but in no deployment."""
    document = openapi({"/": {"get": mocked(text)}})
    import_it = deployed.world.apigateway.put_rest_api
    import_it(
        restApiId=deployed.id, mode="overwrite", body=httpx.Request("", "", json=document).read()
    )


def test_an_api_of_single_resources_is_served(world: World) -> None:
    deployed = world.staged(built_from_single_resources(world))

    assert deployed.get("/things/7").text == "from pieces"


def test_an_imported_api_is_served(world: World) -> None:
    deployed = world.deployed(openapi({"/things": {"get": mocked("from a document")}}))

    assert deployed.get("/things").text == "from a document"


def test_a_change_without_a_deployment_is_not_served(world: World) -> None:
    deployed = world.deployed(openapi({"/": {"get": mocked("first")}}))

    change_body(deployed, "second")

    assert deployed.get("/").text == "first"


def test_the_next_request_after_a_redeploy_sees_it(world: World) -> None:
    deployed = world.deployed(openapi({"/": {"get": mocked("first")}}))
    assert deployed.get("/").text == "first"

    change_body(deployed, "second")
    deployed.redeploy()

    assert deployed.get("/").text == "second"


def test_a_stage_can_go_back_to_an_older_deployment(world: World) -> None:
    deployed = world.deployed(openapi({"/": {"get": mocked("first")}}))
    stage = {"restApiId": deployed.id, "stageName": STAGE}
    older = world.apigateway.get_stage(**stage)["deploymentId"]
    change_body(deployed, "second")
    deployed.redeploy()

    deployed.change(("replace", "/deploymentId", older))

    assert deployed.get("/").text == "first"


def test_stages_of_one_api_serve_their_own_deployments(world: World) -> None:
    first = world.deployed(openapi({"/": {"get": mocked("first")}}))

    change_body(first, "second")
    second = world.staged(first.id, stage="v2")

    assert (first.get("/").text, second.get("/").text) == ("first", "second")


def test_deploying_to_a_stage_by_name_keeps_its_settings(world: World) -> None:
    deployed = world.deployed(openapi({"/": {"get": mocked("first")}}), variables={"colour": "red"})
    deployed.change(("replace", "/accessLogSettings/format", "$context.requestId"))
    change_body(deployed, "second")

    world.apigateway.create_deployment(
        restApiId=deployed.id, stageName=STAGE, variables={"size": "big"}
    )

    stage = world.apigateway.get_stage(restApiId=deployed.id, stageName=STAGE)
    assert deployed.get("/").text == "second"
    assert stage["variables"] == {"colour": "red", "size": "big"}
    assert stage["accessLogSettings"]["format"] == "$context.requestId"


def test_a_deployment_that_a_stage_points_to_cannot_be_deleted(world: World) -> None:
    deployed = world.deployed(openapi({"/": {"get": mocked()}}))
    stage = world.apigateway.get_stage(restApiId=deployed.id, stageName=STAGE)

    with pytest.raises(world.apigateway.exceptions.BadRequestException, match="Active stages"):
        world.apigateway.delete_deployment(
            restApiId=deployed.id, deploymentId=stage["deploymentId"]
        )


def test_a_deployment_that_no_stage_points_to_any_more_can_be_deleted(world: World) -> None:
    api = world.imported(openapi({"/": {"get": mocked()}}))
    older = world.apigateway.create_deployment(restApiId=api, stageName=STAGE)["id"]
    newer = world.apigateway.create_deployment(restApiId=api, stageName=STAGE)["id"]

    world.apigateway.delete_deployment(restApiId=api, deploymentId=older)

    left = world.apigateway.get_deployments(restApiId=api)["items"]
    assert [each["id"] for each in left] == [newer]


def test_a_deleted_stage_is_no_longer_served(world: World) -> None:
    deployed = world.deployed(openapi({"/": {"get": mocked("here")}}))
    assert deployed.get("/").status_code == 200

    world.apigateway.delete_stage(restApiId=deployed.id, stageName=STAGE)

    assert deployed.get("/").status_code == 403


def test_a_deleted_api_is_no_longer_served(world: World) -> None:
    deployed = world.deployed(openapi({"/": {"get": mocked("here")}}))
    assert deployed.get("/").status_code == 200

    world.apigateway.delete_rest_api(restApiId=deployed.id)

    assert deployed.get("/").status_code == 403


def test_a_stage_setting_is_seen_by_the_next_request(world: World) -> None:
    deployed = world.deployed(openapi({"/": {"get": mocked("$stageVariables.colour")}}))
    deployed.change(("replace", "/variables/colour", "red"))
    assert deployed.get("/").text == "red"

    deployed.change(("replace", "/variables/colour", "blue"))

    assert deployed.get("/").text == "blue"


def test_what_a_deployment_holds_is_detached_from_the_api(world: World) -> None:
    deployed = world.deployed(openapi({"/": {"get": mocked("first")}}))
    api = apigateway_backends[ACCOUNT][REGION].apis[deployed.id]
    (method,) = api.root["resourceMethods"].values()

    method["methodIntegration"]["requestTemplates"]["application/json"] = '{"statusCode": 500}'

    (deployment,) = api.deployments.values()
    (stored,) = deployment.snapshot["resources"][0]["resourceMethods"].values()
    assert stored["methodIntegration"]["requestTemplates"] == {
        "application/json": '{"statusCode": 200}'
    }


def test_a_method_setting_can_be_taken_away(world: World) -> None:
    deployed = world.deployed(openapi({"/": {"get": mocked()}}))
    deployed.change(("replace", "/*/*/throttling/rateLimit", "5"))
    remove = [{"op": "remove", "path": "/*/*"}]
    stage = {"restApiId": deployed.id, "stageName": STAGE}

    world.apigateway.update_stage(**stage, patchOperations=remove)

    assert world.apigateway.get_stage(**stage)["methodSettings"] == {}


def test_media_types_are_added_and_removed_by_path(world: World) -> None:
    client = world.apigateway
    api = client.create_rest_api(name="t", binaryMediaTypes=["image/png"])["id"]
    operations = [
        {"op": "add", "path": "/binaryMediaTypes/application~1zip"},
        {"op": "remove", "path": "/binaryMediaTypes/image~1png"},
        {"op": "replace", "path": "/minimumCompressionSize", "value": "1024"},
    ]

    client.update_rest_api(restApiId=api, patchOperations=operations)

    settings = client.get_rest_api(restApiId=api)
    assert settings["binaryMediaTypes"] == ["application/zip"]
    assert settings["minimumCompressionSize"] == 1024
    client.delete_rest_api(restApiId=api)


@pytest.mark.parametrize(("word", "disabled"), [("true", True), ("false", False)])
def test_the_default_endpoint_goes_and_comes_back(world: World, word: str, disabled: bool) -> None:
    api = world.apigateway.create_rest_api(name="own", disableExecuteApiEndpoint=not disabled)["id"]
    operation = {"op": "replace", "path": "/disableExecuteApiEndpoint", "value": word}

    world.apigateway.update_rest_api(restApiId=api, patchOperations=[operation])

    assert world.apigateway.get_rest_api(restApiId=api)["disableExecuteApiEndpoint"] is disabled


def test_an_integration_keeps_its_cache_keys(world: World) -> None:
    declared = [{"name": "page", "in": "query"}]
    api = world.imported(openapi({"/": {"get": {**mocked(), "parameters": declared}}}))
    root = world.apigateway.get_rest_api(restApiId=api)["rootResourceId"]

    integration = world.apigateway.put_integration(
        restApiId=api,
        resourceId=root,
        httpMethod="GET",
        type="MOCK",
        cacheKeyParameters=["method.request.querystring.page"],
    )

    assert integration["cacheKeyParameters"] == ["method.request.querystring.page"]
    assert integration["cacheNamespace"] == root


def test_an_authorizer_made_alone_keeps_its_expression(world: World) -> None:
    api = world.imported(openapi({"/": {"get": mocked()}}))

    authorizer = world.apigateway.create_authorizer(
        restApiId=api,
        name="a",
        type="TOKEN",
        authorizerUri=invocation_uri(world.function(ok)),
        identityValidationExpression="^Bearer .+$",
    )

    assert authorizer["identityValidationExpression"] == "^Bearer .+$"


def test_a_stage_without_its_deployment_is_not_served(world: World) -> None:
    deployed = world.deployed(openapi({"/": {"get": mocked("here")}}))

    apigateway_backends[ACCOUNT][REGION].apis[deployed.id].deployments.clear()

    assert deployed.get("/").status_code == 403
