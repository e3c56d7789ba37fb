"""An API whose methods require a key, its usage plans and their keys."""

import time
from typing import Any

import httpx

from embedded_aws.tests.integration.gateway.conftest import STAGE, Deployed, World, mocked, openapi

KEYED: dict[str, Any] = {"security": [{"api_key": []}]}
SCHEME = {"api_key": {"type": "apiKey", "in": "header", "name": "x-api-key"}}


def keyed(world: World) -> Deployed:
    """Two methods with a key, and one without."""
    return world.deployed(
        openapi(
            {
                "/open": {"get": mocked("open")},
                "/keyed": {"get": {**mocked("keyed"), **KEYED}},
                "/other": {"get": {**mocked("other"), **KEYED}},
            },
            components={"securitySchemes": SCHEME},
        )
    )


def plan(api: Deployed, **settings: Any) -> str:
    """The id of a usage plan of the API."""
    methods = settings.pop("methods", {})
    usage_plan = api.world.apigateway.create_usage_plan(
        name="plan", apiStages=[{"apiId": api.id, "stage": STAGE, "throttle": methods}], **settings
    )
    return str(usage_plan["id"])


def member(api: Deployed, plan_id: str | None, *, enabled: bool = True) -> tuple[str, str]:
    """(id, value) of a new key, in the plan if there is one."""
    gateway = api.world.apigateway
    value = f"{time.time_ns():040d}"
    key = gateway.create_api_key(name=value, value=value, enabled=enabled)["id"]
    if plan_id:
        gateway.create_usage_plan_key(usagePlanId=plan_id, keyId=key, keyType="API_KEY")
    return key, value


def call(api: Deployed, value: str | None, path: str = "/keyed") -> httpx.Response:
    return api.get(path, headers={"x-api-key": value} if value else {})


def statuses(api: Deployed, value: str | None, count: int, path: str = "/keyed") -> list[int]:
    return [call(api, value, path).status_code for _ in range(count)]
