"""API keys (API reference, ApiKey)."""

from collections.abc import Mapping
from typing import Any

from embedded_aws.gateway.control_plane.protocol.calls import Call, Json, served
from embedded_aws.gateway.control_plane.protocol.errors import (
    BadRequestError,
    ConflictError,
    NotFoundError,
)
from embedded_aws.gateway.control_plane.protocol.identifiers import (
    ANY_CASE,
    LONG,
    VALUE,
    new_id,
    now,
)
from embedded_aws.gateway.control_plane.protocol.paging import page
from embedded_aws.gateway.control_plane.protocol.patch_paths import (
    flag,
    text,
)
from embedded_aws.gateway.control_plane.protocol.patches import (
    MEMBERS,
    Change,
    Patches,
    Path,
)

SHORTEST, LONGEST, LONGEST_NAME, LONGEST_TEXT = 20, 128, 1024, 125_000
UNKNOWN = "Invalid API Key identifier specified"


@served("CreateApiKey")
def create_api_key(call: Call) -> Json:
    """A key; without a value, of a new one."""
    return new_key(call, call.given)


def new_key(call: Call, given: Mapping[str, Any]) -> Json:
    """Store a new key."""
    value = given.get("value") or new_id(VALUE, ANY_CASE)
    _check(given, value)
    if any(each["value"] == value for each in call.store.keys.values()):
        raise ConflictError("API Key already exists")
    stages = [f"{each['restApiId']}/{each['stageName']}" for each in given.get("stageKeys") or ()]
    texts = ("name", "description", "customerId", "tags")
    key = {
        "id": new_id(LONG),
        "value": value,
        **{name: given[name] for name in texts if given.get(name)},
        "enabled": given.get("enabled", False),
        "createdDate": now(),
        "lastUpdatedDate": now(),
        "stageKeys": stages,
    }
    call.store.keys[key["id"]] = key
    return key


def _check(given: Mapping[str, Any], value: str) -> None:
    if len(given.get("name") or "") > LONGEST_NAME:
        raise BadRequestError(f"Invalid API Key name, can be at most {LONGEST_NAME} characters.")
    if len(value) < SHORTEST:
        raise BadRequestError(f"API Key value should be at least {SHORTEST} characters")
    if len(value) > LONGEST:
        raise BadRequestError(f"API Key value exceeds maximum size of {LONGEST} characters")
    if len(given.get("description") or "") > LONGEST_TEXT:
        raise BadRequestError("Invalid API Key description specified.")


def key_of(call: Call, name: str = "apiKey") -> Json:
    """The key that the call names."""
    key = call.store.keys.get(call[name])
    if key is None:
        raise NotFoundError(UNKNOWN)
    return key


def _shown(key: Json, *, value: bool) -> Json:
    return {name: each for name, each in key.items() if value or name != "value"}


@served("GetApiKey")
def get_api_key(call: Call) -> Json:
    """One key; with its value if that is asked for."""
    return {"tags": {}, **_shown(key_of(call), value=call.get("includeValue", False))}


@served("GetApiKeys")
def get_api_keys(call: Call) -> Json:
    """The keys whose name begins so, newest first."""
    begin, customer = call.get("nameQuery", ""), call.get("customerId")
    keys = [
        _shown(each, value=call.get("includeValues", False))
        for each in reversed(call.store.keys.values())
        if each.get("name", "").startswith(begin) and customer in {None, each.get("customerId")}
    ]
    return page(call, keys)


@served("UpdateApiKey")
def update_api_key(call: Call) -> Json:
    """Change a key; its value never changes."""
    key = key_of(call)
    changed = PATCHES.applied(key, call.get("patchOperations"))
    _check(changed, changed["value"])
    call.store.keys[key["id"]] = {**changed, "lastUpdatedDate": now()}
    return {"tags": {}, **_shown(call.store.keys[key["id"]], value=False)}


@served("DeleteApiKey")
def delete_api_key(call: Call) -> None:
    """Delete a key, from its usage plans too."""
    number = key_of(call)["id"]
    del call.store.keys[number]
    for keys in call.store.usage_plan_keys.values():
        keys.pop(number, None)


def _stage(change: Change) -> None:
    others = [each for each in change.target["stageKeys"] if each != change.value]
    change.target["stageKeys"] = others + [change.value] * (change.op == "add")


PATCHES = Patches(
    (
        text("description"),
        flag("enabled"),
        text("name"),
        text("customerId"),
        Path("/stages", MEMBERS, _stage),
    )
)
