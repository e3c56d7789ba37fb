"""Ports to Lambda and IAM: functions, their resource policies, and roles."""

from typing import Protocol

from embedded_aws.functions import Invocation
from embedded_aws.gateway.deployed.domains import DomainMapping
from embedded_aws.gateway.deployed.model import Stage


class Invoker(Protocol):
    """Invokes deployed functions."""

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
    """Looks deployed APIs and permissions up, anew for each request."""

    def stage(self, api_id: str, stage_name: str, region: str | None = None) -> Stage | None:
        """The stage as now deployed, in this region or any."""

    def own(self, stage_name: str) -> Stage | None:
        """The project's API with this stage, for requests that name no API."""

    def mappings(self, host: str) -> tuple[DomainMapping, ...] | None:
        """The base-path mappings of a custom domain; None for a name that is none."""

    def ensure_log_group(self, name: str, region: str) -> None:
        """Create the log group, unless it is there."""

    def may_invoke(self, function_arn: str, source_arn: str) -> bool:
        """Whether the function's resource policy lets API Gateway invoke it from this ARN."""


class Roles(Protocol):
    """Looks up the roles that API Gateway assumes, anew for each call."""

    def assumable(self, role_arn: str) -> bool:
        """Whether the role exists and trusts API Gateway."""

    def allows(self, role_arn: str, action: str, resource: str) -> bool:
        """Whether the role's policies allow this, within its boundary."""
