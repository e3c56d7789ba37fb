"""A canary takes its share of a stage's requests, with its own deployment and variables."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from embedded_aws.gateway.deployed.body_models import Models
from embedded_aws.gateway.deployed.canaries import with_canary
from embedded_aws.gateway.deployed.model import Api, Stage
from embedded_aws.gateway.exchange import Exchange
from embedded_aws.gateway.http.addresses import Address, address
from embedded_aws.gateway.incoming import Incoming


def deployed(number: str) -> Api:
    return Api("api", number, "1", "eu", (), {}, {}, (), None, "HEADER", Models({}), None)


def stage(**canary: Any) -> Stage:
    plain = Stage(deployed("first"), "v1", {"a": "1", "b": "1"}, None, None, cache_version="x")
    raw: Mapping[str, Any] = {"canarySettings": canary} if canary else {}
    return with_canary(plain, raw, lambda number: deployed(number) if number != "gone" else None)


@dataclass
class Apis:
    """Has one stage, under every name."""

    stage_: Stage

    def own(self, name: str) -> Stage:
        assert name
        return self.stage_


def asked(deployed_stage: Stage) -> Address:
    request = Incoming("GET", "/v1/x", "", (("Host", "localhost"),), "127.0.0.1", "HTTP/1.1")
    place = address(Apis(deployed_stage), request)  # type: ignore[arg-type]  # a part of the port
    assert place
    return place


def test_a_canary_of_every_request_has_its_deployment_and_variables() -> None:
    overrides = {"b": "2", "c": "2"}
    canary = stage(deploymentId="second", percentTraffic=100.0, stageVariableOverrides=overrides)

    served = asked(canary).stage

    assert (served.api.deployment_id, served.is_canary) == ("second", True)
    assert served.variables == {"a": "1", "b": "2", "c": "2"}
    assert served.execution_log_group == "API-Gateway-Execution-Logs_api/v1/Canary"


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"deploymentId": "second", "percentTraffic": 0.0},
        {"deploymentId": "gone", "percentTraffic": 100.0},
    ],
)
def test_a_canary_of_no_request_takes_none(settings: dict[str, Any]) -> None:
    served = {asked(stage(**settings)).stage.api.deployment_id for _ in range(50)}

    assert served == {"first"}


def test_a_canary_takes_about_its_share() -> None:
    half = stage(deploymentId="second", percentTraffic=50.0)

    served = [asked(half).stage.is_canary for _ in range(400)]

    assert 120 < sum(served) < 280


@pytest.mark.parametrize(("shared", "version"), [(True, "x"), (False, "x canary")])
def test_a_canary_shares_the_stages_cache_where_it_says_so(*, shared: bool, version: str) -> None:
    both = stage(deploymentId="second", percentTraffic=100.0, useStageCache=shared)

    assert asked(both).stage.cache_version == version


@pytest.mark.parametrize(
    ("settings", "value"),
    [({}, None), ({"percentTraffic": 0, "deploymentId": "second"}, "false")],
)
def test_a_request_tells_of_a_canary_only_where_the_stage_has_one(
    settings: dict[str, Any], value: str | None
) -> None:
    """Recorded answer: also of a canary that takes no requests."""
    request = Incoming("GET", "/v1/x", "", (), "127.0.0.1", "HTTP/1.1")

    exchange = Exchange(request, stage(**settings), "/x", "localhost")

    assert exchange.variable("isCanaryRequest") == value
