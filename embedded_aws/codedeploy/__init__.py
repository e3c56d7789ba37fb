"""The embedded CodeDeploy: shifts a Lambda alias's traffic, watches alarms, rolls back."""

from embedded_aws.codedeploy import hooks
from embedded_aws.codedeploy.clock import DeploymentClock
from embedded_aws.codedeploy.deployments import KIND, replay
from embedded_aws.codedeploy.hooks import FunctionHooks
from embedded_aws.codedeploy.operations import configurations, targets
from embedded_aws.codedeploy.operations import deployments as deployment_operations
from embedded_aws.codedeploy.operations import groups as group_operations
from embedded_aws.codedeploy.regions import AllDeployments
from embedded_aws.codedeploy.scale import minute_seconds

__all__ = [
    "KIND",
    "AllDeployments",
    "DeploymentClock",
    "FunctionHooks",
    "install",
    "minute_seconds",
    "replay",
]


def install() -> None:
    """Patch moto's CodeDeploy; safe to call more than once."""
    for each in (configurations, group_operations, deployment_operations, hooks, targets):
        each.install()
