"""The adapters: CodeDeploy's deployments and Lambda's versions."""

import json
from collections.abc import Callable
from typing import Any, Protocol

from services.smoke.model import Candidate, candidate_of


class CodeDeployClient(Protocol):
    """The operations of boto3's client that are called."""

    @property
    def get_deployment(self) -> Callable[..., Any]: ...  # noqa: D102

    @property
    def put_lifecycle_event_hook_execution_status(self) -> Callable[..., Any]: ...  # noqa: D102


class LambdaClient(Protocol):
    """The operation of boto3's client that is called."""

    @property
    def invoke(self) -> Callable[..., Any]: ...  # noqa: D102


class CodeDeployDeployments:
    """The port `Deployments`."""

    def __init__(self, client: CodeDeployClient) -> None:
        self._client = client

    def candidate(self, deployment_id: str) -> Candidate:
        """The version in the deployment's AppSpec."""
        deployment = self._client.get_deployment(deploymentId=deployment_id)
        return candidate_of(deployment["deploymentInfo"]["revision"]["appSpecContent"]["content"])

    def report(self, deployment_id: str, execution_id: str, *, passed: bool) -> None:
        """Report Succeeded or Failed."""
        self._client.put_lifecycle_event_hook_execution_status(
            deploymentId=deployment_id,
            lifecycleEventHookExecutionId=execution_id,
            status="Succeeded" if passed else "Failed",
        )


class LambdaVersions:
    """The port `Versions`."""

    def __init__(self, client: LambdaClient) -> None:
        self._client = client

    def invoke(self, candidate: Candidate, event: dict[str, Any]) -> tuple[Any, str | None]:
        """One synchronous invocation of exactly this version."""
        answer = self._client.invoke(
            FunctionName=candidate.function,
            Qualifier=candidate.version,
            Payload=json.dumps(event).encode(),
        )
        return json.loads(answer["Payload"].read() or b"null"), answer.get("FunctionError")
