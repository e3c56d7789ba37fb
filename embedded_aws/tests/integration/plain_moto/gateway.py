"""API Gateway and AWS WAF."""

from typing import Any

from embedded_aws.tests.integration.plain_moto.asking import Client, Probe, refuses, takes

SCOPE = "REGIONAL"
VISIBLE = {
    "SampledRequestsEnabled": False,
    "CloudWatchMetricsEnabled": False,
    "MetricName": "m",
}


def _api(client: Client) -> tuple[Any, str]:
    gateway = client("apigateway")
    return gateway, gateway.create_rest_api(name="a")["id"]


def lacks_changes_of_methods(client: Client) -> bool:
    gateway, api = _api(client)
    root = gateway.get_resources(restApiId=api)["items"][0]["id"]
    place = {"restApiId": api, "resourceId": root, "httpMethod": "GET"}
    gateway.put_method(**place, authorizationType="NONE")
    change = {"op": "replace", "path": "/apiKeyRequired", "value": "true"}
    return refuses(gateway.update_method, **place, patchOperations=[change])


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
    "gateway.control_plane.installation": lacks_changes_of_methods,
    "patches.wafv2.parameters": takes_a_priority_twice,
    "patches.wafv2.web_acls": deletes_what_is_in_use,
}
