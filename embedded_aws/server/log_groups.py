"""A function's log group: made before its first line, when its role may.

Lambda developer guide, "Sending Lambda function logs to CloudWatch Logs".
"""

from typing import Any

from moto.logs.models import logs_backends

from embedded_aws.functions import DeployedFunction
from embedded_aws.gateway import MotoRoles
from embedded_aws.state.changes import changing

ACTION = "logs:CreateLogGroup"


def make_log_group(function: DeployedFunction) -> None:
    """Make the group if it is missing and the function's role may; safe to call often."""
    place: Any = logs_backends[function.account_id][function.region]
    if function.log_group in place.groups or not _may(function):
        return
    with changing():
        if function.log_group not in place.groups:
            place.create_log_group(function.log_group, {})


def _may(function: DeployedFunction) -> bool:
    """Whether the role may create the group; its ARN ends with `:*` in policies, or does not."""
    place = f"arn:aws:logs:{function.region}:{function.account_id}"
    group = f"{place}:log-group:{function.log_group}"
    return any(MotoRoles().allows(function.role, ACTION, each) for each in (group, f"{group}:*"))
