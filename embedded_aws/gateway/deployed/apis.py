"""The deployed APIs in moto's API Gateway, compiled once per deployment."""

import json
from collections.abc import Mapping
from typing import Any

from moto.apigateway.models import apigateway_backends
from moto.awslambda.models import lambda_backends
from moto.ssm.models import ssm_backends

from embedded_aws.gateway.deployed.model import Stage, compile_api, compile_stage
from embedded_aws.gateway.deployed.stored import Store, store_of
from embedded_aws.gateway.wildcards import like

ACTION = "lambda:InvokeFunction"
REGISTRY = "/local/gateway"
PRINCIPAL = "apigateway.amazonaws.com"


class MotoApis:
    """Reads stages, deployments and permissions from moto's memory."""

    def __init__(self, account_id: str, region: str) -> None:
        self._gateway: Any = apigateway_backends[account_id][region]
        self._lambda: Any = lambda_backends[account_id][region]
        self._parameters: Any = ssm_backends[account_id][region]
        self._stages: dict[tuple[str, str], tuple[object, Stage]] = {}

    def stage(self, api_id: str, stage_name: str) -> Stage | None:
        """The stage as now deployed; None when API, stage or deployment is missing."""
        api = self._store.apis.get(api_id)
        raw = api.stages.get(stage_name) if api else None
        deployment = api.deployments.get(raw.deployment_id) if api and raw else None
        key = (api_id, stage_name)
        if api is None or raw is None or deployment is None:
            self._stages.pop(key, None)
            return None
        settings = raw.revision, api.name, raw.web_acl_arn
        revision = (id(raw), raw.deployment_id, settings)
        known = self._stages.get(key)
        if known and known[0] == revision:
            return known[1]
        same = known and known[1].api.deployment_id == raw.deployment_id
        api_as_deployed = known[1].api if known and same else compile_api(deployment.snapshot)
        stage = compile_stage(api_as_deployed, raw.to_json(), raw.flushed, api.name)
        self._stages[key] = (revision, stage)
        return stage

    @property
    def _store(self) -> Store:
        return store_of(self._gateway)

    def own(self, stage_name: str) -> Stage | None:
        """The API with a stage of this name; of several the registered one, else the newest."""
        apis = [api for api in list(self._store.apis.values()) if stage_name in api.stages]
        if len(apis) > 1:
            registered = self._registered()
            apis.sort(key=lambda api: (api.id == registered, api.create_date), reverse=True)
        return next(
            (stage for api in apis if (stage := self.stage(api.id, stage_name)) is not None), None
        )

    def _registered(self) -> str | None:
        """The id of the project's own API, from the parameter of its Terraform."""
        parameter = self._parameters.get_parameter(REGISTRY)
        try:
            registered = json.loads(parameter.value) if parameter else None
        except ValueError:
            return None
        return registered.get("api_id") if isinstance(registered, dict) else None

    def may_invoke(self, function_arn: str, source_arn: str) -> bool:
        """Whether the function's resource policy lets API Gateway invoke it from this ARN."""
        name = function_arn.rsplit(":function:", maxsplit=1)[-1].split(":", maxsplit=1)[0]
        function = self._lambda._lambdas._functions.get(name)  # noqa: SLF001 - no lookup without error
        if function is None:
            return True  # the call itself says that there is no such function
        return any(
            _permits(statement, function_arn, source_arn)
            for statement in function["latest"].policy.statements
        )


def _permits(statement: Mapping[str, Any], function_arn: str, source_arn: str) -> bool:
    principal = statement.get("Principal")
    service = principal.get("Service") if isinstance(principal, dict) else principal
    if service not in {PRINCIPAL, "*"} or not like(statement.get("Action", ""), ACTION):
        return False
    resource = statement.get("Resource", "*")
    if not like(resource, function_arn):
        return False  # a permission without qualifier does not reach an alias
    conditions = statement.get("Condition") or {}
    patterns = [
        pattern
        for test in conditions.values()
        for name, pattern in test.items()
        if name.lower() == "aws:sourcearn"
    ]
    return all(like(pattern, source_arn) for pattern in patterns)
