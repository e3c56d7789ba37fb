"""Operations on applications and deployment groups that moto lacks."""

from collections.abc import Callable
from typing import Any

from moto.codedeploy import responses
from moto.codedeploy.responses import CodeDeployResponse
from moto.core.responses import ActionResult, EmptyResult

from embedded_aws.codedeploy.errors import CodeDeployError

CHANGEABLE = {
    "deploymentConfigName": "deployment_config_name",
    "serviceRoleArn": "service_role_arn",
    "triggerConfigurations": "trigger_configurations",
    "alarmConfiguration": "alarm_configuration",
    "autoRollbackConfiguration": "auto_rollback_configuration",
    "outdatedInstancesStrategy": "outdated_instances_strategy",
    "deploymentStyle": "deployment_style",
    "blueGreenDeploymentConfiguration": "blue_green_deployment_configuration",
    "loadBalancerInfo": "load_balancer_info",
}


def install() -> None:
    """Add the operations; safe to call more than once."""
    if getattr(CodeDeployResponse, "changes_groups", False):
        return
    CodeDeployResponse.changes_groups = True
    CodeDeployResponse.update_application = _update_application
    CodeDeployResponse.delete_application = _delete_application
    CodeDeployResponse.update_deployment_group = _update_group
    CodeDeployResponse.delete_deployment_group = _delete_group
    responses._deployment_group_info = _with_alarms(  # noqa: SLF001 - moto leaves them out
        responses._deployment_group_info  # noqa: SLF001
    )


def _with_alarms(original: Callable[[Any], dict[str, Any]]) -> Callable[[Any], dict[str, Any]]:
    def shown(group: Any) -> dict[str, Any]:
        info = original(group) | {"alarmConfiguration": group.alarm_configuration or {}}
        if not info["loadBalancerInfo"]:  # an empty one is a change in every plan
            del info["loadBalancerInfo"]
        return info

    return shown


def _update_application(self: Any) -> EmptyResult:
    backend = self.codedeploy_backend
    old, new = self._get_param("applicationName"), self._get_param("newApplicationName")
    application = backend.get_application(old)
    if new in backend.applications:
        raise CodeDeployError(
            "ApplicationAlreadyExistsException", f"The application {new} already exists."
        )
    application.application_name = new
    backend.applications[new] = backend.applications.pop(old)
    backend.deployment_groups[new] = backend.deployment_groups.pop(old, {})
    return EmptyResult()


def _delete_application(self: Any) -> EmptyResult:
    """Delete the application with its groups and deployments; a missing one is no error."""
    backend, name = self.codedeploy_backend, self._get_param("applicationName")
    backend.applications.pop(name, None)
    backend.deployment_groups.pop(name, None)
    for each in [each for each in backend.deployments.values() if each.application_name == name]:
        del backend.deployments[each.deployment_id]
    return EmptyResult()


def _update_group(self: Any) -> ActionResult:
    backend, application = self.codedeploy_backend, self._get_param("applicationName")
    name = self._get_param("currentDeploymentGroupName")
    group = backend.get_deployment_group(application, name)
    for parameter, attribute in CHANGEABLE.items():
        value = self._get_param(parameter)
        if value is not None:
            setattr(group, attribute, value)
    new = self._get_param("newDeploymentGroupName")
    if new:
        group.deployment_group_name = new
        groups = backend.deployment_groups[application]
        groups[new] = groups.pop(name)
    return ActionResult({"hooksNotCleanedUp": []})


def _delete_group(self: Any) -> ActionResult:
    groups = self.codedeploy_backend.deployment_groups.get(self._get_param("applicationName"), {})
    groups.pop(self._get_param("deploymentGroupName"), None)
    return ActionResult({"hooksNotCleanedUp": []})
