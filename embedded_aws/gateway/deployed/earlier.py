"""Reads the objects of snapshots from when moto had API Gateway's control plane."""

from collections.abc import Mapping
from typing import Any

from embedded_aws.gateway.deployed.stored import Api, Deployment, Json, Stage, Store


def converted(attributes: Mapping[str, Any]) -> Store:
    """The store with everything that moto's backend had in these attributes."""
    store = Store(used=attributes.get("used_of_plans") or {})
    store.apis = {number: _api(api) for number, api in (attributes.get("apis") or {}).items()}
    store.keys = _shown(attributes, "keys")
    store.usage_plans = _shown(attributes, "usage_plans")
    for plan in store.usage_plans.values():
        plan["apiStages"] = plan.get("apiStages") or []
    store.usage_plan_keys = {
        plan: {key: {"id": key, "type": "API_KEY"} for key in keys}
        for plan, keys in (attributes.get("usage_plan_keys") or {}).items()
    }
    store.domain_names = _shown(attributes, "domain_names")
    for name, domain in (attributes.get("domain_names") or {}).items():
        trusted = getattr(domain, "mutual_tls", None)
        store.domain_names[name].update({"mutualTlsAuthentication": trusted} if trusted else {})
    for name, mappings in (attributes.get("base_path_mappings") or {}).items():
        answers = [_given(each.to_json()) for each in mappings.values()]
        store.base_path_mappings[name] = {each["basePath"]: each for each in answers}
    store.vpc_links = _shown(attributes, "vpc_links")
    role = getattr(attributes.get("account"), "cloudwatch_role_arn", None)
    store.account = {"cloudwatchRoleArn": role} if role else {}
    return store


def _shown(attributes: Mapping[str, Any], name: str) -> dict[str, Json]:
    """Moto's objects in the form of answers."""
    objects = attributes.get(name) or {}
    return {number: _given(each.to_json()) for number, each in objects.items()}


def _given(answer: Mapping[str, Any]) -> Json:
    """An answer without what was not set."""
    return {name: value for name, value in answer.items() if value is not None}


def _api(raw: Any) -> Api:
    settings = _given(raw.to_dict())
    settings.update(id=raw.id, createdDate=int(raw.create_date), rootResourceId=_root(raw))
    policy = getattr(raw, "policy", None)
    settings.pop("policy", None)
    settings.update({"policy": policy} if policy else {})
    api = Api(settings, raw.account_id, raw.region_name)
    api.resources = {each.id: _given(each.to_dict()) for each in raw.resources.values()}
    api.authorizers = {each.id: _given(each.to_json()) for each in raw.authorizers.values()}
    api.models = {each.name: _given(each.to_json()) for each in raw.models.values()}
    api.request_validators = {each.id: each.to_dict() for each in raw.request_validators.values()}
    api.gateway_responses = {
        kind: {"responseParameters": {}, "responseTemplates": {}, **_given(each.to_json())}
        for kind, each in raw.gateway_responses.items()
    }
    more = {"settings": settings, "documentation_parts": []}
    for number, each in raw.deployments.items():
        content = getattr(each, "snapshot", None)
        if content:
            answer = {**_given(each.to_json()), "createdDate": settings["createdDate"]}
            api.deployments[number] = Deployment(answer, {**more, **content})
    api.stages = {name: _stage(each, settings) for name, each in raw.stages.items()}
    return api


def _root(raw: Any) -> str:
    return next(str(each.id) for each in raw.resources.values() if each.parent_id is None)


def _stage(raw: Any, settings: Json) -> Stage:
    created = settings["createdDate"]
    known = {"createdDate": created, "lastUpdatedDate": created, "tracingEnabled": False}
    answer = {**known, **_given(raw.to_json())}
    enabled = bool(answer.get("cacheClusterEnabled"))
    answer["cacheClusterEnabled"] = enabled
    answer["cacheClusterStatus"] = "AVAILABLE" if enabled else "NOT_AVAILABLE"
    answer["methodSettings"] = dict(answer.get("methodSettings") or {})
    revision, flushed = getattr(raw, "revision", None), getattr(raw, "flushed", None)
    stage = Stage(answer, str(revision or ""), flushed or {})
    stage.web_acl_arn = getattr(raw, "web_acl_arn", None)
    return stage
