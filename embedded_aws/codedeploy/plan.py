"""The settings of a deployment, its lifecycle events, and the resources that it acts on."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from embedded_aws.codedeploy.appspec import AppSpec
from embedded_aws.codedeploy.routing import Routing

BEFORE, ALLOW, AFTER = "BeforeAllowTraffic", "AllowTraffic", "AfterAllowTraffic"
HOOK_MINUTES = 60
"""A hook that reports nothing for an hour has failed (CodeDeploy user guide, "hooks" section)."""
PENDING, UNDER_WAY, SUCCEEDED, FAILED, STOPPED = (
    "Pending",
    "InProgress",
    "Succeeded",
    "Failed",
    "Stopped",
)
FINAL = {SUCCEEDED, FAILED, STOPPED}
ON_FAILURE, ON_ALARM = "DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"


class World(Protocol):
    """The resources that a deployment acts on."""

    def trouble(self, spec: AppSpec) -> str | None:
        """The reason why the alias cannot be shifted; None when it can."""

    def weigh(self, spec: AppSpec, percent: int) -> None:
        """Give the target version this share of the alias's traffic."""

    def call(self, function: str, payload: Mapping[str, str]) -> None:
        """Invoke a hook, without waiting for it."""

    def failure(self, execution_id: str) -> str | None:
        """The error of the invocation with this execution id; None while it has none."""

    def ringing(self, alarms: Sequence[str]) -> Sequence[str]:
        """The alarms that are in ALARM, of these."""


@dataclass
class LifecycleEvent:
    """One stage of the lifecycle; a hook reports its status by the execution id."""

    name: str
    status: str = PENDING
    began: float | None = None
    ended: float | None = None
    message: str = ""
    execution_id: str = field(default_factory=lambda: str(uuid.uuid4()))


@dataclass(frozen=True)
class Plan:
    """The settings of a deployment."""

    spec: AppSpec
    routing: Routing
    alarms: Sequence[str] = ()
    rollback_on: frozenset[str] = frozenset()
    minute_seconds: float = 60.0


def message_of_alarms(ringing: Sequence[str]) -> str:
    """AWS's message for a deployment that alarms stopped."""
    return (
        "One or more alarms have been activated according to the Amazon CloudWatch metrics "
        "you selected, and the affected deployments have been stopped. "
        f"Activated alarms: {', '.join(ringing)}"
    )


def failure_of_hook(event: LifecycleEvent, now: float, plan: Plan, world: World) -> str | None:
    """The end of a sentence about a hook that failed; None while it has not."""
    if event.status == FAILED:
        return "reported Failed"
    if event.status != UNDER_WAY or event.began is None:
        return None
    failure = world.failure(event.execution_id)
    if failure:
        return f"failed: {failure}"
    late = now - event.began > HOOK_MINUTES * plan.minute_seconds
    return f"reported nothing for {HOOK_MINUTES} minutes" if late else None
