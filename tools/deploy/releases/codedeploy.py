"""CodeDeploy of one environment: an application per function, with a group named `live`."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.product import NAME
from tools.command import CommandError
from tools.deploy.where.place import Place

ALIAS = "live"
SMOKE = "smoke"
"""The service that CodeDeploy asks before any traffic goes to a new version."""
UNDER_WAY = ["Created", "Queued", "InProgress", "Baking", "Ready"]


@dataclass(frozen=True)
class Move:
    """An alias, with its present and its new version."""

    service: str
    function_name: str
    current: str
    target: str


@dataclass(frozen=True)
class Deployment:
    """The status of a deployment, and the reason of a failure."""

    id: str
    status: str
    error_code: str = ""
    error: str = ""
    rollback_id: str | None = None

    @property
    def is_over(self) -> bool:
        """Whether its status is final."""
        return self.status not in UNDER_WAY


@dataclass(frozen=True)
class Shift:
    """The versions of a deployment, and the share of traffic that is shifted."""

    deployment_id: str
    current: str
    target: str
    percent: float


class CodeDeploy:
    """CodeDeploy's operations for a release."""

    def __init__(self, place: Place) -> None:
        self._client = place.client("codedeploy")
        self._cloudwatch = place.client("cloudwatch")
        self._smoke = f"{NAME}-{place.environment.name}-{SMOKE}"

    def begin(self, move: Move) -> str:
        """Create a deployment and return its id."""
        created = self._client.create_deployment(
            applicationName=move.function_name,
            deploymentGroupName=ALIAS,
            revision={
                "revisionType": "AppSpecContent",
                "appSpecContent": {"content": json.dumps(_appspec(move, self._smoke))},
            },
            description=f"{move.service} from version {move.current} to {move.target}",
        )
        return str(created["deploymentId"])

    def get(self, deployment_id: str) -> Deployment:
        """The deployment's status."""
        info = self._client.get_deployment(deploymentId=deployment_id)["deploymentInfo"]
        error = info.get("errorInformation") or {}
        return Deployment(
            deployment_id,
            info["status"],
            error.get("code", ""),
            error.get("message", ""),
            (info.get("rollbackInfo") or {}).get("rollbackDeploymentId"),
        )

    def shift_of(self, deployment_id: str) -> Shift | None:
        """The shift of a deployment; None before it starts."""
        where = {"deploymentId": deployment_id}
        try:
            ids = self._client.list_deployment_targets(**where)["targetIds"]
            answer = self._client.batch_get_deployment_targets(**where, targetIds=ids)
        except self._client.exceptions.DeploymentNotStartedException:
            return None
        function = answer["deploymentTargets"][0]["lambdaTarget"]["lambdaFunctionInfo"]
        percent = function.get("targetVersionWeight", 0.0)
        return Shift(deployment_id, function["currentVersion"], function["targetVersion"], percent)

    def under_way(self, function_name: str) -> str | None:
        """The function's deployment in progress; None without one."""
        try:
            ids = self._client.list_deployments(
                applicationName=function_name,
                deploymentGroupName=ALIAS,
                includeOnlyStatuses=UNDER_WAY,
            )["deployments"]
        except (
            self._client.exceptions.ApplicationDoesNotExistException,
            self._client.exceptions.DeploymentGroupDoesNotExistException,
        ):
            return None
        return ids[0] if ids else None

    def stop(self, deployment_id: str) -> None:
        """Stop it; all traffic goes back to the previous version."""
        try:
            self._client.stop_deployment(deploymentId=deployment_id, autoRollbackEnabled=True)
        except self._client.exceptions.DeploymentAlreadyCompletedException as error:
            raise CommandError(f"the release {deployment_id} has just ended; try again") from error

    def ringing(self, function_name: str) -> Sequence[str]:
        """The alarms in ALARM that would stop a deployment of the function at once."""
        group = self._client.get_deployment_group(
            applicationName=function_name, deploymentGroupName=ALIAS
        )["deploymentGroupInfo"]
        names = [each["name"] for each in group.get("alarmConfiguration", {}).get("alarms", [])]
        if not names:
            return []
        alarms = self._cloudwatch.describe_alarms(AlarmNames=names)["MetricAlarms"]
        return sorted(each["AlarmName"] for each in alarms if each["StateValue"] == "ALARM")

    def requests_of(self, move: Move, seconds: float) -> int:
        """The requests that the new version got, by the metric that the release's alarms watch."""
        now = datetime.now(UTC)
        dimensions = {
            "FunctionName": move.function_name,
            "Resource": f"{move.function_name}:{ALIAS}",
            "ExecutedVersion": move.target,
        }
        answer = self._cloudwatch.get_metric_statistics(
            Namespace="AWS/Lambda",
            MetricName="Invocations",
            Dimensions=[{"Name": name, "Value": value} for name, value in dimensions.items()],
            StartTime=now - timedelta(seconds=seconds + 60),
            EndTime=now + timedelta(seconds=60),
            Period=60,
            Statistics=["Sum"],
        )
        return int(sum(each["Sum"] for each in answer["Datapoints"]))


def _appspec(move: Move, smoke: str) -> dict[str, Any]:
    properties = {
        "Name": move.function_name,
        "Alias": ALIAS,
        "CurrentVersion": move.current,
        "TargetVersion": move.target,
    }
    resource = {"Type": "AWS::Lambda::Function", "Properties": properties}
    hooks = [{"BeforeAllowTraffic": smoke}]
    return {"version": 0.0, "Resources": [{move.service: resource}], "Hooks": hooks}
