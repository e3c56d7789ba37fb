"""State of the embedded CodeDeploy that moto lacks, stored on moto's own objects."""

from typing import Any

from embedded_aws.codedeploy.errors import CodeDeployError
from embedded_aws.codedeploy.lifecycle import Deployment
from embedded_aws.codedeploy.routing import PREDEFINED, Routing


def configurations(backend: Any) -> dict[str, Any]:
    """The custom deployment configurations by name."""
    by_name: dict[str, Any] = vars(backend).setdefault("deployment_configurations", {})
    return by_name


def routing_of(backend: Any, name: str) -> Routing:
    """The configuration's routing; else DeploymentConfigDoesNotExistException."""
    if name in PREDEFINED:
        return PREDEFINED[name]
    if name not in configurations(backend):
        raise CodeDeployError(
            "DeploymentConfigDoesNotExistException",
            f"No deployment configuration found for name: {name}",
        )
    routing: Routing = configurations(backend)[name]["routing"]
    return routing


def lives(backend: Any) -> list[Deployment]:
    """The lifecycle of each Lambda deployment; CodeDeploy's own rollbacks have none."""
    deployments = list(backend.deployments.values())
    return [each.life for each in deployments if hasattr(each, "life")]


def life_of(backend: Any, deployment_id: str) -> Deployment:
    """One deployment's lifecycle; else DeploymentDoesNotExistException."""
    life: Deployment | None = getattr(backend.get_deployment(deployment_id), "life", None)
    if life is None:
        raise NotImplementedError("looking into a rollback, which is over at once")
    return life
