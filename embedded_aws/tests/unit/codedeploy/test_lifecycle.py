"""A deployment's lifecycle under a test's clock: minutes last 60 seconds, as in AWS."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from embedded_aws.codedeploy.appspec import AppSpec
from embedded_aws.codedeploy.lifecycle import Deployment
from embedded_aws.codedeploy.plan import ON_ALARM, ON_FAILURE, Plan
from embedded_aws.codedeploy.routing import Routing

MINUTE = 60.0
SPEC = AppSpec("f", "live", "1", "2", {})
HOOKED = replace(SPEC, hooks={"BeforeAllowTraffic": "smoke"})
BACK = frozenset({ON_FAILURE, ON_ALARM})
CANARY = Plan(SPEC, Routing(10, 5), alarms=["errors"], rollback_on=BACK)


class InMemoryWorld:
    """An alias, a hook and alarms; records the calls."""

    def __init__(self) -> None:
        self.weights: list[int] = []
        self.called: list[tuple[str, Mapping[str, str]]] = []
        self.rings: list[str] = []
        self.raised: str | None = None
        self.why_not: str | None = None

    def trouble(self, spec: AppSpec) -> str | None:
        del spec
        return self.why_not

    def weigh(self, spec: AppSpec, percent: int) -> None:
        del spec
        self.weights.append(percent)

    def call(self, function: str, payload: Mapping[str, str]) -> None:
        self.called.append((function, payload))

    def failure(self, execution_id: str) -> str | None:
        del execution_id
        return self.raised

    def ringing(self, alarms: Sequence[str]) -> Sequence[str]:
        return [each for each in alarms if each in self.rings]


@pytest.fixture
def world() -> InMemoryWorld:
    return InMemoryWorld()


def at(deployment: Deployment, world: InMemoryWorld, *minutes: float) -> None:
    """Advance the deployment at each of these minutes."""
    for each in minutes:
        deployment.advance(each * MINUTE, world)


def test_a_canary_gets_its_share_and_after_its_interval_all(world: InMemoryWorld) -> None:
    deployment = Deployment("d", CANARY)

    at(deployment, world, 0, 1, 4.9)
    during = deployment.status, list(world.weights)
    at(deployment, world, 5)

    assert during == ("InProgress", [10])
    assert (deployment.status, world.weights) == ("Succeeded", [10, 100])


def test_a_linear_shift_grows_with_each_interval(world: InMemoryWorld) -> None:
    deployment = Deployment("d", replace(CANARY, routing=Routing(40, 2, linear=True)))

    at(deployment, world, 0, 1, 2, 3, 4)

    assert (deployment.status, world.weights) == ("Succeeded", [40, 80, 100])


def test_all_at_once_is_over_at_once(world: InMemoryWorld) -> None:
    deployment = Deployment("d", replace(CANARY, routing=Routing()))

    at(deployment, world, 0)

    assert (deployment.status, world.weights) == ("Succeeded", [100])


def test_a_scaled_minute_is_shorter(world: InMemoryWorld) -> None:
    deployment = Deployment("d", replace(CANARY, minute_seconds=1.0))

    deployment.advance(0, world)
    deployment.advance(5, world)

    assert deployment.status == "Succeeded"


def test_an_alarm_stops_the_shift_and_brings_the_version_before(world: InMemoryWorld) -> None:
    deployment = Deployment("d", CANARY)

    at(deployment, world, 0)
    world.rings = ["errors"]
    at(deployment, world, 1, 6)

    assert (deployment.status, world.weights) == ("Stopped", [10, 0])
    assert deployment.error
    assert deployment.error[0] == "ALARM_ACTIVE"
    assert deployment.error[1].endswith("Activated alarms: errors")
    assert deployment.rolled_back


def test_without_a_rollback_on_alarms_the_traffic_stays_where_it_is(world: InMemoryWorld) -> None:
    deployment = Deployment("d", replace(CANARY, rollback_on=frozenset({ON_FAILURE})))

    at(deployment, world, 0)
    world.rings = ["errors"]
    at(deployment, world, 1)

    assert (deployment.status, world.weights, deployment.rolled_back) == ("Stopped", [10], False)


def test_no_traffic_goes_to_a_version_whose_hook_has_not_answered(world: InMemoryWorld) -> None:
    deployment = Deployment("d", replace(CANARY, spec=HOOKED))

    at(deployment, world, 0, 1, 2)

    [(function, payload)] = world.called
    execution = deployment.events["BeforeAllowTraffic"].execution_id
    assert function == "smoke"
    assert payload == {"DeploymentId": "d", "LifecycleEventHookExecutionId": execution}
    assert world.weights == []


def test_traffic_shifts_once_the_hook_has_reported_success(world: InMemoryWorld) -> None:
    deployment = Deployment("d", replace(CANARY, spec=HOOKED))

    at(deployment, world, 0)
    deployment.report(deployment.events["BeforeAllowTraffic"].execution_id, "Succeeded")
    at(deployment, world, 1)

    assert world.weights == [10]


def test_a_hook_that_reports_a_failure_ends_it_without_any_traffic(world: InMemoryWorld) -> None:
    deployment = Deployment("d", replace(CANARY, spec=HOOKED))

    at(deployment, world, 0)
    deployment.report(deployment.events["BeforeAllowTraffic"].execution_id, "Failed")
    at(deployment, world, 1)

    assert deployment.error == (
        "HOOK_EXECUTION_FAILURE",
        "The hook smoke reported Failed (BeforeAllowTraffic).",
    )
    assert (deployment.status, world.weights) == ("Failed", [])


def test_a_hook_that_crashes_ends_it_with_what_it_said(world: InMemoryWorld) -> None:
    deployment = Deployment("d", replace(CANARY, spec=HOOKED))

    at(deployment, world, 0)
    world.raised = "no module named boto3"
    at(deployment, world, 1)

    assert deployment.error
    assert "no module named boto3" in deployment.error[1]


def test_a_silent_hook_is_waited_for_an_hour(world: InMemoryWorld) -> None:
    deployment = Deployment("d", replace(CANARY, spec=HOOKED))

    at(deployment, world, 0, 60)
    waiting = deployment.status
    at(deployment, world, 60.1)

    assert (waiting, deployment.status) == ("InProgress", "Failed")
    assert deployment.error
    assert "nothing for 60 minutes" in deployment.error[1]


def test_a_hook_after_the_shift_that_fails_takes_all_traffic_back(world: InMemoryWorld) -> None:
    spec = replace(SPEC, hooks={"AfterAllowTraffic": "check"})
    deployment = Deployment("d", replace(CANARY, spec=spec))

    at(deployment, world, 0, 5)
    deployment.report(deployment.events["AfterAllowTraffic"].execution_id, "Failed")
    at(deployment, world, 6)

    assert world.weights == [10, 100, 0]


def test_a_hook_reports_once(world: InMemoryWorld) -> None:
    deployment = Deployment("d", replace(CANARY, spec=HOOKED))
    execution = deployment.events["BeforeAllowTraffic"].execution_id
    at(deployment, world, 0)
    deployment.report(execution, "Succeeded")

    with pytest.raises(ValueError, match="Succeeded"):
        deployment.report(execution, "Failed")


@pytest.mark.parametrize(("rollback", "weights"), [(True, [10, 0]), (False, [10])])
def test_a_stopped_one_goes_back_when_asked(
    world: InMemoryWorld, rollback: bool, weights: list[int]
) -> None:
    deployment = Deployment("d", CANARY)

    at(deployment, world, 0)
    deployment.stop(rollback=rollback)
    at(deployment, world, 1)

    assert (deployment.status, world.weights) == ("Stopped", weights)
    assert deployment.error == ("MANUAL_STOP", "The deployment was stopped by a user.")


def test_an_alias_that_is_elsewhere_fails_it_before_anything_is_done(world: InMemoryWorld) -> None:
    deployment = Deployment("d", replace(CANARY, spec=HOOKED))
    world.why_not = "The current version of the alias is 3."

    at(deployment, world, 0)

    assert deployment.error == ("INVALID_LAMBDA_CONFIGURATION", world.why_not)
    assert (world.called, world.weights) == ([], [])


def test_one_that_nobody_watched_is_lost_and_taken_back(world: InMemoryWorld) -> None:
    deployment = Deployment("d", CANARY)

    at(deployment, world, 0)
    deployment.lose(MINUTE, world)

    assert (deployment.status, world.weights) == ("Failed", [10, 0])
    assert deployment.events["AfterAllowTraffic"].status == "Skipped"
