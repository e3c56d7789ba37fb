"""A deployment's one target in CodeDeploy's form: lambdaTarget."""

from datetime import UTC, datetime
from typing import Any

from moto.codedeploy.responses import CodeDeployResponse
from moto.core.responses import ActionResult

from embedded_aws.codedeploy.errors import CodeDeployError
from embedded_aws.codedeploy.lifecycle import Deployment
from embedded_aws.codedeploy.plan import FAILED, SUCCEEDED, LifecycleEvent
from embedded_aws.codedeploy.state import life_of

STATUS = {"Created": "Pending", "Stopped": FAILED}
"""A target has no word for these."""


def install() -> None:
    """Add the three operations."""
    CodeDeployResponse.list_deployment_targets = _list
    CodeDeployResponse.get_deployment_target = _get
    CodeDeployResponse.batch_get_deployment_targets = _batch_get


def _list(self: Any) -> ActionResult:
    return ActionResult({"targetIds": [_target_id(_life(self))]})


def _get(self: Any) -> ActionResult:
    return ActionResult({"deploymentTarget": _found(self, self._get_param("targetId"))})


def _batch_get(self: Any) -> ActionResult:
    ids = self._get_param("targetIds") or []
    return ActionResult({"deploymentTargets": [_found(self, each) for each in ids]})


def _life(response: Any) -> Deployment:
    return life_of(response.codedeploy_backend, response._get_param("deploymentId"))  # noqa: SLF001 - moto's way


def _target_id(life: Deployment) -> str:
    return f"{life.plan.spec.function}:{life.plan.spec.alias}"


def _found(response: Any, target_id: str) -> dict[str, Any]:
    life = _life(response)
    if target_id != _target_id(life):
        raise CodeDeployError(
            "DeploymentTargetDoesNotExistException",
            f"The deployment {life.id} has no target {target_id}.",
        )
    backend = response.codedeploy_backend
    return _shown(life, f"arn:aws:lambda:{backend.region_name}:{backend.account_id}:function:")


def _shown(life: Deployment, arn_prefix: str) -> dict[str, Any]:
    spec, times = life.plan.spec, [each.ended or each.began for each in life.events.values()]
    return {
        "deploymentTargetType": "LambdaTarget",
        "lambdaTarget": {
            "deploymentId": life.id,
            "targetId": _target_id(life),
            "targetArn": f"{arn_prefix}{_target_id(life)}",
            "status": STATUS.get(life.status, life.status),
            "lastUpdatedAt": _moment(max((each for each in times if each), default=None)),
            "lifecycleEvents": [_event(each) for each in life.events.values()],
            "lambdaFunctionInfo": {
                "functionName": spec.function,
                "functionAlias": spec.alias,
                "currentVersion": spec.current,
                "targetVersion": spec.target,
                "targetVersionWeight": float(life.share),
            },
        },
    }


def _event(event: LifecycleEvent) -> dict[str, Any]:
    description: dict[str, Any] = {
        "lifecycleEventName": event.name,
        "status": event.status,
        "startTime": _moment(event.began),
        "endTime": _moment(event.ended),
    }
    if event.status in {SUCCEEDED, FAILED}:
        code = "Success" if event.status == SUCCEEDED else "ScriptFailed"
        description["diagnostics"] = {"errorCode": code, "message": event.message}
    return description


def _moment(at: float | None) -> datetime | None:
    return None if at is None else datetime.fromtimestamp(at, UTC).replace(tzinfo=None)
