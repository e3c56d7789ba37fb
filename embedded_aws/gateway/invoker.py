"""What the gateway needs from the functions and from Lambda's resource policies."""

from typing import Protocol

from embedded_aws.functions import Invocation
from embedded_aws.gateway.deployed.model import Stage


class Invoker(Protocol):
    """Runs a deployed function once."""

    async def invoke(
        self,
        function_name: str,
        payload: bytes,
        qualifier: str | None = None,
        client_context: str | None = None,
        trace_id: str | None = None,
    ) -> Invocation:
        """The function's answer; UnknownFunctionError, TooManyRequestsError and others."""


class DeployedApis(Protocol):
    """Where deployed APIs and permissions are looked up, anew for each request."""

    def stage(self, api_id: str, stage_name: str) -> Stage | None:
        """The stage as deployed now."""

    def own(self, stage_name: str) -> Stage | None:
        """The project's API when the request names no API: the one with this stage."""

    def may_invoke(self, function_arn: str, source_arn: str) -> bool:
        """Whether the function's resource policy lets API Gateway call it from there."""
