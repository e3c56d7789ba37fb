"""Deployments to Lambda in the form of CodeDeploy's API; other platforms are refused."""

from collections.abc import Callable, Mapping
from typing import Any

from moto.codedeploy import responses
from moto.codedeploy.models import CodeDeployBackend
from moto.codedeploy.responses import CodeDeployResponse
from moto.core.responses import ActionResult

from embedded_aws.codedeploy.appspec import read
from embedded_aws.codedeploy.deployments import new_id
from embedded_aws.codedeploy.errors import CodeDeployError
from embedded_aws.codedeploy.lifecycle import Deployment
from embedded_aws.codedeploy.plan import Plan
from embedded_aws.codedeploy.scale import minute_seconds
from embedded_aws.codedeploy.state import life_of, lives, routing_of


def install() -> None:
    """Add them; safe to call more than once."""
    backend: Any = CodeDeployBackend
    if getattr(backend, "shifts_traffic", False):
        return
    backend.shifts_traffic = True
    backend.create_deployment = _planned(backend.create_deployment)
    CodeDeployResponse.stop_deployment = _stop
    responses._deployment_info = _with_outcome(responses._deployment_info)  # noqa: SLF001


def _planned(original: Callable[..., str]) -> Callable[..., str]:
    """CreateDeployment with a plan that the clock advances."""

    def create_deployment(self: Any, application_name: str, **parameters: Any) -> str:
        application = self.get_application(application_name)
        group = self.get_deployment_group(application_name, parameters["deployment_group_name"])
        if application.compute_platform != "Lambda":
            raise NotImplementedError(f"deployments to {application.compute_platform}")
        _refuse_a_second(self, group)
        name = parameters.get("deployment_config_name") or group.deployment_config_name
        plan = Plan(
            spec=read(parameters["revision"]),
            routing=routing_of(self, name),
            alarms=_alarms(
                parameters.get("override_alarm_configuration") or group.alarm_configuration
            ),
            rollback_on=_rollback_on(
                parameters.get("auto_rollback_configuration") or group.auto_rollback_configuration
            ),
            minute_seconds=minute_seconds(),
        )
        stored = self.deployments.pop(original(self, application_name, **parameters))
        stored.deployment_id = new_id()
        self.deployments[stored.deployment_id] = stored
        stored.life = Deployment(stored.deployment_id, plan)
        return str(stored.deployment_id)

    return create_deployment


def _refuse_a_second(backend: Any, group: Any) -> None:
    for life in lives(backend):
        if not life.is_over and backend.deployments[life.id].deployment_group is group:
            raise CodeDeployError(
                "DeploymentLimitExceededException",
                f"The Deployment Group '{group.deployment_group_name}' already has an active "
                f"Deployment '{life.id}'",
            )


def _alarms(configuration: Mapping[str, Any] | None) -> tuple[str, ...]:
    if not configuration or not configuration.get("enabled"):
        return ()
    return tuple(each["name"] for each in configuration.get("alarms") or [])


def _rollback_on(configuration: Mapping[str, Any] | None) -> frozenset[str]:
    if not configuration or not configuration.get("enabled"):
        return frozenset()
    return frozenset(configuration.get("events") or [])


def _with_outcome(original: Callable[[Any], dict[str, Any]]) -> Callable[[Any], dict[str, Any]]:
    """The deployment's description with its outcome and its rollback."""

    def shown(deployment: Any) -> dict[str, Any]:
        info = original(deployment)
        info["rollbackInfo"] = getattr(deployment, "rollback", {})
        life: Deployment | None = getattr(deployment, "life", None)
        if life and life.error:
            code, message = life.error
            info["errorInformation"] = {"code": code, "message": message}
        return info

    return shown


def _stop(self: Any) -> ActionResult:
    life = life_of(self.codedeploy_backend, self._get_param("deploymentId"))
    if life.is_over:
        raise CodeDeployError(
            "DeploymentAlreadyCompletedException", f"The deployment {life.id} has ended already."
        )
    life.stop(rollback=bool(self._get_param("autoRollbackEnabled")))
    return ActionResult({"status": "Pending", "statusMessage": "The deployment is being stopped."})
