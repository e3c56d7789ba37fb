"""All Lambda deployments of an account and region, applied to its aliases."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol

from moto.awslambda.exceptions import UnknownAliasException, UnknownFunctionException
from moto.awslambda.models import lambda_backends
from moto.codedeploy.models import DeploymentInfo, codedeploy_backends
from moto.moto_api._internal import mock_random

from embedded_aws.codedeploy.appspec import AppSpec
from embedded_aws.codedeploy.lifecycle import Deployment
from embedded_aws.codedeploy.routing import ALL
from embedded_aws.codedeploy.state import lives
from embedded_aws.codedeploy.state_changes import tell
from embedded_aws.functions import arn_of
from embedded_aws.state import journal
from embedded_aws.state.changes import changing

KIND = "deployment"
"""Entries of the journal: what moves without a request."""


class Hooks(Protocol):
    """Invokes hooks."""

    def call(self, function: str, payload: Mapping[str, str]) -> None:
        """Invoke a hook, without waiting for it."""

    def failure(self, execution_id: str) -> str | None:
        """The error of that invocation; None while it has none."""


Ringing = Callable[[Sequence[str]], Sequence[str]]


class Deployments:
    """Advances the deployments; their effects are in moto's memory."""

    def __init__(self, account_id: str, region: str, hooks: Hooks, ringing: Ringing) -> None:
        self._place = account_id, region
        self._backend: Any = codedeploy_backends[account_id][region]
        self._lambda: Any = lambda_backends[account_id][region]
        self._hooks = hooks
        self.failure, self.ringing = hooks.failure, ringing

    def advance(self, now: float) -> None:
        """Do what is due in each deployment in progress."""
        for life in self._under_way():
            before = _stage(life)
            with changing(worth_saving=False):
                life.advance(now, self)
            moved = _stage(life) != before
            with changing(worth_saving=moved):
                self._show(life, now)
                if moved:
                    journal.note(KIND, (*self._place, life))

    def recover(self, now: float) -> None:
        """End the deployments that were in progress when the embedded AWS ended."""
        for life in self._under_way():
            with changing():
                life.lose(now, self)
                self._show(life, now)

    def call(self, function: str, payload: Mapping[str, str]) -> None:
        """Invoke a hook of this region, without waiting for it."""
        account_id, region = self._place
        self._hooks.call(arn_of(function, region, account_id), payload)

    def trouble(self, spec: AppSpec) -> str | None:
        """The reason why the alias cannot go from one version to the other; None without one."""
        try:
            alias = self._lambda.get_alias(spec.alias, spec.function)
            self._lambda.get_function(spec.function, spec.target)
        except (UnknownAliasException, UnknownFunctionException) as error:
            return str(error.message)
        if str(alias.function_version) != spec.current:
            return (
                f"The current version of the alias {spec.alias} is {alias.function_version}, "
                f"not {spec.current} as the AppSpec says."
            )
        return None

    def weigh(self, spec: AppSpec, percent: int) -> None:
        """Write version and routing weights into the alias, as CodeDeploy does."""
        weigh(self._lambda, spec, percent)

    def _under_way(self) -> list[Deployment]:
        return [each for each in lives(self._backend) if not each.is_over]

    def _show(self, life: Deployment, now: float) -> None:
        """Update moto's record of the deployment."""
        stored, moment = self._backend.deployments[life.id], _moment(now)
        if stored.status != life.status:
            stored.status = life.status
            tell(*self._place, stored, life)
        stored.start_time = stored.start_time or moment
        if not life.is_over:
            return
        stored.complete_time = moment
        if life.rolled_back:
            self._note_rollback(stored, moment)

    def _note_rollback(self, failed: Any, moment: datetime) -> None:
        """Record the rollback, which in CodeDeploy is a deployment of its own."""
        done = DeploymentInfo(
            failed.application,
            failed.deployment_group,
            failed.revision,
            failed.deployment_config_name,
            "Rollback",
            None,
            None,
            None,
            None,
            None,
            None,
            "codeDeployRollback",
        )
        done.deployment_id = new_id()
        done.status = "Succeeded"
        done.start_time = done.complete_time = moment
        done.rollback = {"rollbackTriggeringDeploymentId": failed.deployment_id}
        failed.rollback = {
            "rollbackDeploymentId": done.deployment_id,
            "rollbackMessage": f"Deployment {failed.deployment_id} was rolled back.",
        }
        self._backend.deployments[done.deployment_id] = done


def weigh(lambda_: Any, spec: AppSpec, percent: int) -> None:
    """Write version and weights into the alias that moto's Lambda holds."""
    version = spec.target if percent == ALL else spec.current
    weights = {spec.target: percent / ALL} if 0 < percent < ALL else {}
    alias = lambda_.get_alias(spec.alias, spec.function)
    alias.update(None, version, {"AdditionalVersionWeights": weights})
    alias.revision_id = str(uuid.uuid4())


def replay(entry: tuple[str, str, Deployment]) -> None:
    """Bring a deployment, and its alias, to the stage that the journal has of it."""
    account_id, region, life = entry
    stored = codedeploy_backends[account_id][region].deployments.get(life.id)
    if stored is None:
        return
    stored.life, stored.status = life, life.status
    if life.is_over:
        stored.complete_time = datetime.now(UTC).replace(tzinfo=None)
    if life.share or life.rolled_back:
        weigh(lambda_backends[account_id][region], life.plan.spec, life.share)


def _stage(life: Deployment) -> tuple[object, ...]:
    return life.status, life.share, *(each.status for each in life.events.values())


def new_id() -> str:
    """A new deployment id in CodeDeploy's format."""
    return f"d-{mock_random.get_random_hex(9).upper()}"


def _moment(now: float) -> datetime:
    return datetime.fromtimestamp(now, UTC).replace(tzinfo=None)
