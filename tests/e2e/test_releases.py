"""From a changed line in a service to a live version, and back."""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest

from shared.product import NAME
from tests.e2e.harness.changes import (
    MARKED,
    NOT_STARTING,
    appended,
    is_marked,
    new_route,
    path_added,
)
from tests.e2e.harness.load import requests_without_end
from tests.e2e.harness.logs import eventually
from tests.e2e.harness.product import ALL, SERVICES, Product
from tests.e2e.harness.stack import Stack
from tests.e2e.harness.walks import WALKS

ROOTS = ["platform", *ALL, "gateway"]


def deployment(stack: Stack) -> str:
    """The id of the deployment of the gateway's stage."""
    gateway = stack.aws("apigateway")
    api = next(api for api in gateway.get_rest_apis()["items"] if f"{NAME}" in api["name"])
    return str(gateway.get_stage(restApiId=api["id"], stageName="v1")["deploymentId"])


def alarms_of(stack: Stack, service: str) -> list[str]:
    """The names of all alarms of a service, with the gateway's about it."""
    alarms = stack.aws("cloudwatch").describe_alarms(
        AlarmNamePrefix=f"{NAME}-local-{service}-", AlarmTypes=["MetricAlarm", "CompositeAlarm"]
    )
    return [each["AlarmName"] for each in alarms["MetricAlarms"] + alarms["CompositeAlarms"]]


@pytest.fixture(scope="module")
def plans(stack: Stack) -> dict[str, str]:
    """The output of a second plan of each root."""
    with ThreadPoolExecutor(2) as lanes:
        outputs = lanes.map(lambda root: stack.make(f"plan-{root}").stdout, ROOTS)
        return dict(zip(ROOTS, outputs, strict=True))


@pytest.mark.parametrize("root", ROOTS)
def test_a_second_plan_changes_nothing(plans: dict[str, str], root: str) -> None:
    assert "No changes" in plans[root]


def test_a_preview_of_the_same_contracts_changes_nothing(stack: Stack) -> None:
    assert "No changes" in stack.make("plan-gateway", "PREVIEW=1").stdout


def test_a_changed_line_goes_live_without_a_failed_request_or_the_gateway(
    stack: Stack, product: Product
) -> None:
    before, seen = deployment(stack), Counter[int]()

    with requests_without_end(product, seen), appended(product.folder / "main.py", MARKED):
        stack.make(f"deploy-{product.name}")
        with product.api() as api:
            answer = product.read(api)

    assert is_marked(answer)
    assert deployment(stack) == before
    assert set(seen) == {product.status_read}


def test_a_rollback_brings_the_release_before(stack: Stack, product: Product) -> None:
    stack.make(f"rollback-{product.name}")

    with product.api() as api:
        answer = product.read(api)
    assert (answer.status_code, is_marked(answer)) == (product.status_read, False)


def test_a_package_that_does_not_start_takes_no_traffic(stack: Stack, product: Product) -> None:
    with appended(product.folder / "main.py", NOT_STARTING):
        failed = stack.make(f"deploy-{product.name}", check=False)

    assert failed.returncode != 0
    assert "no_such_module" in failed.stdout
    assert product.created()


def test_a_route_comes_and_goes_with_its_contract(stack: Stack, product: Product) -> None:
    contract, path = product.folder / "openapi.json", path_added(product.name)
    committed = contract.read_text()
    with product.api() as api:
        with appended(product.folder / "handler.py", new_route(product.name)):
            stack.make("contracts", f"deploy-{product.name}")
        assert api.get(path).json() == {"text": "added"}

        contract.write_text(committed)
        stack.make(f"deploy-{product.name}")
        assert api.get(path).status_code == 403


def test_logs_are_shown(stack: Stack, product: Product) -> None:
    with product.api() as api:
        request_id = product.read(api).headers["x-amzn-requestid"]

    assert eventually(lambda: request_id in stack.make(f"logs-{product.name}").stdout)


def test_a_log_level_is_switched_without_a_deployment(stack: Stack, product: Product) -> None:
    target = f"log-level-{product.name}"

    switched = stack.make(target, "LEVEL=DEBUG").stdout
    status = stack.make(target).stdout
    refused = stack.make(target, "LEVEL=LOUD", check=False)
    stack.make(target, "LEVEL=INFO 0.01")

    assert f"{product.name} logs at DEBUG in local" in switched
    assert f"{product.name} logs at DEBUG in local" in status
    assert refused.returncode != 0
    assert "'LOUD' is no level" in refused.stdout


@dataclass(frozen=True)
class Course:
    """Answers while a service was destroyed, and after a restart that brought it back."""

    health: int
    away: int
    alarms: list[str]
    consumers: tuple[Any, Any]
    things: tuple[Any, Any]


def things_of_others(stack: Stack, product: Product) -> dict[str, str]:
    """Things of the services that stay, by the paths where they are read."""
    ids = {name: walk.ids(stack) for name, walk in WALKS.items() if name != product.name}
    return {
        path: path.replace(f"{{{parameter}}}", each)
        for name, things in ids.items()
        for parameter, each in things.items()
        for path in json.loads((SERVICES / name / "openapi.json").read_text())["paths"]
        if path.endswith(f"/{{{parameter}}}")
    }


def read_all(stack: Stack, paths: dict[str, str]) -> dict[str, Any]:
    """The things that acme may read."""
    with stack.api("acme") as api:
        answers = {path: api.get(thing) for path, thing in paths.items()}
    return {path: each.json() for path, each in answers.items() if each.status_code == 200}


@pytest.fixture(scope="module")
def course(stack: Stack, product: Product) -> Course:
    consumers, paths = stack.outputs["consumers"], things_of_others(stack, product)
    things = read_all(stack, paths)
    stack.make(f"destroy-{product.name}", "YES=1")
    with stack.api() as api:
        health, away = api.get("/health").status_code, product.read(api).status_code
    alarms = alarms_of(stack, product.name)

    stack.make("down")
    stack.make("up")

    again = stack.outputs["consumers"], read_all(stack, paths)
    return Course(health, away, alarms, (consumers, again[0]), (things, again[1]))


def test_a_destroyed_service_leaves_the_gateway(course: Course) -> None:
    assert (course.health, course.away, course.alarms) == (200, 403, [])


def test_everything_else_survives_a_restart(course: Course) -> None:
    assert course.consumers[0] == course.consumers[1]
    assert course.things[0] == course.things[1]
    assert course.things[0] or len(WALKS) == 1


def test_a_destroyed_service_comes_back(stack: Stack, product: Product, course: Course) -> None:
    del course

    assert product.created()
    assert f"{product.function}-failing-page" in alarms_of(stack, product.name)
