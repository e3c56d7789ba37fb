"""The imported parts of an OpenAPI document, read with API Gateway's operations."""

import json
import pickle
from typing import Any

import pytest
from moto.apigateway.models import apigateway_backends

from embedded_aws.tests.integration.gateway.conftest import (
    ACCOUNT,
    FUNCTIONS,
    REGION,
    World,
    invocation_uri,
    mocked,
    openapi,
    proxied,
)

AUTHORIZER = f"{FUNCTIONS}:authorizer:live"
ORDERS = f"{FUNCTIONS}:orders:live"


def document() -> dict[str, Any]:
    """A document with every extension that the project uses."""
    place = {
        **proxied(ORDERS, timeoutInMillis=5000, passthroughBehavior="when_no_match"),
        "operationId": "placeOrder",
        "security": [{"authorizer": [], "api_key": []}],
        "x-amazon-apigateway-request-validator": "params",
        "parameters": [
            {"name": "Idempotency-Key", "in": "header", "required": True},
            {"name": "dry", "in": "query"},
            {"name": "session", "in": "cookie"},
        ],
        "requestBody": {
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Order"}}}
        },
        "responses": {
            "200": {
                "description": "placed",
                "headers": {"ETag": {"schema": {"type": "string"}}},
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Order"}}},
            }
        },
    }
    return openapi(
        {
            "/orders": {"post": place, "options": {**mocked(Allow="GET"), "security": []}},
            "/orders/{orderId}": {
                "parameters": [{"name": "orderId", "in": "path", "required": True}],
                "get": proxied(ORDERS),
                "x-amazon-apigateway-any-method": proxied(ORDERS),
            },
            "/": {"get": {**mocked(), "security": []}},
        },
        security=[{"authorizer": []}],
        components={
            "schemas": {"Order": {"type": "object", "required": ["sku"]}},
            "securitySchemes": {
                "authorizer": {
                    "type": "apiKey",
                    "name": "Authorization",
                    "in": "header",
                    "x-amazon-apigateway-authtype": "custom",
                    "x-amazon-apigateway-authorizer": {
                        "type": "token",
                        "authorizerUri": invocation_uri(AUTHORIZER),
                        "authorizerResultTtlInSeconds": 60,
                        "identityValidationExpression": "^Bearer .+$",
                    },
                },
                "api_key": {"type": "apiKey", "name": "x-api-key", "in": "header"},
            },
        },
        **{
            "x-amazon-apigateway-api-key-source": "AUTHORIZER",
            "x-amazon-apigateway-binary-media-types": ["image/png"],
            "x-amazon-apigateway-minimum-compression-size": 1024,
            "x-amazon-apigateway-request-validator": "all",
            "x-amazon-apigateway-request-validators": {
                "all": {"validateRequestBody": True, "validateRequestParameters": True},
                "params": {"validateRequestBody": False, "validateRequestParameters": True},
            },
            "x-amazon-apigateway-gateway-responses": {
                "THROTTLED": {
                    "statusCode": 429,
                    "responseParameters": {"gatewayresponse.header.Retry-After": "'1'"},
                    "responseTemplates": {"application/problem+json": '{"status":429}'},
                }
            },
        },
    )


@pytest.fixture
def api(world: World) -> str:
    return world.imported(document())


def method(world: World, api: str, path: str, verb: str) -> dict[str, Any]:
    """GetMethod by path."""
    items = world.apigateway.get_resources(restApiId=api)["items"]
    resource = next(each["id"] for each in items if each["path"] == path)
    answer = world.apigateway.get_method(restApiId=api, resourceId=resource, httpMethod=verb)
    return dict(answer)


def test_authorizers_are_kept(world: World, api: str) -> None:
    (authorizer,) = world.apigateway.get_authorizers(restApiId=api)["items"]

    assert authorizer.pop("id")
    assert authorizer == {
        "name": "authorizer",
        "type": "TOKEN",
        "authType": "custom",
        "authorizerUri": invocation_uri(AUTHORIZER),
        "identitySource": "method.request.header.Authorization",
        "identityValidationExpression": "^Bearer .+$",
        "authorizerResultTtlInSeconds": 60,
    }


def test_an_imported_model_is_found_by_its_name(world: World, api: str) -> None:
    model = world.apigateway.get_model(restApiId=api, modelName="Order")

    assert model["contentType"] == "application/json"
    assert json.loads(model["schema"]) == {"type": "object", "required": ["sku"]}


def test_request_validators_are_kept(world: World, api: str) -> None:
    items = world.apigateway.get_request_validators(restApiId=api)["items"]

    validators = {
        v["name"]: (v["validateRequestBody"], v["validateRequestParameters"]) for v in items
    }
    assert validators == {"all": (True, True), "params": (False, True)}


