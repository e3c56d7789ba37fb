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
    decisions = [(each["action"], each["terminatingRuleId"]) for each in lines]
    requests = [each["httpRequest"] for each in lines]
    assert decisions == [("ALLOW", "Default_Action"), ("BLOCK", "rule0")]
    assert {each["country"] for each in requests} == {"DE"}
    assert (requests[0]["uri"], requests[0]["args"]) == ("/v1/open", "a=1")
    ids = [each.headers["x-amz-apigw-id"] for each in answers]
    assert [each["requestId"] for each in requests] == ids
    assert "secret" not in json.dumps(lines)
    assert "REDACTED" in json.dumps(requests[0]["headers"])


def test_requests_are_logged_straight_to_firehose(own_aws: EmbeddedAws) -> None:
    own_aws.start()
    api = protected_api(own_aws)
    s3, firehose = own_aws.client("s3"), own_aws.client("firehose")
    region = {"LocationConstraint": "eu-central-1"}
    s3.create_bucket(Bucket="lines", CreateBucketConfiguration=region)
    stream = firehose.create_delivery_stream(
        DeliveryStreamName="aws-waf-logs-front",
        ExtendedS3DestinationConfiguration={
            "RoleARN": "arn:aws:iam::123456789012:role/delivery",
            "BucketARN": "arn:aws:s3:::lines",
            "BufferingHints": {"IntervalInSeconds": 900, "SizeInMBs": 128},
        },
    )["DeliveryStreamARN"]
    own_aws.client("wafv2").put_logging_configuration(
        LoggingConfiguration={"ResourceArn": api.web_acl_arn, "LogDestinationConfigs": [stream]}
    )

    answers = [api.answer("/open"), api.answer("/blocked")]
    own_aws.stop()  # which delivers what waits
    own_aws.start()

    keys = [each["Key"] for each in s3.list_objects_v2(Bucket="lines")["Contents"]]
    lines = [
        json.loads(line)
        for key in keys
        for line in s3.get_object(Bucket="lines", Key=key)["Body"].read().splitlines()
    ]
    assert [each["action"] for each in lines] == ["ALLOW", "BLOCK"]
    ids = [each.headers["x-amz-apigw-id"] for each in answers]
    assert [each["httpRequest"]["requestId"] for each in lines] == ids


@pytest.mark.parametrize(
    "destination",
    [
        "firehose:eu-central-1:123456789012:deliverystream/front",
        "logs:eu-central-1:123456789012:log-group:front",
        "s3:::aws-waf-logs-front",
    ],
)
def test_a_log_to_a_place_that_is_not_served_is_refused_by_name(
    aws: EmbeddedAws, destination: str
) -> None:
    settings = {
        "ResourceArn": "arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/front/1",
        "LogDestinationConfigs": [f"arn:aws:{destination}"],
    }

    with pytest.raises(ClientError, match="Logs of web ACLs to other places than log groups"):
        aws.client("wafv2").put_logging_configuration(LoggingConfiguration=settings)
