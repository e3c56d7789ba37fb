"""The order in which a release becomes visible, over a registry in memory."""

from dataclasses import replace
from typing import Any, cast

import pytest

from tests.unit.deploy.test_contracts import contract
from tools.deploy.contracts import Contract
from tools.deploy.errors import DeployError
from tools.deploy.registry import Registry, Release
from tools.deploy.release import Applied, go_live, prove_start, release_before


class InMemoryRegistry:
    """What `Registry` keeps, and in which order it was changed."""

    def __init__(self, *contracts: tuple[str, Contract]) -> None:
        self.contracts = dict(contracts)
        self.pointers: dict[str, str] = {}
        self.served: dict[str, str] = {}
        self.versions = {"f-orders": "1"}
        self.released: list[Release] = []
        self.events: list[str] = []
        self.answer: dict[str, Any] = {"payload": {"statusCode": 404}, "error": None}

    def live_contract_key(self, service: str) -> str | None:
        return self.pointers.get(service)

    def served_contract_key(self, service: str) -> str | None:
        return self.served.get(service)

    def contract(self, key: str) -> Contract | None:
        return self.contracts.get(key)

    def store(self, service: str, contract: Contract) -> str:
        key = f"{service}-shared"
        self.contracts[key] = contract
        return key

    def point(self, service: str, contract_key: str) -> None:
        self.pointers[service] = contract_key
        self.events.append(f"point to {contract_key}")

    def live_version(self, function_name: str) -> str | None:
        return self.versions.get(function_name)

    def shift(self, function_name: str, version: str) -> None:
        self.versions[function_name] = version
        self.events.append(f"shift to {version}")

    def releases(self, service: str) -> list[Release]:
        return [each for each in self.released if each.service == service]

    def record(
        self, service: str, function_name: str, version: str, contract_key: str | None
    ) -> None:
        del function_name
        self.released.append(Release(service, version, contract_key, "", "", "", ""))

    def invoke(self, function_name: str, version: str, event: dict[str, Any]) -> dict[str, Any]:
        del function_name, version, event
        return self.answer


def released(registry: InMemoryRegistry, version: str, key: str | None) -> bool:
    """Let the version of orders go live, noting when the gateway is applied."""
    return go_live(
        cast("Registry", registry),
        [Applied("orders", "f-orders", version, key, "")],
        lambda _: registry.events.append("gateway"),
    )


OLD, MORE, LESS, OTHER = "old", "more", "less", "other"


@pytest.fixture
def registry() -> InMemoryRegistry:
    made = InMemoryRegistry(
        (OLD, contract("GET /orders", "POST /orders")),
        (MORE, contract("GET /orders", "POST /orders", "PUT /orders")),
        (LESS, contract("GET /orders")),
        (OTHER, contract("GET /orders", "PUT /orders")),
    )
    made.pointers["orders"] = made.served["orders"] = OLD
    return made


def test_a_code_only_release_leaves_pointer_and_gateway_alone(registry: InMemoryRegistry) -> None:
    moved = released(registry, "2", OLD)

    assert (moved, registry.events) == (False, ["shift to 2"])


def test_a_new_route_comes_after_the_code_that_serves_it(registry: InMemoryRegistry) -> None:
    moved = released(registry, "2", MORE)

    assert (moved, registry.events) == (True, ["shift to 2", "point to more"])


def test_a_lost_route_leaves_the_gateway_before_its_code(registry: InMemoryRegistry) -> None:
    released(registry, "2", LESS)

    assert registry.events == [
        "point to orders-shared",
        "gateway",
        "shift to 2",
        "point to less",
    ]


def test_a_change_of_both_kinds_goes_through_what_they_share(registry: InMemoryRegistry) -> None:
    released(registry, "2", OTHER)

    assert registry.contracts["orders-shared"]["paths"] == contract("GET /orders")["paths"]
    assert registry.events[-1] == "point to other"


def test_a_release_is_recorded_once(registry: InMemoryRegistry) -> None:
    released(registry, "2", OLD)
    released(registry, "2", OLD)

    assert [each.version for each in registry.released] == ["2"]


def test_a_gateway_that_failed_is_applied_by_the_next_release(registry: InMemoryRegistry) -> None:
    registry.pointers["orders"] = MORE

    assert released(registry, "2", MORE)


def test_a_function_without_contract_only_shifts(registry: InMemoryRegistry) -> None:
    registry.pointers.clear()
    registry.served.clear()

    assert not released(registry, "2", None)
    assert registry.events == ["shift to 2"]


@pytest.mark.parametrize(
    ("payload", "error"),
    [
        ({"statusCode": 404}, None),
        ({"errorMessage": "Unauthorized", "errorType": "UnauthorizedError"}, "Unhandled"),
    ],
)
def test_a_version_that_answers_has_started(
    registry: InMemoryRegistry, payload: dict[str, Any], error: str | None
) -> None:
    registry.answer = {"payload": payload, "error": error}

    prove_start(cast("Registry", registry), Applied("orders", "f-orders", "2", None, ""))


@pytest.mark.parametrize(
    "error_type", ["Runtime.ImportModuleError", "MissingSettingsError", "Sandbox.Timedout"]
)
def test_a_version_that_does_not_start_is_named_with_its_cause(
    registry: InMemoryRegistry, error_type: str
) -> None:
    payload = {"errorType": error_type, "errorMessage": "because"}
    registry.answer = {"payload": payload, "error": "Unhandled"}

    with pytest.raises(DeployError, match=f"version 2 of orders.*{error_type}.*because"):
        prove_start(cast("Registry", registry), Applied("orders", "f-orders", "2", None, ""))


def test_the_release_before_is_the_last_older_one(registry: InMemoryRegistry) -> None:
    for version in ("1", "2", "10"):
        registry.record("orders", "f-orders", version, OLD)
    registry.versions["f-orders"] = "10"

    before = release_before(cast("Registry", registry), "orders", "f-orders")

    assert (before.version, before.contract_key) == ("2", OLD)


def test_nothing_goes_back_to_what_was_rolled_back(registry: InMemoryRegistry) -> None:
    for version in ("1", "2", "3"):
        registry.record("orders", "f-orders", version, OLD)
    registry.released[1] = replace(registry.released[1], withdrawn=True)
    registry.versions["f-orders"] = "3"

    assert release_before(cast("Registry", registry), "orders", "f-orders").version == "1"


def test_the_first_release_has_none_before(registry: InMemoryRegistry) -> None:
    registry.record("orders", "f-orders", "1", OLD)

    with pytest.raises(DeployError, match="no release before"):
        release_before(cast("Registry", registry), "orders", "f-orders")
