"""The deployed APIs in moto's API Gateway, compiled once per deployment."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from moto.apigateway.models import apigateway_backends
from moto.awslambda.models import lambda_backends
from moto.logs.models import logs_backends
from moto.ssm.models import ssm_backends

from embedded_aws.gateway.deployed.canaries import with_canary
from embedded_aws.gateway.deployed.compiling import compile_api, compile_stage
from embedded_aws.gateway.deployed.domains import DomainMapping, mappings
from embedded_aws.gateway.deployed.model import Api, Stage
from embedded_aws.gateway.wildcards import like
from embedded_aws.state.changes import changing
from embedded_aws.state.regions import of_arn, used

ACTION = "lambda:InvokeFunction"
REGISTRY = "/local/gateway"
PRINCIPAL = "apigateway.amazonaws.com"


class MotoApis:
    """Reads stages, deployments and permissions from moto's memory."""

    def __init__(self, account_id: str) -> None:
        self._account_id = account_id
        self._stages: dict[tuple[str, str], tuple[object, Stage]] = {}

    def stage(self, api_id: str, stage_name: str, region: str | None = None) -> Stage | None:
        """The stage as now deployed, in that region or any; None when a part of it is missing."""
        api = self._api(api_id, region)
        raw = api.stages.get(stage_name) if api else None
        deployment = api.deployments.get(raw.deployment_id) if raw else None
        snapshot = getattr(deployment, "snapshot", None)
        key = (api_id, stage_name)
        if raw is None or snapshot is None:
            self._stages.pop(key, None)
            return None
        settings = getattr(raw, "revision", None), api.name, raw.web_acl_arn
        revision = (id(raw), raw.deployment_id, settings)
        known = self._stages.get(key)
        if known and known[0] == revision:
            return known[1]
        same = known and known[1].api.deployment_id == raw.deployment_id
        api_as_deployed = known[1].api if known and same else compile_api(snapshot)
        stage = compile_stage(api_as_deployed, raw.to_json(), getattr(raw, "flushed", {}), api.name)
        stage = with_canary(stage, raw.to_json(), lambda number: _compiled(api, number))
        self._stages[key] = (revision, stage)
        return stage

    def _api(self, api_id: str, region: str | None) -> Any:
        """The API in this region, or in any: ids are unique among regions."""
        for name, gateway in used(apigateway_backends, self._account_id).items():
            if region in {None, name} and api_id in gateway.apis:
                return gateway.apis[api_id]
        return None

    def own(self, stage_name: str) -> Stage | None:
        """The API with a stage of this name; of several the registered one, else the newest."""
        gateways = used(apigateway_backends, self._account_id).values()
        every = [api for gateway in gateways for api in list(gateway.apis.values())]
        apis = [api for api in every if stage_name in api.stages]
        if len(apis) > 1:
            registered = self._registered()
            apis.sort(key=lambda api: (api.id in registered, api.create_date), reverse=True)
        return next(
            (stage for api in apis if (stage := self.stage(api.id, stage_name)) is not None), None
        )

    def _registered(self) -> set[str]:
        """The ids of the project's own API, from the parameter of its Terraform in each region."""
        stores: Iterable[Any] = used(ssm_backends, self._account_id).values()
        return {_api_id(store.get_parameter(REGISTRY)) for store in stores} - {""}

    def mappings(self, host: str) -> tuple[DomainMapping, ...] | None:
        """The base-path mappings of a custom domain; None for a name that is none."""
        return mappings(self._account_id, host)

    def ensure_log_group(self, name: str, region: str) -> None:
        """Create the log group of execution logs, as API Gateway does, unless it is there."""
        backend: Any = logs_backends[self._account_id][region]
        if name not in backend.groups:
            with changing(worth_saving=True):
                backend.create_log_group(name, {})

    def may_invoke(self, function_arn: str, source_arn: str) -> bool:
        """Whether the function's resource policy lets API Gateway invoke it from this ARN."""
        name = function_arn.rsplit(":function:", maxsplit=1)[-1].split(":", maxsplit=1)[0]
        region: Any = lambda_backends[self._account_id].get(of_arn(function_arn))
        # moto offers no lookup without an error.
        function = region._lambdas._functions.get(name) if region else None  # noqa: SLF001
        if function is None:
            return True  # the call itself says that there is no such function
        return any(
            _permits(statement, function_arn, source_arn)
            for statement in function["latest"].policy.statements
        )


def _compiled(api: Any, deployment_id: str) -> Api | None:
    """The API as in one of its deployments."""
    deployment = api.deployments.get(deployment_id)
    snapshot = getattr(deployment, "snapshot", None)
    return compile_api(snapshot) if snapshot else None


def _api_id(parameter: Any) -> str:
    try:
        registered = json.loads(parameter.value) if parameter else None
    except ValueError:
        return ""
    return str(registered.get("api_id") or "") if isinstance(registered, dict) else ""


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
