"""Objects as API Gateway keeps them (API reference and recorded answers)."""

import io
import json
from typing import Any

import pytest
import yaml
from botocore.exceptions import ClientError


def patch(op: str, path: str, value: str | None = None) -> list[dict[str, str]]:
    return [{"op": op, "path": path, **({} if value is None else {"value": value})}]


def test_a_deleted_resource_takes_everything_below_it_away(
    gateway: Any, api: dict[str, str]
) -> None:
    name = api["restApiId"]
    pets = gateway.create_resource(restApiId=name, parentId=api["resourceId"], pathPart="pets")
    pet = gateway.create_resource(restApiId=name, parentId=pets["id"], pathPart="{id}")
    gateway.create_resource(restApiId=name, parentId=pet["id"], pathPart="toys")

    gateway.delete_resource(restApiId=name, resourceId=pets["id"])

    assert [each["path"] for each in gateway.get_resources(restApiId=name)["items"]] == ["/"]


def test_a_moved_resource_takes_its_children_along(gateway: Any, api: dict[str, str]) -> None:
    name = api["restApiId"]
    pets = gateway.create_resource(restApiId=name, parentId=api["resourceId"], pathPart="pets")
    gateway.create_resource(restApiId=name, parentId=pets["id"], pathPart="{id}")

    gateway.update_resource(
        restApiId=name, resourceId=pets["id"], patchOperations=patch("replace", "/pathPart", "dogs")
    )

    paths = [each["path"] for each in gateway.get_resources(restApiId=name)["items"]]
    assert paths == ["/", "/dogs", "/dogs/{id}"]


def test_a_new_api_has_two_models_and_21_gateway_responses(
    gateway: Any, api: dict[str, str]
) -> None:
    models = gateway.get_models(restApiId=api["restApiId"])["items"]
    responses = gateway.get_gateway_responses(restApiId=api["restApiId"])["items"]

    assert [each["name"] for each in models] == ["Empty", "Error"]
    assert len(responses) == 21
    assert all(each["defaultResponse"] for each in responses)


def test_a_stages_log_format_may_name_what_only_other_kinds_of_api_have(
    gateway: Any, api: dict[str, str]
) -> None:
    place = {"restApiId": api["restApiId"], "stageName": "v1"}
    gateway.create_deployment(**place)

    stage = gateway.update_stage(
        **place, patchOperations=patch("replace", "/accessLogSettings/format", "$context.routeKey")
    )

    assert stage["accessLogSettings"]["format"] == "$context.routeKey"


def test_a_mock_has_no_verb_of_its_own(gateway: Any, api: dict[str, str]) -> None:
    """Recorded answer."""
    integration = gateway.put_integration(
        **api, httpMethod="GET", type="MOCK", integrationHttpMethod="POST"
    )

    assert "httpMethod" not in integration


def test_an_authorizers_uri_may_have_spaces_after_its_path(
    gateway: Any, api: dict[str, str]
) -> None:
    """Recorded on AWS."""
    function = "arn:aws:lambda:eu-central-1:123456789012:function:f"
    uri = (
        f"arn:aws:apigateway:eu-central-1:lambda:path/  2015-03-31/functions/{function}/invocations"
    )
    given = {"name": "guard", "type": "TOKEN", "identitySource": "method.request.header.Auth"}

    authorizer = gateway.create_authorizer(restApiId=api["restApiId"], authorizerUri=uri, **given)

    assert authorizer["authorizerUri"] == uri


def test_an_empty_description_of_a_model_is_none(gateway: Any, api: dict[str, str]) -> None:
    """Recorded answer."""
    model = gateway.create_model(
        restApiId=api["restApiId"],
        name="M",
        contentType="application/json",
        description="",
        schema='{"type": "object"}',
    )

    assert "description" not in model


def test_method_settings_begin_from_awss_defaults(gateway: Any, api: dict[str, str]) -> None:
    place = {"restApiId": api["restApiId"], "stageName": "v1"}
    gateway.create_deployment(**place)
    operations = patch("replace", "/*/*/caching/enabled", "true")
    operations += patch("replace", "/pets/GET/throttling/burstLimit", "7")

    settings = gateway.update_stage(**place, patchOperations=operations)["methodSettings"]

    assert settings["*/*"]["throttlingBurstLimit"] == 5000
    assert settings["pets/GET"]["throttlingBurstLimit"] == 7
    assert settings["pets/GET"]["cachingEnabled"] is True
    assert settings["pets/GET"]["throttlingRateLimit"] == 10000.0


