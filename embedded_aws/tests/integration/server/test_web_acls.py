"""A web ACL after a restart, and the reports about its unenforced parts."""

import json
from dataclasses import dataclass

import httpx
import pytest
from botocore.exceptions import ClientError

from embedded_aws.tests.integration.gateway.conftest import mocked, openapi
from embedded_aws.tests.integration.gateway.web_acls.web_acls import (
    MANAGED,
    SEEN,
    path_is,
    rule,
    stage_arn,
)
from embedded_aws.tests.integration.server.conftest import EmbeddedAws

BLOCKED = rule(path_is("/v1/blocked"))
GROUP = {key: value for key, value in rule(MANAGED, priority=1).items() if key != "Action"}
RULES = [BLOCKED, {**GROUP, "OverrideAction": {"None": {}}}]
TOLD = "Not enforced here: web ACL front, rule rule1: the rule group AWS AWSManagedRulesCommonSet"


@dataclass(frozen=True)
class Api:
    """One API behind a web ACL, on an embedded AWS."""

    aws: EmbeddedAws
    id: str
    web_acl_arn: str

    def status(self, path: str) -> int:
        """The API's status for a request."""
        return self.answer(path).status_code

    def answer(self, path: str) -> httpx.Response:
        """The API's answer to a request that has something to hide."""
        url = f"http://127.0.0.1:{self.aws.api_port}/restapis/{self.id}/v1/_user_request_{path}"
        return httpx.get(url, headers={"Authorization": "Bearer secret"})


def protected_api(aws: EmbeddedAws) -> Api:
    gateway, waf = aws.client("apigateway"), aws.client("wafv2")
    body = json.dumps(openapi({"/{any}": {"get": mocked("ok")}})).encode()
    api = gateway.import_rest_api(body=body)["id"]
    deployment = gateway.create_deployment(restApiId=api)["id"]
    gateway.create_stage(restApiId=api, stageName="v1", deploymentId=deployment)
    summary = waf.create_web_acl(
        Name="front",
        Scope="REGIONAL",
        DefaultAction={"Allow": {}},
        Rules=RULES,
        VisibilityConfig=SEEN,
    )["Summary"]
    waf.associate_web_acl(WebACLArn=summary["ARN"], ResourceArn=stage_arn(api))
    return Api(aws, api, summary["ARN"])


def test_a_web_acl_is_enforced_after_a_restart_and_what_is_not_is_told(
    own_aws: EmbeddedAws,
) -> None:
    own_aws.start()
    nothing = own_aws.command("gaps").stdout
    api = protected_api(own_aws)
    before = api.status("/blocked")

    own_aws.stop()
    own_aws.start()

    assert (before, api.status("/blocked"), api.status("/open")) == (403, 403, 200)
    assert nothing == ""
    assert TOLD in own_aws.command("gaps").stdout
    assert TOLD in own_aws.command("status").stdout
    assert TOLD in (own_aws.folder / "aws.log").read_text()


def test_countries_that_cannot_be_read_are_refused_at_the_start(own_aws: EmbeddedAws) -> None:
    done = own_aws.command("start", WAF_COUNTRIES="Germany")

    assert done.returncode == 1
    assert "write for example WAF_COUNTRIES=" in done.stderr


def test_each_request_is_logged_with_its_country_rule_and_extended_id(
    own_aws: EmbeddedAws, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAF_COUNTRIES", '{"127.0.0.0/8": "DE"}')
    own_aws.start()
    api = protected_api(own_aws)
    logs, waf = own_aws.client("logs"), own_aws.client("wafv2")
    logs.create_log_group(logGroupName="aws-waf-logs-front")
    settings = {
        "ResourceArn": api.web_acl_arn,
        "LogDestinationConfigs": [
            "arn:aws:logs:eu-central-1:123456789012:log-group:aws-waf-logs-front"
        ],
        "RedactedFields": [{"SingleHeader": {"Name": "authorization"}}],
    }
    waf.put_logging_configuration(LoggingConfiguration=settings)

    answers = [api.answer("/open?a=1"), api.answer("/blocked")]
    own_aws.stop()
    own_aws.start()

    events = logs.filter_log_events(logGroupName="aws-waf-logs-front")["events"]
    lines = [json.loads(each["message"]) for each in events]
    told = [(each["action"], each["terminatingRuleId"]) for each in lines]
    requests = [each["httpRequest"] for each in lines]
    assert told == [("ALLOW", "Default_Action"), ("BLOCK", "rule0")]
    assert {each["country"] for each in requests} == {"DE"}
    assert (requests[0]["uri"], requests[0]["args"]) == ("/v1/open", "a=1")
    ids = [each.headers["x-amz-apigw-id"] for each in answers]
    assert [each["requestId"] for each in requests] == ids
    assert "secret" not in json.dumps(lines)
    assert "REDACTED" in json.dumps(requests[0]["headers"])


def test_a_log_that_leaves_lines_out_is_refused_by_name(own_aws: EmbeddedAws) -> None:
    own_aws.start()
    api = protected_api(own_aws)
    bucket = {"LogDestinationConfigs": ["arn:aws:s3:::aws-waf-logs-front"]}

    with pytest.raises(ClientError, match="Logs of web ACLs to other places than log groups"):
        own_aws.client("wafv2").put_logging_configuration(
            LoggingConfiguration={"ResourceArn": api.web_acl_arn, **bucket}
        )
