"""Keys of usage plans (API reference, UsagePlanKey)."""

from embedded_aws.gateway.control_plane.consumers.api_keys import key_of
from embedded_aws.gateway.control_plane.consumers.usage_plans import plan_of
from embedded_aws.gateway.control_plane.protocol.calls import Call, Json, served
from embedded_aws.gateway.control_plane.protocol.errors import (
    BadRequestError,
    ConflictError,
    NotFoundError,
)
from embedded_aws.gateway.control_plane.protocol.paging import page
from embedded_aws.gateway.deployed.stored import Store

TYPE = "API_KEY"


@served("CreateUsagePlanKey")
def create_usage_plan_key(call: Call) -> Json:
    """Put a key into a plan."""
    plan = plan_of(call)
    if call["keyType"] != TYPE:
        raise BadRequestError(f"Invalid key type specified. Valid options are {TYPE}")
    key = key_of(call, "keyId")
    add_key(call.store, plan["id"], key)
    return _shown(key)


def add_key(store: Store, plan_id: str, key: Json) -> None:
    """Put a key into a plan; for one stage it may be in one plan alone."""
    plan = store.usage_plans.get(plan_id)
    if plan is None:
        raise NotFoundError("Invalid Usage Plan ID specified")
    keys = store.usage_plan_keys.setdefault(plan_id, {})
    if key["id"] in keys:
        raise ConflictError("Usage Plan Key already exists for this Usage Plan")
    keys[key["id"]] = {"id": key["id"], "type": TYPE}


def _shown(key: Json) -> Json:
    named = {"name": key["name"]} if key.get("name") else {}
    return {"id": key["id"], "type": TYPE, "value": key["value"], **named}


@served("GetUsagePlanKey")
def get_usage_plan_key(call: Call) -> Json:
    """One key of a plan."""
    plan = plan_of(call)
    _check_member(call, plan)
    return _shown(key_of(call, "keyId"))


def _check_member(call: Call, plan: Json) -> None:
    if call["keyId"] not in call.store.usage_plan_keys.get(plan["id"], {}):
        raise NotFoundError("Invalid Usage Plan Key identifier specified")


@served("GetUsagePlanKeys")
def get_usage_plan_keys(call: Call) -> Json:
    """The keys of a plan whose name begins so, newest first; none for an unknown plan."""
    numbers = call.store.usage_plan_keys.get(call["usagePlanId"], {})
    keys = [call.store.keys[number] for number in reversed(numbers)]
    begin = call.get("nameQuery", "")
    return page(call, [_shown(key) for key in keys if key.get("name", "").startswith(begin)])


@served("DeleteUsagePlanKey")
def delete_usage_plan_key(call: Call) -> None:
    """Take a key out of a plan."""
    plan = plan_of(call)
    _check_member(call, plan)
    del call.store.usage_plan_keys[plan["id"]][call["keyId"]]
