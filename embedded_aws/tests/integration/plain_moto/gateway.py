"""API Gateway and AWS WAF."""

import json
from typing import Any

from embedded_aws.tests.integration.plain_moto.asking import Client, Probe, refuses, takes

SCOPE = "REGIONAL"
VISIBLE = {
    "SampledRequestsEnabled": False,
    "CloudWatchMetricsEnabled": False,
    "MetricName": "m",
}
AUTHORIZER = {
    "type": "apiKey",
    "name": "Authorization",
    "in": "header",
    "x-amazon-apigateway-authtype": "custom",
    "x-amazon-apigateway-authorizer": {"type": "token", "authorizerUri": "arn:aws:x"},
}


def _api(client: Client) -> tuple[Any, str]:
    gateway = client("apigateway")
    return gateway, gateway.create_rest_api(name="a")["id"]


def drops_authorizers_of_documents(client: Client) -> bool:
    gateway, api = _api(client)
    document = {
        "openapi": "3.0.1",
        "info": {"title": "a", "version": "1"},
        "paths": {},
        "components": {"securitySchemes": {"token": AUTHORIZER}},
    }
    try:
        gateway.put_rest_api(restApiId=api, mode="overwrite", body=json.dumps(document).encode())
    except gateway.exceptions.ClientError:
        return True
    return not gateway.get_authorizers(restApiId=api).get("items")


def drops_media_types_of_patches(client: Client) -> bool:
    gateway, api = _api(client)
    change = {"op": "add", "path": "/binaryMediaTypes/image~1png"}
    try:
        gateway.update_rest_api(restApiId=api, patchOperations=[change])
    except Exception:  # noqa: BLE001 - whatever it is, it does not do it
        return True
    return "image/png" not in gateway.get_rest_api(restApiId=api).get("binaryMediaTypes", [])


def lacks_flush(client: Client) -> bool:
    gateway, api = _api(client)
    return refuses(gateway.flush_stage_cache, restApiId=api, stageName="v1")


def lacks_usage(client: Client) -> bool:
    gateway, _ = _api(client)
    plan = gateway.create_usage_plan(name="p")["id"]
    day = "2026-11-27"
    return refuses(gateway.get_usage, usagePlanId=plan, startDate=day, endDate=day)


def takes_a_plan_for_no_stage(client: Client) -> bool:
    gateway, api = _api(client)
    stages = [{"apiId": api, "stage": "v1"}]
    return takes(gateway.create_usage_plan, name="p", apiStages=stages)


def lacks_changes_of_domains(client: Client) -> bool:
    gateway, _ = _api(client)
    gateway.create_domain_name(domainName="api.example.com")
    return refuses(gateway.update_domain_name, domainName="api.example.com", patchOperations=[])


def _web_acl(client: Client, *priorities: int) -> tuple[Any, dict[str, Any]]:
    waf = client("wafv2")
    rules = [
        {
            "Name": f"r{index}",
            "Priority": priority,
            "Statement": {"GeoMatchStatement": {"CountryCodes": ["DE"]}},
            "Action": {"Block": {}},
            "VisibilityConfig": VISIBLE,
        }
        for index, priority in enumerate(priorities)
    ]
    return waf, {
        "Name": "w",
        "Scope": SCOPE,
        "DefaultAction": {"Allow": {}},
        "VisibilityConfig": VISIBLE,
        "Rules": rules,
    }


def takes_a_priority_twice(client: Client) -> bool:
    waf, acl = _web_acl(client, 1, 1)
    return takes(waf.create_web_acl, **acl)


def deletes_what_is_in_use(client: Client) -> bool:
    gateway, api = _api(client)
    root = gateway.get_resources(restApiId=api)["items"][0]["id"]
    gateway.put_method(restApiId=api, resourceId=root, httpMethod="GET", authorizationType="NONE")
    gateway.put_integration(restApiId=api, resourceId=root, httpMethod="GET", type="MOCK")
    gateway.create_deployment(restApiId=api, stageName="v1")
    waf, acl = _web_acl(client)
    summary = waf.create_web_acl(**acl)["Summary"]
    stage = f"arn:aws:apigateway:eu-central-1::/restapis/{api}/stages/v1"
    waf.associate_web_acl(WebACLArn=summary["ARN"], ResourceArn=stage)
    named = {"Name": "w", "Scope": SCOPE, "Id": summary["Id"], "LockToken": summary["LockToken"]}
    return takes(waf.delete_web_acl, **named)


PROBES: dict[str, Probe] = {
    "gateway.control_plane.openapi_import": drops_authorizers_of_documents,
    "gateway.control_plane.settings": drops_media_types_of_patches,
    "gateway.control_plane.flush": lacks_flush,
    "gateway.control_plane.usage": lacks_usage,
    "gateway.control_plane.usage_plans": takes_a_plan_for_no_stage,
    "gateway.control_plane.domain_names": lacks_changes_of_domains,
    "patches.wafv2.parameters": takes_a_priority_twice,
    "patches.wafv2.web_acls": deletes_what_is_in_use,
}
