"""From a changed line in a service to a live version, and back."""

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import Stack, on_sale
from tests.e2e.test_the_main_job import eventually, place

CODE, CHANGED = "/v1/orders/{order.id}", "/v1/orders/{order.id}#changed"
ROOTS = ["platform", "authorizer", "catalog", "customers", "orders", "smoke", "gateway"]


@contextmanager
def edited(path: Path, before: str, after: str) -> Iterator[None]:
    """The file with one text replaced, and restored afterwards."""
    original = path.read_text(encoding="utf-8")
    assert before in original
    path.write_text(original.replace(before, after, 1), encoding="utf-8")
    try:
        yield
    finally:
        path.write_text(original, encoding="utf-8")


@contextmanager
def requests_without_end(stack: Stack, seen: Counter[int]) -> Iterator[None]:
    """A loop of requests beside the body of the block, counted by status."""
    ended = threading.Event()

    def loop() -> None:
        with stack.api("acme") as api:
            while not ended.wait(0.02):
                seen[api.get("/orders").status_code] += 1

    thread = threading.Thread(target=loop)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def deployment(stack: Stack) -> str:
    """The id of the deployment of the gateway's stage."""
    gateway = stack.aws("apigateway")
    api = next(api for api in gateway.get_rest_apis()["items"] if "groundplan" in api["name"])
    return str(gateway.get_stage(restApiId=api["id"], stageName="v1")["deploymentId"])


def alarms_of(stack: Stack, service: str) -> list[str]:
    """The names of all alarms of a service, with the gateway's about it."""
    alarms = stack.aws("cloudwatch").describe_alarms(
        AlarmNamePrefix=f"groundplan-local-{service}-", AlarmTypes=["MetricAlarm", "CompositeAlarm"]
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


def test_a_changed_line_goes_live_without_a_failed_request_or_the_gateway(stack: Stack) -> None:
    handler = stack.folder / "services/orders/handler.py"
    before, seen = deployment(stack), Counter[int]()

    with requests_without_end(stack, seen), edited(handler, CODE, CHANGED):
        stack.make("deploy-orders")
        with stack.api("acme") as api:
            location = place(api).headers["location"]

    assert location.endswith("#changed")
    assert deployment(stack) == before
    assert set(seen) == {200}


def test_a_rollback_brings_the_release_before(stack: Stack) -> None:
    stack.make("rollback-orders")

    with stack.api("acme") as api:
        assert "#changed" not in place(api).headers["location"]


def test_a_package_that_does_not_start_takes_no_traffic(stack: Stack) -> None:
    main = stack.folder / "services/orders/main.py"

    with edited(main, "import", "import no_such_module\nimport"):
        failed = stack.make("deploy-orders", check=False)

    assert failed.returncode != 0
    assert "no_such_module" in failed.stdout
    with stack.api("acme") as api:
        assert place(api).status_code == 201


NEW_ROUTE = '''

@routes.get("/orders/{orderId}/status", headers=IfNoneMatchHeaders, answer=OrderBody)
def status_of(request: Request[None], shop: Shop) -> Response:
    """Read the status of one of your orders."""
    return read(request, shop)
'''


def test_a_route_comes_and_goes_with_its_contract(stack: Stack) -> None:
    handler = stack.folder / "services/orders/handler.py"
    contract = stack.folder / "services/orders/openapi.json"
    original, committed = handler.read_text(), contract.read_text()
    with stack.api("acme") as api:
        order = place(api).json()
        path = f"/orders/{order['id']}/status"

        handler.write_text(original + NEW_ROUTE)
        stack.make("contracts", "deploy-orders")
        assert api.get(path).json()["id"] == order["id"]

        handler.write_text(original)
        contract.write_text(committed)
        stack.make("deploy-orders")
        assert api.get(path).status_code == 403


def test_logs_are_shown(stack: Stack) -> None:
    with stack.api("acme") as api:
        request_id = api.get("/orders").headers["x-amzn-requestid"]

    assert eventually(lambda: request_id in stack.make("logs-orders").stdout)


@dataclass(frozen=True)
class Course:
    """Answers while a service was destroyed, and after a restart that brought it back."""

    health: int
    away: int
    alarms: list[str]
    consumers: tuple[Any, Any]
    product: tuple[Any, Any]


@pytest.fixture(scope="module")
def course(stack: Stack) -> Course:
    consumers, path = stack.outputs["consumers"], f"/catalog/products/{on_sale['lamp']}"
    with stack.api("acme") as api:
        product = api.get(path).json()
    stack.make("destroy-orders", "YES=1")
    with stack.api() as api:
        health, away = api.get("/health").status_code, api.get("/orders").status_code
    alarms = alarms_of(stack, "orders")

    stack.make("down")
    stack.make("up")

    with stack.api("acme") as api:
        again = api.get(path).json()
    return Course(health, away, alarms, (consumers, stack.outputs["consumers"]), (product, again))


def test_a_destroyed_service_leaves_the_gateway(course: Course) -> None:
    assert (course.health, course.away, course.alarms) == (200, 403, [])


def test_everything_else_survives_a_restart(course: Course) -> None:
    assert course.consumers[0] == course.consumers[1]
    assert course.product[0] == course.product[1]
    assert course.product[0]["id"] == on_sale["lamp"]


def test_a_destroyed_service_comes_back(stack: Stack, course: Course) -> None:
    del course

    with stack.api("acme") as api:
        assert place(api).status_code == 201
    assert "groundplan-local-orders-failing-page" in alarms_of(stack, "orders")