def test_gateway_responses_are_kept(world: World, api: str) -> None:
    response = world.apigateway.get_gateway_response(restApiId=api, responseType="THROTTLED")

    assert response["statusCode"] == "429"
    assert response["responseParameters"] == {"gatewayresponse.header.Retry-After": "'1'"}
    assert response["responseTemplates"] == {"application/problem+json": '{"status":429}'}


def test_settings_of_the_whole_api_are_kept(world: World, api: str) -> None:
    settings = world.apigateway.get_rest_api(restApiId=api)

    assert settings["apiKeySource"] == "AUTHORIZER"
    assert settings["binaryMediaTypes"] == ["image/png"]
    assert settings["minimumCompressionSize"] == 1024


@pytest.mark.parametrize(
    ("verb", "path", "security"),
    [
        ("POST", "/orders", ("CUSTOM", True)),
        ("OPTIONS", "/orders", ("NONE", False)),
        ("GET", "/orders/{orderId}", ("CUSTOM", False)),
        ("ANY", "/orders/{orderId}", ("CUSTOM", False)),
        ("GET", "/", ("NONE", False)),
    ],
)
def test_each_method_has_the_security_that_it_declares_or_inherits(
    world: World, api: str, path: str, verb: str, security: tuple[str, bool]
) -> None:
    imported = method(world, api, path, verb)

    assert (imported["authorizationType"], imported["apiKeyRequired"]) == security


def test_a_method_names_the_authorizer_by_its_id(world: World, api: str) -> None:
    (authorizer,) = world.apigateway.get_authorizers(restApiId=api)["items"]

    assert method(world, api, "/orders", "POST")["authorizerId"] == authorizer["id"]


@pytest.mark.parametrize(
    ("verb", "path", "name"), [("POST", "/orders", "params"), ("GET", "/", "all")]
)
def test_a_method_has_its_own_validator_or_the_documents(
    world: World, api: str, verb: str, path: str, name: str
) -> None:
    validators = world.apigateway.get_request_validators(restApiId=api)["items"]
    validator_id = next(each["id"] for each in validators if each["name"] == name)

    assert method(world, api, path, verb)["requestValidatorId"] == validator_id


def test_parameters_bodies_and_names_of_a_method_are_kept(world: World, api: str) -> None:
    imported = method(world, api, "/orders", "POST")

    assert imported["operationName"] == "placeOrder"
    assert imported["requestModels"] == {"application/json": "Order"}
    assert imported["requestParameters"] == {
        "method.request.header.Idempotency-Key": True,
        "method.request.querystring.dry": False,
    }


def test_parameters_of_a_path_are_its_methods(world: World, api: str) -> None:
    imported = method(world, api, "/orders/{orderId}", "GET")

    assert imported["requestParameters"] == {"method.request.path.orderId": True}


def test_responses_of_a_method_keep_models_and_headers(world: World, api: str) -> None:
    response = method(world, api, "/orders", "POST")["methodResponses"]["200"]

    assert response["responseModels"] == {"application/json": "Order"}
    assert response["responseParameters"] == {"method.response.header.ETag": False}


def test_a_proxy_integration_is_kept(world: World, api: str) -> None:
    integration = method(world, api, "/orders", "POST")["methodIntegration"]

    assert integration["type"] == "AWS_PROXY"
    assert integration["uri"] == invocation_uri(ORDERS)
    assert integration["httpMethod"] == "POST"
    assert integration["timeoutInMillis"] == 5000
    assert integration["passthroughBehavior"] == "WHEN_NO_MATCH"


def test_a_mock_integration_needs_no_uri(world: World, api: str) -> None:
    integration = method(world, api, "/orders", "OPTIONS")["methodIntegration"]

    assert integration["type"] == "MOCK"
    assert not integration.get("uri")
    assert integration["requestTemplates"] == {"application/json": '{"statusCode": 200}'}
    assert integration["integrationResponses"]["200"]["responseParameters"] == {
        "method.response.header.Allow": "'GET'"
    }


def test_integrations_that_are_silent_get_api_gateways_defaults(world: World, api: str) -> None:
    integration = method(world, api, "/orders/{orderId}", "GET")["methodIntegration"]

    assert integration["timeoutInMillis"] == 29000
    assert integration["passthroughBehavior"] == "WHEN_NO_MATCH"