def test_stages_are_listed_by_deployment(gateway: Any, api: dict[str, str]) -> None:
    name = api["restApiId"]
    one = gateway.create_deployment(restApiId=name, stageName="one")["id"]
    gateway.create_deployment(restApiId=name, stageName="two")

    stages = gateway.get_stages(restApiId=name, deploymentId=one)["item"]

    assert [each["stageName"] for each in stages] == ["one"]
    assert stages[0]["cacheClusterStatus"] == "NOT_AVAILABLE"
    assert {"createdDate", "lastUpdatedDate", "tracingEnabled"} <= set(stages[0])


def test_a_canary_is_made_changed_and_promoted(gateway: Any, api: dict[str, str]) -> None:
    place = {"restApiId": api["restApiId"], "stageName": "v1"}
    first = gateway.create_deployment(**place, variables={"a": "1"})["id"]
    canary = {"percentTraffic": 0.0, "stageVariableOverrides": {"a": "2"}}
    second = gateway.create_deployment(**place, canarySettings=canary)["id"]
    begun = gateway.get_stage(**place)
    promote = [
        {"op": "copy", "from": "/canarySettings/deploymentId", "path": "/deploymentId"},
        {"op": "copy", "from": "/canarySettings/stageVariableOverrides", "path": "/variables"},
        *patch("remove", "/canarySettings"),
    ]

    ended = gateway.update_stage(**place, patchOperations=promote)

    assert (begun["deploymentId"], begun["canarySettings"]["deploymentId"]) == (first, second)
    assert begun["canarySettings"]["percentTraffic"] == 0.0
    assert (ended["deploymentId"], ended["variables"]) == (second, {"a": "2"})
    assert "canarySettings" not in ended


def test_a_quota_changed_in_place_stays_a_number(gateway: Any) -> None:
    quota = {"limit": 10, "period": "DAY"}
    plan = gateway.create_usage_plan(name="p", quota=quota)["id"]

    changed = gateway.update_usage_plan(
        usagePlanId=plan, patchOperations=patch("replace", "/quota/limit", "20")
    )

    gateway.delete_usage_plan(usagePlanId=plan)
    assert changed["quota"] == {"limit": 20, "offset": 0, "period": "DAY"}


def test_a_product_code_is_added_changed_and_taken_away(gateway: Any) -> None:
    """API reference, "patch operations"; Terraform adds it to a new plan."""
    plan = gateway.create_usage_plan(name="plan")["id"]
    codes = []

    for change in (("add", "/productCode", "A"), ("replace", "/productCode", "B")):
        changed = gateway.update_usage_plan(usagePlanId=plan, patchOperations=patch(*change))
        codes.append(changed["productCode"])
    removed = patch("remove", "/productCode")

    assert codes == ["A", "B"]
    assert "productCode" not in gateway.update_usage_plan(usagePlanId=plan, patchOperations=removed)


def test_an_integration_changes_while_it_names_a_parameter_that_its_method_lost(
    gateway: Any, api: dict[str, str]
) -> None:
    """Terraform takes a parameter from the method first, and its cache key last."""
    name = "method.request.querystring.q"
    gateway.put_method(
        **api, httpMethod="PUT", authorizationType="NONE", requestParameters={name: False}
    )
    uri = {"type": "HTTP_PROXY", "uri": "http://a.example", "integrationHttpMethod": "PUT"}
    gateway.put_integration(**api, httpMethod="PUT", cacheKeyParameters=[name], **uri)
    lost = patch("remove", f"/requestParameters/{name}")
    gateway.update_method(**api, httpMethod="PUT", patchOperations=lost)

    changed = [
        gateway.update_integration(**api, httpMethod="PUT", patchOperations=operations)
        for operations in (
            patch("replace", "/uri", "http://b.example"),
            patch("remove", f"/cacheKeyParameters/{name}", ""),
        )
    ]

    assert [each["uri"] for each in changed] == ["http://b.example"] * 2
    assert changed[1].get("cacheKeyParameters", []) == []


