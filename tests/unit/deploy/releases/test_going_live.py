"""The order of a release's steps, over a registry in memory."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

import pytest

from tests.unit.deploy.releases.test_intersection import contract
from tools.command import CommandError
from tools.deploy.releases.codedeploy import Move
from tools.deploy.releases.going_live import (
    Applied,
    go_live,
    prove_start,
    release_before,
    release_live,
)
from tools.deploy.releases.intersection import Contract
from tools.deploy.releases.registry import Registry
from tools.deploy.releases.release import Release


class InMemoryRegistry:
    """A `Registry` in memory that records its changes in order."""

    def __init__(self, *contracts: tuple[str, Contract]) -> None:
        self.contracts = dict(contracts)
        self.pointers: dict[str, str] = {}
        self.served: dict[str, str] = {}
        self.versions = {"f-parcels": "1"}
        self.released: list[Release] = []
        self.events: list[str] = []
        self.failures: dict[str, str] = {}
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

    def record(self, applied: Applied, *, rolled_back: bool = False) -> None:
        self.released.append(
            Release(
                applied.service,
                applied.version,
                applied.contract_key,
                "",
                "",
                "",
                "",
                rolled_back=rolled_back,
            )
        )

    def invoke(self, function_name: str, version: str, event: dict[str, Any]) -> dict[str, Any]:
        del function_name, version, event
        return self.answer


def applied(version: str, key: str | None = "old") -> Applied:
    return Applied("parcels", "f-parcels", version, key)


def released(registry: InMemoryRegistry, version: str, key: str | None) -> bool:
    """Release the version of parcels, and record when the gateway is applied."""

    def shift(moves: Sequence[Move]) -> dict[str, str]:
        for each in moves:
            registry.shift(each.function_name, each.target)
        return registry.failures if moves else {}

    return go_live(
        cast("Registry", registry),
        [applied(version, key)],
        shift,
        lambda _: registry.events.append("gateway"),
    )


OLD, MORE, LESS, OTHER = "old", "more", "less", "other"


@pytest.fixture
def registry() -> InMemoryRegistry:
    before = InMemoryRegistry(
        (OLD, contract("GET /parcels", "POST /parcels")),
        (MORE, contract("GET /parcels", "POST /parcels", "PUT /parcels")),
        (LESS, contract("GET /parcels")),
        (OTHER, contract("GET /parcels", "PUT /parcels")),
    )
    before.pointers["parcels"] = before.served["parcels"] = OLD
    return before


def test_a_code_only_release_leaves_pointer_and_gateway_alone(registry: InMemoryRegistry) -> None:
    moved = released(registry, "2", OLD)

    assert (moved, registry.events) == (False, ["shift to 2"])


def test_a_new_route_comes_after_the_code_that_serves_it(registry: InMemoryRegistry) -> None:
    moved = released(registry, "2", MORE)

    assert (moved, registry.events) == (True, ["shift to 2", "point to more"])


def test_a_lost_route_leaves_the_gateway_before_its_code(registry: InMemoryRegistry) -> None:
    released(registry, "2", LESS)

    assert registry.events == [
        "point to parcels-shared",
        "gateway",
        "shift to 2",
        "point to less",
    ]


def test_a_change_of_both_kinds_goes_through_what_they_share(registry: InMemoryRegistry) -> None:
    released(registry, "2", OTHER)

    assert registry.contracts["parcels-shared"]["paths"] == contract("GET /parcels")["paths"]
    assert registry.events[-1] == "point to other"


def test_a_release_is_recorded_once(registry: InMemoryRegistry) -> None:
    released(registry, "2", OLD)
    released(registry, "2", OLD)

    assert [each.version for each in registry.released] == ["2"]


def test_a_version_that_is_rolled_back_moves_no_pointer(registry: InMemoryRegistry) -> None:
    registry.failures = {"parcels": "version 2 of parcels was rolled back: it failed"}

    with pytest.raises(CommandError, match="it failed"):
        released(registry, "2", MORE)

    assert (registry.pointers["parcels"], registry.events) == (OLD, ["shift to 2"])
    assert [(each.version, each.rolled_back) for each in registry.released] == [("2", True)]


def test_a_rollback_brings_back_the_routes_that_were_to_go(registry: InMemoryRegistry) -> None:
    registry.failures = {"parcels": "version 2 of parcels was rolled back: it failed"}
    registry.served["parcels"] = "parcels-shared"

    with pytest.raises(CommandError, match="it failed"):
        released(registry, "2", LESS)

    assert registry.events[-2:] == ["point to old", "gateway"]


def test_a_first_release_has_nothing_to_shift(registry: InMemoryRegistry) -> None:
    released(registry, "1", OLD)

    assert registry.events == []
    assert [each.version for each in registry.released] == ["1"]


def test_a_version_that_was_rolled_back_is_recorded_anew_when_it_keeps_its_traffic(
    registry: InMemoryRegistry,
) -> None:
    registry.record(applied("2"), rolled_back=True)

    released(registry, "2", OLD)

    assert [each.rolled_back for each in registry.released] == [True, False]


def test_a_gateway_that_failed_is_applied_by_the_next_release(registry: InMemoryRegistry) -> None:
    registry.pointers["parcels"] = MORE

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

    prove_start(cast("Registry", registry), Applied("parcels", "f-parcels", "2", None))


@pytest.mark.parametrize(
    "error_type", ["Runtime.ImportModuleError", "MissingSettingsError", "Sandbox.Timedout"]
)
def test_a_version_that_does_not_start_is_named_with_its_cause(
    registry: InMemoryRegistry, error_type: str
) -> None:
    payload = {"errorType": error_type, "errorMessage": "because"}
    registry.answer = {"payload": payload, "error": "Unhandled"}

    with pytest.raises(CommandError, match=f"version 2 of parcels.*{error_type}.*because"):
        prove_start(cast("Registry", registry), Applied("parcels", "f-parcels", "2", None))


def test_the_release_before_is_the_last_older_one(registry: InMemoryRegistry) -> None:
    for version in ("1", "2", "10"):
        registry.record(applied(version))
    registry.versions["f-parcels"] = "10"

    before = release_before(cast("Registry", registry), "parcels", "f-parcels")

    assert (before.version, before.contract_key) == ("2", OLD)


def test_nothing_goes_back_to_what_was_rolled_back(registry: InMemoryRegistry) -> None:
    for version in ("1", "2", "3"):
        registry.record(applied(version))
    registry.released[1] = replace(registry.released[1], withdrawn=True)
    registry.versions["f-parcels"] = "3"

    assert release_before(cast("Registry", registry), "parcels", "f-parcels").version == "1"


def test_nothing_goes_back_to_what_never_had_all_traffic(registry: InMemoryRegistry) -> None:
    registry.record(applied("1"))
    registry.record(applied("2"), rolled_back=True)
    registry.record(applied("3"))
    registry.versions["f-parcels"] = "3"

    assert release_before(cast("Registry", registry), "parcels", "f-parcels").version == "1"


def test_the_live_release_has_the_contract_it_was_released_with(
    registry: InMemoryRegistry,
) -> None:
    registry.record(applied("1", MORE))

    live = release_live(cast("Registry", registry), "parcels", "f-parcels")

    assert (live.version, live.contract_key) == ("1", MORE)


def test_the_first_release_has_none_before(registry: InMemoryRegistry) -> None:
    registry.record(applied("1"))

    with pytest.raises(CommandError, match="no release before"):
        release_before(cast("Registry", registry), "parcels", "f-parcels")
