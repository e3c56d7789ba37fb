"""Usage plans (API reference, UsagePlan): throttles and quotas of keys."""

from embedded_aws.gateway.control_plane.consumers.plan_patches import PATCHES
from embedded_aws.gateway.control_plane.consumers.plan_rules import check, check_stage
from embedded_aws.gateway.control_plane.protocol.calls import Call, Json, served
from embedded_aws.gateway.control_plane.protocol.errors import BadRequestError, NotFoundError
from embedded_aws.gateway.control_plane.protocol.identifiers import new_id
from embedded_aws.gateway.control_plane.protocol.paging import page


@served("CreateUsagePlan")
def create_usage_plan(call: Call) -> Json:
    """A plan for stages that exist."""
    plan = {
        "id": new_id(),
        "name": call["name"],
        "apiStages": [dict(each) for each in call.get("apiStages") or ()],
        **call.chosen("description", "throttle", "quota", "tags"),
    }
    check(plan)
    for each in plan["apiStages"]:
        check_stage(call.store, each.get("apiId", ""), each.get("stage", ""))
    call.store.usage_plans[plan["id"]] = plan
    return plan


def plan_of(call: Call) -> Json:
    """The plan that the call names."""
    plan = call.store.usage_plans.get(call["usagePlanId"])
    if plan is None:
        raise NotFoundError("Invalid Usage Plan ID specified")
    return plan


@served("GetUsagePlan")
def get_usage_plan(call: Call) -> Json:
    """One plan."""
    return {"tags": {}, **plan_of(call)}


@served("GetUsagePlans")
def get_usage_plans(call: Call) -> Json:
    """All plans, or those of one key."""
    key, keys = call.get("keyId"), call.store.usage_plan_keys
    plans = call.store.usage_plans.values()
    return page(call, [each for each in plans if key is None or key in keys.get(each["id"], {})])


@served("UpdateUsagePlan")
def update_usage_plan(call: Call) -> Json:
    """Change a plan."""
    plan = plan_of(call)
    operations = call.get("patchOperations") or ()
    for each in operations:
        if each.get("op") == "add" and each.get("path") == "/apiStages":
            api, _, stage = (each.get("value") or "").partition(":")
            check_stage(call.store, api, stage)
    changed = PATCHES.applied(plan, operations)
    check(changed)
    call.store.usage_plans[plan["id"]] = changed
    return {"tags": {}, **changed}


@served("DeleteUsagePlan")
def delete_usage_plan(call: Call) -> None:
    """Delete a plan without stages; its keys stay, what they used is forgotten."""
    plan = plan_of(call)
    number = plan["id"]
    for each in plan["apiStages"]:
        raise BadRequestError(
            f"Cannot delete Usage Plan {number} because there are API Stages associated with it, "
            f"including {each['apiId']}:{each['stage']}"
        )
    del call.store.usage_plans[number]
    for by_plan in (call.store.used, call.store.usage_plan_keys):
        by_plan.pop(number, None)
