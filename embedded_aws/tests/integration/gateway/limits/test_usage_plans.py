"""Usage plans as they are created, changed and deleted."""

import pytest

from embedded_aws.tests.integration.gateway.conftest import STAGE, World
from embedded_aws.tests.integration.gateway.limits.keyed import keyed, member, plan, statuses

MANY = {"rateLimit": 1000.0, "burstLimit": 1000}


def test_a_plan_for_a_stage_that_is_not_there_is_refused(world: World) -> None:
    api = keyed(world)

    with pytest.raises(world.apigateway.exceptions.NotFoundException, match="API Stage not found"):
        world.apigateway.create_usage_plan(
            name="plan", apiStages=[{"apiId": api.id, "stage": "elsewhere"}]
        )


def test_a_plan_cannot_be_given_a_stage_that_is_not_there(world: World) -> None:
    api = keyed(world)
    change = {"op": "add", "path": "/apiStages", "value": f"{api.id}:elsewhere"}

    with pytest.raises(world.apigateway.exceptions.NotFoundException, match="API Stage not found"):
        world.apigateway.update_usage_plan(usagePlanId=plan(api), patchOperations=[change])


@pytest.mark.parametrize("method", ["/keyed/GET", "~1keyed/GET"])
def test_a_methods_throttle_is_added_by_patch_and_counts(world: World, method: str) -> None:
    api = keyed(world)
    plan_id = plan(api, throttle=MANY)
    _, value = member(api, plan_id)
    prefix = f"/apiStages/{api.id}:{STAGE}/throttle/{method}"

    world.apigateway.update_usage_plan(
        usagePlanId=plan_id,
        patchOperations=[
            {"op": "replace", "path": f"{prefix}/rateLimit", "value": "0.5"},
            {"op": "replace", "path": f"{prefix}/burstLimit", "value": "2"},
        ],
    )

    [stage] = world.apigateway.get_usage_plan(usagePlanId=plan_id)["apiStages"]
    assert stage["throttle"] == {"/keyed/GET": {"rateLimit": 0.5, "burstLimit": 2}}
    assert statuses(api, value, 3) == [200, 200, 429]


def test_a_stage_with_throttles_of_methods_is_taken_away(world: World) -> None:
    api = keyed(world)
    plan_id = plan(api, methods={"/keyed/GET": {"rateLimit": 1.0, "burstLimit": 1}})
    change = {"op": "remove", "path": "/apiStages", "value": f"{api.id}:{STAGE}"}

    world.apigateway.update_usage_plan(usagePlanId=plan_id, patchOperations=[change])
    world.apigateway.delete_usage_plan(usagePlanId=plan_id)

    assert plan_id not in [each["id"] for each in world.apigateway.get_usage_plans()["items"]]