def test_paths_on_the_way_become_resources_without_methods(world: World) -> None:
    api = world.imported(openapi({"/a/b/{c}": {"get": mocked()}}))

    resources = world.apigateway.get_resources(restApiId=api)["items"]

    assert sorted((each["path"], "resourceMethods" in each) for each in resources) == [
        ("/", False),
        ("/a", False),
        ("/a/b", False),
        ("/a/b/{c}", True),
    ]


def test_overwriting_replaces_everything(world: World, api: str) -> None:
    world.apigateway.put_rest_api(
        restApiId=api, mode="overwrite", body=json.dumps(openapi({"/new": {"get": mocked()}}))
    )

    client = world.apigateway
    paths = {each["path"] for each in client.get_resources(restApiId=api)["items"]}
    assert paths == {"/", "/new"}
    assert client.get_authorizers(restApiId=api)["items"] == []
    assert client.get_request_validators(restApiId=api)["items"] == []
    assert "Order" not in {each["name"] for each in client.get_models(restApiId=api)["items"]}
    settings = client.get_rest_api(restApiId=api)
    assert settings["apiKeySource"] == "HEADER"
    assert settings.get("binaryMediaTypes", []) == []
    assert "minimumCompressionSize" not in settings


def test_overwriting_keeps_the_ids_of_what_stays(world: World, api: str) -> None:
    client = world.apigateway
    before = {each["path"]: each["id"] for each in client.get_resources(restApiId=api)["items"]}
    authorizer = client.get_authorizers(restApiId=api)["items"][0]["id"]

    client.put_rest_api(restApiId=api, mode="overwrite", body=json.dumps(document()))

    after = {each["path"]: each["id"] for each in client.get_resources(restApiId=api)["items"]}
    assert after["/"] == before["/"] == client.get_rest_api(restApiId=api)["rootResourceId"]
    assert client.get_authorizers(restApiId=api)["items"][0]["id"] == authorizer


def test_merging_adds_to_what_is_there(world: World, api: str) -> None:
    world.apigateway.put_rest_api(
        restApiId=api, mode="merge", body=json.dumps(openapi({"/new": {"get": mocked()}}))
    )

    resources = world.apigateway.get_resources(restApiId=api)["items"]
    paths = [each["path"] for each in resources]
    assert sorted(paths) == ["/", "/new", "/orders", "/orders/{orderId}"]
    assert method(world, api, "/orders", "POST")["authorizationType"] == "CUSTOM"


def test_merging_the_same_document_twice_doubles_nothing(world: World, api: str) -> None:
    world.apigateway.put_rest_api(restApiId=api, mode="merge", body=json.dumps(document()))

    client = world.apigateway
    paths = [each["path"] for each in client.get_resources(restApiId=api)["items"]]
    assert sorted(paths) == ["/", "/orders", "/orders/{orderId}"]
    assert len(client.get_authorizers(restApiId=api)["items"]) == 1
    assert len(client.get_request_validators(restApiId=api)["items"]) == 2


def test_a_new_api_can_be_imported_whole(world: World) -> None:
    api = world.apigateway.import_rest_api(body=json.dumps(document()))["id"]

    assert method(world, api, "/orders", "POST")["authorizationType"] == "CUSTOM"
    assert world.apigateway.get_rest_api(restApiId=api)["name"] == "t"


def test_a_refused_document_leaves_the_api_as_it_was(world: World, api: str) -> None:
    broken = openapi({"/x": {"get": proxied("nonsense")}})
    broken["paths"]["/x"]["get"]["x-amazon-apigateway-integration"]["uri"] = "no arn"

    with pytest.raises(world.apigateway.exceptions.BadRequestException):
        world.apigateway.put_rest_api(restApiId=api, mode="overwrite", body=json.dumps(broken))

    assert method(world, api, "/orders", "POST")["authorizationType"] == "CUSTOM"


def test_a_document_can_name_kinds_of_authorization_without_a_function(world: World) -> None:
    schemes = {
        "iam": {
            "type": "apiKey",
            "name": "Authorization",
            "in": "header",
            "x-amazon-apigateway-authtype": "awsSigv4",
        },
        "people": {
            "type": "apiKey",
            "name": "Authorization",
            "in": "header",
            "x-amazon-apigateway-authtype": "cognito_user_pools",
            "x-amazon-apigateway-authorizer": {
                "type": "cognito_user_pools",
                "providerARNs": [f"arn:aws:cognito-idp:{REGION}:{ACCOUNT}:userpool/x"],
            },
        },
    }
    paths = {
        "/iam": {"get": {**mocked(), "security": [{"iam": []}]}},
        "/people": {"get": {**mocked(), "security": [{"people": ["orders/read"]}]}},
    }
    api = world.imported(openapi(paths, components={"securitySchemes": schemes}))

    assert method(world, api, "/iam", "GET")["authorizationType"] == "AWS_IAM"
    assert method(world, api, "/people", "GET")["authorizationType"] == "COGNITO_USER_POOLS"
    assert method(world, api, "/people", "GET")["authorizationScopes"] == ["orders/read"]


