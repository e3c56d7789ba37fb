"""Deployed APIs as moto's API Gateway holds them, compiled once per deployment."""

from collections.abc import Mapping
from typing import Any

from moto.apigateway.models import apigateway_backends
from moto.awslambda.models import lambda_backends

from tools.local.gateway.deployed import Api, Stage, compile_api, compile_stage
from tools.local.gateway.policy import like

ACTION = "lambda:InvokeFunction"
PRINCIPAL = "apigateway.amazonaws.com"


class MotoApis:
    """Reads stages, deployments and permissions from moto's memory."""

    def __init__(self, account_id: str, region: str) -> None:
        self._gateway: Any = apigateway_backends[account_id][region]
        self._lambda: Any = lambda_backends[account_id][region]
        self._compiled: dict[tuple[str, str], Api] = {}
        self._stages: dict[tuple[str, str], tuple[object, Stage]] = {}

    def stage(self, api_id: str, stage_name: str) -> Stage | None:
        """The stage as deployed now; None when API, stage or deployment is not there."""
        api = self._gateway.apis.get(api_id)
        raw = api.stages.get(stage_name) if api else None
        deployment = api.deployments.get(raw.deployment_id) if raw else None
        snapshot = getattr(deployment, "snapshot", None)
        if raw is None or snapshot is None:
            return None
        key = (api_id, stage_name)
        revision = (id(raw), raw.deployment_id, getattr(raw, "revision", None))
        known = self._stages.get(key)
        if known and known[0] == revision:
            return known[1]
        stage = compile_stage(self._api(api_id, raw.deployment_id, snapshot), raw.to_json())
        self._stages[key] = (revision, stage)
        return stage

    def own(self, stage_name: str) -> Stage | None:
        """The newest API that has a stage of this name."""
        apis = sorted(self._gateway.apis.values(), key=lambda api: api.create_date, reverse=True)
        return next(
            (stage for api in apis if (stage := self.stage(api.id, stage_name)) is not None), None
        )

    def may_invoke(self, function_arn: str, source_arn: str) -> bool:
        """Whether a statement of the function's policy lets API Gateway call from the ARN."""
        name = function_arn.rsplit(":function:", maxsplit=1)[-1].split(":", maxsplit=1)[0]
        function = self._lambda._lambdas._functions.get(name)  # noqa: SLF001 - no lookup without error
        if function is None:
            return True  # the call itself says that there is no such function
        return any(
            _permits(statement, function_arn, source_arn)
            for statement in function["latest"].policy.statements
        )

    def _api(self, api_id: str, deployment_id: str, snapshot: Mapping[str, Any]) -> Api:
        key = (api_id, deployment_id)
        if key not in self._compiled:
            self._compiled[key] = compile_api(snapshot)
        return self._compiled[key]


def _permits(statement: Mapping[str, Any], function_arn: str, source_arn: str) -> bool:
    principal = statement.get("Principal")
    service = principal.get("Service") if isinstance(principal, dict) else principal
    if service not in {PRINCIPAL, "*"} or not like(statement.get("Action", ""), ACTION):
        return False
    resource = statement.get("Resource", "*")
    if not like(resource, function_arn) and not function_arn.startswith(f"{resource}:"):
        return False
    conditions = statement.get("Condition") or {}
    wanted = [
        pattern
        for test in conditions.values()
        for name, pattern in test.items()
        if name.lower() == "aws:sourcearn"
    ]
    return all(like(pattern, source_arn) for pattern in wanted)
