"""From CodeDeploy's hook event to a report on the new version."""

from collections.abc import Mapping
from typing import Any

from services.smoke.ports import Deployments, Versions
from services.smoke.use_cases import try_out
from shared.logging import Logger


class SmokeTest:
    """Handles one BeforeAllowTraffic event."""

    def __init__(self, deployments: Deployments, versions: Versions, logger: Logger) -> None:
        self._deployments = deployments
        self._versions = versions
        self._logger = logger

    def __call__(self, event: Mapping[str, Any], _: Any) -> dict[str, Any]:
        """Report whether the version starts; its own smoke test, which is no hook event, passes."""
        deployment_id = event.get("DeploymentId")
        if deployment_id is None:
            return {"passed": True}
        why = self._verdict(deployment_id)
        execution_id = event["LifecycleEventHookExecutionId"]
        self._deployments.report(deployment_id, execution_id, passed=why is None)
        return {"passed": why is None}

    def _verdict(self, deployment_id: str) -> str | None:
        try:
            candidate = self._deployments.candidate(deployment_id)
            why = try_out(candidate, self._versions)
        except Exception as error:  # whatever it is, CodeDeploy would wait an hour for a report
            self._logger.exception("not tried out", extra={"deployment_id": deployment_id})
            return str(error)
        fields = {
            "deployment_id": deployment_id,
            "function": candidate.function,
            "version": candidate.version,
            "reason": why,
        }
        self._logger.info("refused" if why else "passed", extra=fields)
        return why