def test_references_between_models_become_addresses(world: World) -> None:
    money = {"$ref": "#/components/schemas/Money"}
    schemas = {"Order": {"properties": {"price": money}}, "Money": {"type": "object"}}
    api = world.imported(openapi({"/": {"get": mocked()}}, components={"schemas": schemas}))

    schema = json.loads(world.apigateway.get_model(restApiId=api, modelName="Order")["schema"])

    address = f"https://apigateway.amazonaws.com/restapis/{api}/models/Money"
    assert schema == {"properties": {"price": {"$ref": address}}}


def test_a_schema_in_an_operation_becomes_a_model(world: World) -> None:
    body = {"content": {"application/json": {"schema": {"type": "array"}}}}
    api = world.imported(openapi({"/": {"post": {**mocked(), "requestBody": body}}}))

    name = method(world, api, "/", "POST")["requestModels"]["application/json"]

    model = world.apigateway.get_model(restApiId=api, modelName=name)
    assert json.loads(model["schema"]) == {"type": "array"}


def test_a_schema_among_the_components_stays_one_model(world: World, api: str) -> None:
    models = world.apigateway.get_models(restApiId=api)["items"]

    assert [each["name"] for each in models] == ["Order"]


def test_references_to_shared_parts_are_followed(world: World) -> None:
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Order"}}}
    components = {
        "schemas": {"Order": {"type": "object"}},
        "parameters": {"Page": {"name": "page", "in": "query", "required": True}},
        "requestBodies": {"Order": {"content": content}},
        "responses": {"Order": {"description": "an order", "content": content}},
    }
    operation = {
        **mocked(),
        "parameters": [{"$ref": "#/components/parameters/Page"}],
        "requestBody": {"$ref": "#/components/requestBodies/Order"},
        "responses": {"200": {"$ref": "#/components/responses/Order"}},
    }
    api = world.imported(openapi({"/": {"post": operation}}, components=components))

    imported = method(world, api, "/", "POST")

    assert imported["requestParameters"] == {"method.request.querystring.page": True}
    assert imported["requestModels"] == {"application/json": "Order"}
    assert imported["methodResponses"]["200"]["responseModels"] == {"application/json": "Order"}


def test_a_parameter_of_an_operation_goes_before_the_paths(world: World) -> None:
    item = {
        "parameters": [{"name": "q", "in": "query", "required": False}],
        "get": {**mocked(), "parameters": [{"name": "q", "in": "query", "required": True}]},
    }
    api = world.imported(openapi({"/": item}))

    parameters = method(world, api, "/", "GET")["requestParameters"]

    assert parameters == {"method.request.querystring.q": True}


def test_a_default_response_is_no_response_of_a_method(world: World) -> None:
    operation = {**mocked(), "responses": {"default": {"description": "any"}}}
    api = world.imported(openapi({"/": {"get": operation}}))

    assert method(world, api, "/", "GET").get("methodResponses", {}) == {}


def refused(world: World, document: dict[str, Any], **options: object) -> str:
    """The message with which PutRestApi refuses the document."""
    api = world.imported(openapi({"/": {"get": mocked()}}))
    with pytest.raises(world.apigateway.exceptions.BadRequestException) as refusal:
        world.apigateway.put_rest_api(restApiId=api, body=json.dumps(document), **options)
    return str(refusal.value)


@pytest.mark.parametrize("name", ["Orders_Money", "Orders-Money", "Größe"])
def test_a_model_name_is_alphanumeric(world: World, name: str) -> None:
    document = openapi({}, components={"schemas": {name: {"type": "object"}}})

    assert "alphanumeric" in refused(world, document)


@pytest.mark.parametrize(
    "paths", [("/a/{x}", "/a/{y}"), ("/{x}", "/{y}/b"), ("/a/{x+}", "/a/{y+}")]
)
def test_two_variables_cannot_stand_in_one_place(world: World, paths: tuple[str, str]) -> None:
    document = openapi({path: {"get": mocked()} for path in paths})

    assert "already has a variable path part" in refused(world, document)


def test_a_greedy_variable_may_stand_beside_another(world: World) -> None:
    paths = {path: {"get": mocked(path)} for path in ("/a/{x}", "/a/{proxy+}")}

    api = world.imported(openapi(paths))

    resources = world.apigateway.get_resources(restApiId=api)["items"]
    assert {"/a/{x}", "/a/{proxy+}"} <= {each["path"] for each in resources}