def test_a_deleted_key_leaves_its_plans(gateway: Any) -> None:
    plan = gateway.create_usage_plan(name="p")["id"]
    key = gateway.create_api_key(name="k")["id"]
    gateway.create_usage_plan_key(usagePlanId=plan, keyId=key, keyType="API_KEY")

    gateway.delete_api_key(apiKey=key)

    assert gateway.get_usage_plan_keys(usagePlanId=plan)["items"] == []
    gateway.delete_usage_plan(usagePlanId=plan)


def test_keys_are_paged_by_a_beginning_of_their_name(gateway: Any) -> None:
    ids = [gateway.create_api_key(name=f"paged-{number}")["id"] for number in range(3)]

    pages = gateway.get_paginator("get_api_keys").paginate(
        nameQuery="paged-", PaginationConfig={"PageSize": 2}
    )

    assert [[each["id"] for each in page["items"]] for page in pages] == [ids[:0:-1], ids[:1]]


@pytest.mark.parametrize(
    ("operation", "more"),
    [
        ("delete_integration_response", {"statusCode": "200"}),
        ("delete_integration", {}),
        ("delete_method_response", {"statusCode": "200"}),
        ("delete_method", {}),
    ],
)
def test_deleting_what_is_gone_is_not_found(
    gateway: Any, api: dict[str, str], operation: str, more: dict[str, str]
) -> None:
    gateway.delete_method(**api, httpMethod="GET")

    with pytest.raises(ClientError, match="NotFoundException"):
        getattr(gateway, operation)(**api, httpMethod="GET", **more)


SWAGGER: dict[str, Any] = {
    "swagger": 2.0,
    "info": {"title": "pets", "version": 1.5},
    "basePath": "/base/part",
    "produces": ["application/json"],
    "definitions": {"Pet": {"type": "object", "properties": {"n": {"type": "string"}}}},
    "paths": {
        "/pets/{id}": {
            "post": {
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "type": "string"},
                    {"name": "body", "in": "body", "schema": {"$ref": "#/definitions/Pet"}},
                ],
                "responses": {200: {"schema": {"$ref": "#/definitions/Pet"}}},
                "x-amazon-apigateway-integration": {
                    "type": "mock",
                    "responses": {"default": {"statusCode": 200}},
                },
            }
        }
    },
}


@pytest.mark.parametrize(
    ("mode", "path"),
    [
        ("ignore", "/pets/{id}"),
        ("prepend", "/base/part/pets/{id}"),
        ("split", "/part/pets/{id}"),
    ],
)
def test_a_swagger_document_is_imported_with_its_base_path(
    gateway: Any, mode: str, path: str
) -> None:
    body = yaml.safe_dump(SWAGGER).encode()
    api = gateway.import_rest_api(body=body, failOnWarnings=True, parameters={"basepath": mode})

    resources = gateway.get_resources(restApiId=api["id"], embed=["methods"])["items"]

    gateway.delete_rest_api(restApiId=api["id"])
    assert (api["name"], api["version"]) == ("pets", "1.5")
    (method,) = [each["resourceMethods"]["POST"] for each in resources if each["path"] == path]
    assert method["requestModels"] == {"application/json": "Pet"}
    assert method["requestParameters"] == {"method.request.path.id": True}
    assert method["methodResponses"]["200"]["responseModels"] == {"application/json": "Pet"}


@pytest.mark.parametrize("kind", ["oas30", "swagger"])
@pytest.mark.parametrize("accepts", ["application/json", "application/yaml"])
def test_an_exported_api_can_be_imported_again(gateway: Any, kind: str, accepts: str) -> None:
    first = gateway.import_rest_api(body=json.dumps(SWAGGER).encode())["id"]
    gateway.create_deployment(restApiId=first, stageName="v1")

    exported = gateway.get_export(
        restApiId=first,
        stageName="v1",
        exportType=kind,
        accepts=accepts,
        parameters={"extensions": "apigateway"},
    )
    body = exported["body"].read()
    second = gateway.import_rest_api(body=io.BytesIO(body), failOnWarnings=True)["id"]

    one, two = (
        [
            {
                verb: (method["requestModels"], method["methodResponses"])
                for verb, method in each.get("resourceMethods", {}).items()
            }
            for each in gateway.get_resources(restApiId=api, embed=["methods"])["items"]
        ]
        for api in (first, second)
    )
    for api in (first, second):
        gateway.delete_rest_api(restApiId=api)
    ending = accepts.rpartition("/")[2]
    assert exported["contentDisposition"] == f'attachment; filename="{kind}_1.5.{ending}"'
    assert one == two
