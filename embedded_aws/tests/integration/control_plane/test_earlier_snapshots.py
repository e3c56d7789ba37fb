"""A snapshot from when moto had the control plane is still served."""

from typing import Any

from moto.apigateway import models

from embedded_aws.gateway.deployed.compiling import compile_api, compile_stage
from embedded_aws.gateway.deployed.stored import store_of


class Backend:
    """moto's backend as a snapshot restores it."""

    def __init__(self, **attributes: Any) -> None:
        vars(self).update(attributes)


def moto_api() -> Any:
    """An API with one method, a deployment and a stage, in moto's objects."""
    api = models.RestAPI("abc", "123456789012", "eu-central-1", "shop", "old")
    root = next(iter(api.resources.values()))
    method = root.add_method("GET", "NONE", api_key_required=False)
    method.create_response("200", None, {"method.response.header.X": False})
    root.add_integration("GET", "MOCK", "", request_templates={"application/json": "{}"})
    deployment = api.create_deployment("", "first")
    vars(deployment)["snapshot"] = {
        **{name: [] for name in ("authorizers", "models", "request_validators")},
        **{name: [] for name in ("gateway_responses", "binary_media_types")},
        **dict.fromkeys(("minimum_compression_size", "api_key_source", "policy")),
        "id": "abc",
        "deployment_id": deployment.id,
        "account_id": "123456789012",
        "region": "eu-central-1",
        "resources": [each.to_dict() for each in api.resources.values()],
    }
    api.create_stage("v1", deployment.id, {"colour": "blue"}, "", None, None, None, None)
    return api


def test_apis_keys_and_plans_are_read() -> None:
    key = models.ApiKey("k1", name="acme", value="a" * 20)
    plan = models.UsagePlan("p1", name="free", quota={"limit": 5, "period": "DAY"})
    keys = {plan.id: {key.id: models.UsagePlanKey(key.id, "API_KEY", key.name, key.value)}}

    store = store_of(
        Backend(
            apis={"abc": moto_api()},
            keys={key.id: key},
            usage_plans={plan.id: plan},
            usage_plan_keys=keys,
            account=models.Account(),
            used_of_plans={plan.id: {key.id: {"2026-11-27": 3}}},
        )
    )

    stage = store.apis["abc"].stages["v1"]
    snapshot = store.apis["abc"].deployments[stage.deployment_id].snapshot
    compiled = compile_stage(compile_api(snapshot), stage.to_json(), {}, "shop")
    assert compiled.variables == {"colour": "blue"}
    assert compiled.api.resources[0].methods["GET"].integration is not None
    assert store.apis["abc"].root["path"] == "/"
    assert store.keys[key.id]["value"] == "a" * 20
    assert store.usage_plans[plan.id]["quota"] == {"limit": 5, "period": "DAY"}
    assert list(store.usage_plan_keys[plan.id]) == [key.id]
    assert store.used == {plan.id: {key.id: {"2026-11-27": 3}}}


def test_a_new_backend_has_an_empty_store() -> None:
    assert store_of(Backend(region_name="eu-central-1")).apis == {}
