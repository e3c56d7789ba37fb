"""Releases: a new version proves that it starts, takes the traffic, and its contract goes live."""

import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tools.build.package import build
from tools.contracts.__main__ import published_file, services_with_routes
from tools.deploy.contracts import removes, shared
from tools.deploy.environment import Environment
from tools.deploy.errors import DeployError
from tools.deploy.registry import Registry
from tools.deploy.terraform import Root, Terraform

ARCHITECTURES = {"aarch64": "arm64", "arm64": "arm64", "x86_64": "x86_64", "AMD64": "x86_64"}
SMOKE_PATH = "/is-it-alive"


@dataclass(frozen=True)
class Applied:
    """A service whose root was applied: the version and contract that may go live."""

    service: str
    function_name: str
    version: str
    contract_key: str | None
    summary: str


def service_root(service: str) -> Root:
    """The root of a service."""
    return Root(f"services/{service}")


def variables_of(environment: Environment, service: str) -> dict[str, str]:
    """Build what the service's root needs, and name it."""
    package = build(service, environment.platform)
    variables = {"package": str(package.path.resolve()), "architecture": _architecture(environment)}
    if service in services_with_routes():
        variables["contract"] = str(published_file(service).resolve())
    return variables


def _architecture(environment: Environment) -> str:
    if not environment.is_local:
        return "arm64"
    return ARCHITECTURES.get(platform.machine(), "x86_64")


def apply_service(
    environment: Environment, registry: Registry, service: str, variables: dict[str, str]
) -> Applied:
    """Apply the service's root; nothing takes traffic yet."""
    terraform = Terraform(service_root(service), environment)
    summary = terraform.apply(variables)
    outputs = terraform.outputs()
    return Applied(
        service,
        outputs["function_name"],
        outputs["published_version"],
        registry.keep(service, outputs.get("contract_key")),
        summary,
    )


def prove_start(registry: Registry, applied: Applied) -> None:
    """Invoke the new version once; DeployError when it does not start."""
    answer = registry.invoke(applied.function_name, applied.version, smoke_event())
    payload = answer["payload"] or {}
    # The authorizer refuses the empty token, and that is an answer.
    if answer["error"] and payload.get("errorMessage") != "Unauthorized":
        raise DeployError(
            f"version {applied.version} of {applied.service} does not start: "
            f"{payload.get('errorType')}: {payload.get('errorMessage')}\n"
            "No traffic was shifted; the version before goes on serving."
        )


def smoke_event() -> dict[str, Any]:
    """An event that every function answers without touching its data."""
    return {
        "type": "TOKEN",
        "authorizationToken": "",
        "methodArn": "arn:aws:execute-api:::/v1/GET/",
        "httpMethod": "GET",
        "resource": SMOKE_PATH,
        "path": SMOKE_PATH,
        "headers": {},
        "requestContext": {"requestId": "smoke-test"},
    }


def go_live(
    registry: Registry, changes: Sequence[Applied], apply_gateway: Callable[[str], None]
) -> bool:
    """Shift traffic and move pointers, unnoticed by consumers; True if the gateway is behind them.

    What the new contract lacks leaves the gateway before the code that served it; what is new
    comes after the code that serves it.
    """
    reduced = [_reduce(registry, each) for each in changes]
    if any(reduced):
        apply_gateway("without what is going away")
    for each in changes:
        _shift(registry, each)
    for each in changes:
        _point(registry, each)
    return any(_gateway_is_behind(registry, each.service) for each in changes)


def _reduce(registry: Registry, applied: Applied) -> bool:
    """Point to what old and new contract share, when the new one lacks something."""
    live = registry.live_contract_key(applied.service)
    if not live or not applied.contract_key or live == applied.contract_key:
        return False
    old, new = registry.contract(live), registry.contract(applied.contract_key)
    if old is None or new is None or not removes(old, new):
        return False
    registry.point(applied.service, registry.store(applied.service, shared(old, new)))
    return True


def _shift(registry: Registry, applied: Applied) -> None:
    shifted = registry.live_version(applied.function_name) != applied.version
    if shifted:
        registry.shift(applied.function_name, applied.version)
    if shifted or not registry.releases(applied.service):
        registry.record(
            applied.service, applied.function_name, applied.version, applied.contract_key
        )


def _point(registry: Registry, applied: Applied) -> None:
    key = applied.contract_key
    if key and registry.live_contract_key(applied.service) != key:
        registry.point(applied.service, key)


def _gateway_is_behind(registry: Registry, service: str) -> bool:
    """Whether the gateway serves another contract than the pointer names.

    A deploy whose gateway failed has moved the pointer already: the next one must see that.
    """
    return registry.live_contract_key(service) != registry.served_contract_key(service)


def release_before(registry: Registry, service: str, function_name: str) -> Applied:
    """The release before the one that takes traffic; DeployError when there is none."""
    live = registry.live_version(function_name)
    earlier = [
        each for each in registry.releases(service) if each.version != live and not each.withdrawn
    ]
    if not earlier:
        raise DeployError(f"{service} has no release before version {live or 'none'}")
    last = earlier[-1]
    return Applied(service, function_name, last.version, last.contract_key, "")
