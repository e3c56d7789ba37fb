"""Where the embedded CodeDeploy keeps what moto has no place for: on moto's own objects."""

from typing import Any

from embedded_aws.codedeploy.errors import CodeDeployError
from embedded_aws.codedeploy.lifecycle import Deployment
from embedded_aws.codedeploy.routing import PREDEFINED, Routing


def configurations(backend: Any) -> dict[str, Any]:
    """The custom deployment configurations: name → what is kept of it."""
    held: dict[str, Any] = vars(backend).setdefault("deployment_configurations", {})
    return held


def routing_of(backend: Any, name: str) -> Routing:
    """How the configuration shifts; DeploymentConfigDoesNotExistException."""
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
    """The life of each Lambda deployment; CodeDeploy's own rollbacks have none."""
    held = list(backend.deployments.values())
    return [each.life for each in held if hasattr(each, "life")]


def life_of(backend: Any, deployment_id: str) -> Deployment:
    """One deployment's life; DeploymentDoesNotExistException."""
    life: Deployment | None = getattr(backend.get_deployment(deployment_id), "life", None)
    if life is None:
        raise NotImplementedError("looking into a rollback, which is over at once")
    return life
