"""Usage plans as API Gateway keeps them (API reference, CreateUsagePlan and UpdateUsagePlan).

moto drops the throttles of single methods, cannot take a stage with such throttles away, cuts rates
to whole numbers, and takes stages that do not exist.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

from moto.apigateway.exceptions import NotFoundException
from moto.apigateway.models import APIGatewayBackend, UsagePlan

STAGES = "/apiStages"
_METHOD = re.compile(
    r"/apiStages/(?P<api>[^/:]+):(?P<stage>[^/]+)/throttle"
    r"(?:/(?P<method>.+?))?(?:/(?P<limit>rateLimit|burstLimit))?"
)

type Operations = Iterable[dict[str, str]]


def install() -> None:
    """Patch moto's usage plans; safe to call more than once."""
    backend: Any = APIGatewayBackend
    if getattr(backend, "checks_stages_of_plans", False):
        return
    backend.checks_stages_of_plans = True
    backend.create_usage_plan = _created(backend.create_usage_plan)
    backend.update_usage_plan = _updated(backend.update_usage_plan)
    plan: Any = UsagePlan
    plan.apply_patch_operations = _patched(plan.apply_patch_operations)


def _check_stage(backend: Any, api_id: str, stage: str) -> None:
    api = backend.apis.get(api_id)
    if api is None or stage not in api.stages:
        raise NotFoundException(f"API Stage not found: {api_id}:{stage}")


def _created(original: Callable[..., Any]) -> Callable[..., Any]:
    def create_usage_plan(self: Any, payload: dict[str, Any]) -> Any:
        for each in payload.get("apiStages") or []:
            _check_stage(self, each.get("apiId", ""), each.get("stage", ""))
        return original(self, payload)

    return create_usage_plan


def _updated(original: Callable[..., Any]) -> Callable[..., Any]:
    def update_usage_plan(self: Any, usage_plan_id: str, patch_operations: Operations) -> Any:
        for each in patch_operations:
            if (each["op"], each["path"]) == ("add", STAGES):
                _check_stage(self, *each["value"].split(":", 1))
        return original(self, usage_plan_id, patch_operations)

    return update_usage_plan


def _patched(original: Callable[..., None]) -> Callable[..., None]:
    def apply_patch_operations(self: Any, patch_operations: Operations) -> None:
        for each in patch_operations:
            method = _METHOD.fullmatch(each["path"])
            if method:
                _throttle(self, method, each)
            elif (each["op"], each["path"]) == ("remove", STAGES):
                place = tuple(each["value"].split(":", 1))
                self.api_stages[:] = [one for one in self.api_stages if _place(one) != place]
            else:
                original(self, [each])
                if each["path"] == "/throttle/rateLimit" and each["op"] != "remove":
                    self.throttle["rateLimit"] = float(each["value"])

    return apply_patch_operations


def _place(stage: dict[str, Any]) -> tuple[Any, Any]:
    return stage.get("apiId"), stage.get("stage")


def _throttle(plan: Any, path: re.Match[str], operation: dict[str, str]) -> None:
    """Set, change or remove the throttle of one method, or of all methods of a stage."""
    place = path["api"], path["stage"]
    stage = next((each for each in plan.api_stages if _place(each) == place), None)
    if stage is None:
        raise NotFoundException(f"API Stage not found: {':'.join(place)}")
    throttles = stage.setdefault("throttle", {})
    if path["method"] is None:
        throttles.clear()
        return
    name = "/" + path["method"].replace("~1", "/").replace("~0", "~").lstrip("/")
    if operation["op"] == "remove":
        throttles.pop(name, None)
    elif path["limit"]:
        value = operation["value"]
        number = float(value) if path["limit"] == "rateLimit" else int(value)
        throttles.setdefault(name, {})[path["limit"]] = number
