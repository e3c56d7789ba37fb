"""The access log's deployed format: known variables, length of a line, escaping."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from embedded_aws.tests.integration.gateway.conftest import (
    ACCOUNT,
    REGION,
    Deployed,
    World,
    ok,
    openapi,
    proxied,
)

ROOT = Path(__file__).parents[5]
SOURCE = (ROOT / "terraform/modules/api_gateway/access_log.tf").read_text(encoding="utf-8")
FIELDS = dict(re.findall(r'^    (\w+)\s+= "([\w.]+)"$', SOURCE, re.MULTILINE))
FORMAT = json.dumps(
    {name: f"$context.{variable}" for name, variable in FIELDS.items()}, separators=(",", ":")
)
GROUP = "/groundplan/local/gateway/access"

# API Gateway developer guide, "Variables for access logging for API Gateway".
DOCUMENTED = """
accountId apiId authorize.error authorize.latency authorize.status authorizer.error
authorizer.integrationLatency authorizer.integrationStatus authorizer.latency
authorizer.principalId authorizer.requestId authorizer.status authenticate.error
authenticate.latency authenticate.status awsEndpointRequestId customDomain.basePathMatched
deploymentId domainName domainPrefix error.message error.messageString error.responseType
error.validationErrorString extendedRequestId httpMethod identity.accountId identity.apiKey
identity.apiKeyId identity.caller identity.clientCert.subjectDN identity.sourceIp identity.user
identity.userAgent identity.userArn integration.error integration.integrationStatus
integration.latency integration.requestId integration.status integrationErrorMessage
integrationLatency integrationStatus path protocol requestId requestTime requestTimeEpoch
resourceId resourcePath responseLatency responseLength stage status waf.error waf.latency
waf.status wafResponseCode webaclArn xrayTraceId
"""
# What the authorizer's context adds (services/authorizer/model.py).
FROM_THE_AUTHORIZER = {
    "authorizer.client_id",
    "authorizer.subject",
    "authorizer.tenant",
    "authorizer.tier",
}

# A machine that sells, cached policy: what most lines are.
USUAL = {
    "apiId": "a1b2c3d4e5",
    "authorizer.client_id": "5k2v9q8r7t6y5u4i3o2p1a0s9d",
    "authorizer.status": "200",
    "authorizer.subject": "5k2v9q8r7t6y5u4i3o2p1a0s9d",
    "authorizer.tenant": "acme-wholesale",
    "authorizer.tier": "gold",
    "domainName": "api.shop.example.com",
    "extendedRequestId": "JKJaXmPLvHcESHA=",
    "httpMethod": "POST",
    "identity.apiKeyId": "x9y8z7w6v5",
    "identity.sourceIp": "203.0.113.178",
    "identity.userAgent": "acme-warehouse-sync/2.14.1 python-httpx/0.27.0",
    "integration.latency": "1234",
    "integration.status": "201",
    "path": "/v1/orders/ord_01M88CP6732B8T300RAXFTV782/cancel",
    "protocol": "HTTP/1.1",
    "requestId": "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
    "requestTimeEpoch": "1764042075363",
    "resourcePath": "/orders/{orderId}/cancel",
    "responseLatency": "1250",
    "responseLength": "12345",
    "stage": "v1",
    "status": "201",
    "waf.latency": "4",
    "waf.status": "200",
    "wafResponseCode": "WAF_ALLOW",
}
# A person's phone, over IPv6, traced, and with the authorizer asked.
LONGEST = USUAL | {
    "authorizer.latency": "1234",
    "authorizer.subject": "0d1f8c5e-9c0b-4b3e-8f5a-2f6f0f6d7c11",
    "authorizer.tier": "internal",
    "identity.sourceIp": "2001:db8:85a3:8d3:1319:8a2e:370:7348",
    "identity.userAgent": (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 "
        "(KHTML, like Gecko) CriOS/123.0.6312.52 Mobile/15E148 Safari/604.1"
    ),
    "xrayTraceId": "1-5e1b4151-5ac6c58db4c3a6a5b1e6c2f0",
}


def test_only_documented_variables_are_logged() -> None:
    assert set(FIELDS.values()) - FROM_THE_AUTHORIZER <= set(DOCUMENTED.split())


def test_the_format_here_is_all_of_the_module() -> None:
    assert len(FIELDS) == SOURCE.count(' = "')


# What analyses need of each line, by the variable that has it.
NEEDED = {
    "ids": {"requestId", "extendedRequestId", "xrayTraceId"},
    "consumer": {"authorizer.client_id", "authorizer.subject", "authorizer.tenant"},
    "usage plan": {"authorizer.tier", "identity.apiKeyId"},
    "route": {"httpMethod", "resourcePath", "path"},
    "status": {"status", "error.responseType", "error.validationErrorString"},
    "authorizer": {"authorizer.latency", "authorizer.status", "authorizer.error"},
    "integration, and with it the cache": {
        "integration.latency",
        "integration.status",
        "integration.error",
    },
    "web ACL": {"wafResponseCode", "waf.status"},
    "caller": {"identity.userAgent", "identity.sourceIp"},
    "size and time": {"responseLength", "responseLatency", "requestTimeEpoch"},
}


@pytest.mark.parametrize("need", NEEDED)
def test_a_line_has_what_analyses_need(need: str) -> None:
    assert set(FIELDS.values()) >= NEEDED[need]


@pytest.mark.parametrize("values", [USUAL, LONGEST], ids=["usual", "longest"])
def test_a_line_stays_under_a_kilobyte(values: dict[str, str]) -> None:
    line = {name: values.get(variable, "-") for name, variable in FIELDS.items()}

    assert len(json.dumps(line, separators=(",", ":")).encode()) < 1024


def test_a_format_fits_into_a_stage() -> None:
    assert len(FORMAT) < 3 * 1024


@pytest.fixture
def logged(world: World) -> Deployed:
    """An API that logs in the deployed format."""
    function = world.function(ok)
    deployed = world.deployed(openapi({"/orders/{id}": {"get": proxied(function)}}))
    arn = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{GROUP}"
    deployed.change(
        ("replace", "/accessLogSettings/destinationArn", arn),
        ("replace", "/accessLogSettings/format", FORMAT),
    )
    return deployed


NASTY = [
    '"}',
    '","status":"200","tenant":"acme',
    "\\",
    'a\\"b',
    "tab\tin it",
    "ümlaut \xff",
    "$context.status",
    "{{}} %s ${jndi:ldap://x}",
    "x" * 4000,
]


@pytest.mark.parametrize("agent", NASTY)
def test_a_nasty_user_agent_stays_inside_its_field(logged: Deployed, agent: str) -> None:
    logged.get("/orders/7", headers={"User-Agent": agent.encode("latin-1")})

    (line,) = logged.world.lines.of(GROUP, 1)
    fields: dict[str, Any] = json.loads(line)
    assert set(fields) == set(FIELDS)
    assert fields["user_agent"] == agent
    assert fields["status"] == "200"


@pytest.mark.parametrize("path", ["/orders/%22%7D", "/orders/a%5C", "/nothing/%22,%22x"])
def test_a_nasty_path_stays_inside_its_field(logged: Deployed, path: str) -> None:
    logged.get(path)

    (line,) = logged.world.lines.of(GROUP, 1)
    assert json.loads(line)["path"] == f"/v1{path}"
