"""Deployment configurations, which moto lacks (CodeDeploy API reference)."""

from typing import Any

from moto.codedeploy.responses import CodeDeployResponse
from moto.core.responses import ActionResult, EmptyResult
from moto.core.utils import utcnow
from moto.moto_api._internal import mock_random

from embedded_aws.codedeploy.errors import CodeDeployError
from embedded_aws.codedeploy.routing import PREDEFINED, Routing, read
from embedded_aws.codedeploy.state import configurations, routing_of


def install() -> None:
    """Add the four operations."""
    CodeDeployResponse.create_deployment_config = _create
    CodeDeployResponse.get_deployment_config = _get
    CodeDeployResponse.list_deployment_configs = _list
    CodeDeployResponse.delete_deployment_config = _delete


def _create(self: Any) -> ActionResult:
    name, platform = self._get_param("deploymentConfigName"), self._get_param("computePlatform")
    existing = configurations(self.codedeploy_backend)
    if name in existing or name in PREDEFINED:
        raise CodeDeployError(
            "DeploymentConfigAlreadyExistsException",
            f"A deployment configuration with the name {name} exists already.",
        )
    if platform != "Lambda":
        raise NotImplementedError(f"deployment configurations for {platform or 'Server'}")
    configuration = {
        "id": str(mock_random.uuid4()),
        "created": utcnow(),
        "routing": read(self._get_param("trafficRoutingConfig") or {"type": "AllAtOnce"}),
    }
    existing[name] = configuration
    return ActionResult({"deploymentConfigId": configuration["id"]})


def _get(self: Any) -> ActionResult:
    backend, name = self.codedeploy_backend, self._get_param("deploymentConfigName")
    routing = routing_of(backend, name)
    return ActionResult({"deploymentConfigInfo": _shown(name, routing, backend)})


def _shown(name: str, routing: Routing, backend: Any) -> dict[str, Any]:
    configuration = configurations(backend).get(name) or {"id": name, "created": None}
    return {
        "deploymentConfigId": configuration["id"],
        "deploymentConfigName": name,
        "createTime": configuration["created"],
        "computePlatform": "Lambda",
        "trafficRoutingConfig": routing.shown(),
    }


def _list(self: Any) -> ActionResult:
    return ActionResult(
        {"deploymentConfigsList": [*PREDEFINED, *configurations(self.codedeploy_backend)]}
    )


def _delete(self: Any) -> EmptyResult:
    backend, name = self.codedeploy_backend, self._get_param("deploymentConfigName")
    if name in PREDEFINED:
        raise CodeDeployError(
            "InvalidOperationException", f"{name} is predefined and cannot be deleted."
        )
    groups = (
        each
        for of_application in backend.deployment_groups.values()
        for each in of_application.values()
    )
    if any(each.deployment_config_name == name for each in groups):
        raise CodeDeployError(
            "DeploymentConfigInUseException", f"A deployment group uses {name} still."
        )
    configurations(backend).pop(name, None)
    return EmptyResult()