@pytest.mark.parametrize("document", [{"swagger": "1.2"}, {"openapi": "2.0"}, {"info": {}}])
def test_a_document_of_another_kind_is_refused(world: World, document: dict[str, Any]) -> None:
    assert "Only OpenAPI 3" in refused(world, document)


def test_an_unknown_mode_is_refused(world: World) -> None:
    api = world.imported(openapi({"/": {"get": mocked()}}))

    with pytest.raises(world.apigateway.exceptions.ClientError, match=r"at 'mode'.*merge, overwr"):
        world.apigateway.put_rest_api(restApiId=api, body=b"{}", mode="replace")


def test_a_bad_document_is_told_before_an_unknown_api(world: World) -> None:
    """Recorded answer."""
    with pytest.raises(world.apigateway.exceptions.BadRequestException, match="Invalid OpenAPI"):
        world.apigateway.put_rest_api(restApiId="none", body=b"{'key:value}")


def test_parameters_of_the_path_need_no_declaration(world: World) -> None:
    """Recorded answer."""
    api = world.imported(openapi({"/a/{id}/{rest+}": {"get": mocked()}}))

    (method,) = methods(world, api)

    assert method["requestParameters"] == {
        "method.request.path.id": True,
        "method.request.path.rest": True,
    }


def test_a_variable_base_path_counts_where_the_url_does_not_name_it(world: World) -> None:
    """Recorded answer."""
    variables = {"basePath": {"default": "/base"}}
    servers = [{"url": "https://example.com", "variables": variables}]
    api = world.imported(openapi({}))

    world.apigateway.put_rest_api(
        restApiId=api,
        body=json.dumps(openapi({"/x": {"get": mocked()}}, servers=servers)),
        parameters={"basepath": "prepend"},
    )

    assert "/base/x" in paths(world, api)


def test_a_path_keeps_its_resource_when_a_document_overwrites(world: World) -> None:
    """Recorded answer."""
    api = world.imported(openapi({"/x": {"get": mocked()}}))
    before = paths(world, api)

    world.apigateway.put_rest_api(
        restApiId=api, mode="overwrite", body=json.dumps(openapi({"/x": {"put": mocked()}}))
    )

    assert paths(world, api) == before


def test_an_imported_text_without_a_path_is_about_the_root(world: World) -> None:
    """Recorded answer."""
    part = {"location": {"type": "METHOD", "method": "GET"}, "properties": {"description": "d"}}
    brought = {"x-amazon-apigateway-documentation": {"documentationParts": [part]}}
    api = world.imported(openapi({}, **brought))

    (brought_part,) = world.apigateway.get_documentation_parts(restApiId=api)["items"]

    assert brought_part["location"] == {"type": "METHOD", "method": "GET", "path": "/"}


def paths(world: World, api: str) -> dict[str, str]:
    """Id by path."""
    items = world.apigateway.get_resources(restApiId=api)["items"]
    return {each["path"]: each["id"] for each in items}


def methods(world: World, api: str) -> list[dict[str, Any]]:
    items = world.apigateway.get_resources(restApiId=api, embed=["methods"])["items"]
    return [method for each in items for method in (each.get("resourceMethods") or {}).values()]


def test_a_path_without_a_slash_is_refused(world: World) -> None:
    assert "Failed to parse" in refused(world, openapi({"no slash": {}}))


def test_warnings_can_be_made_to_fail(world: World) -> None:
    operation = mocked()
    mapped = {"integration.request.header.X": True}
    operation["x-amazon-apigateway-integration"]["requestParameters"] = mapped

    refusal = refused(world, openapi({"/": {"get": operation}}), failOnWarnings=True)

    assert "Warnings found" in refusal
    assert "Expected type string" in refusal


def test_a_new_api_of_a_refused_document_is_not_left_behind(world: World) -> None:
    broken = openapi({}, components={"schemas": {"no_name": {}}})

    with pytest.raises(world.apigateway.exceptions.BadRequestException):
        world.apigateway.import_rest_api(body=json.dumps(broken))

    assert world.apigateway.get_rest_apis()["items"] == []


def test_everything_kept_survives_a_snapshot(world: World) -> None:
    deployed = world.deployed(document())
    backend = apigateway_backends[ACCOUNT][REGION]

    restored = pickle.loads(  # noqa: S301 - made on this line
        pickle.dumps(backend.apis[deployed.id].deployments)
    )

    assert [each.snapshot["id"] for each in restored.values()] == [deployed.id]
