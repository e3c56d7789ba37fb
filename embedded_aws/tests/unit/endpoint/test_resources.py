"""The resources of a deployment's calls, by which IAM decides."""

import io
import json
from typing import Any
from urllib.parse import urlencode

import pytest

from embedded_aws.endpoint.actions import action_of
from embedded_aws.endpoint.resources import ANY, UNKNOWN, permissions_of

ARN = "arn:aws:{}:eu-central-1:123456789012:{}"
ROLE = "arn:aws:iam::123456789012:role/groundplan-dev-orders"
LAMBDA = "/2015-03-31/functions"


def request(service: str, method: str = "POST", path: str = "/", **more: Any) -> dict[str, Any]:
    """A request as the embedded AWS has read it."""
    scope = f"dev/20260131/eu-central-1/{service}/aws4_request"
    body = more.pop("body", {})
    return {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "HTTP_AUTHORIZATION": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host",
        "wsgi.input": io.BytesIO(body if isinstance(body, bytes) else json.dumps(body).encode()),
        **more,
    }


def target(service: str, name: str, **body: Any) -> dict[str, Any]:
    return request(service, HTTP_X_AMZ_TARGET=name, body=body)


def form(service: str, action: str, **given: str) -> dict[str, Any]:
    fields = {name.replace("__", "."): text for name, text in given.items()}
    return request(
        service,
        CONTENT_TYPE="application/x-www-form-urlencoded",
        body=urlencode({"Action": action, **fields}).encode(),
    )


def resources(environ: dict[str, Any]) -> list[str]:
    return [resource for _, resource in permissions_of(environ, action_of(environ))]


@pytest.mark.parametrize(
    ("environ", "resource"),
    [
        (request("s3", "GET", "/"), ANY),
        (request("s3", "PUT", "/packages"), "arn:aws:s3:::packages"),
        (request("s3", "GET", "/packages/a/b.zip"), "arn:aws:s3:::packages/a/b.zip"),
        (
            request("apigateway", "GET", "/restapis/a1/stages/v1"),
            "arn:aws:apigateway:eu-central-1::/restapis/a1/stages/v1",
        ),
        (
            request("lambda", "GET", f"{LAMBDA}/orders/aliases/live"),
            ARN.format("lambda", "function:orders"),
        ),
        (
            request("lambda", "POST", LAMBDA, body={"FunctionName": "orders"}),
            ARN.format("lambda", "function:orders"),
        ),
        (
            target("logs", "Logs_20140328.CreateLogGroup", logGroupName="/groundplan/dev/access"),
            ARN.format("logs", "log-group:/groundplan/dev/access"),
        ),
        (form("iam", "GetRole", RoleName="groundplan-dev-orders"), ROLE),
        (
            form("monitoring", "DeleteAlarms", AlarmNames__member__1="groundplan-dev-failing"),
            ARN.format("cloudwatch", "alarm:groundplan-dev-failing"),
        ),
        (
            form("sns", "Unsubscribe", SubscriptionArn=f"{ARN.format('sns', 'pages')}:0a1b"),
            ARN.format("sns", "pages"),
        ),
        (
            form("sqs", "DeleteQueue", QueueUrl="http://localhost/123456789012/letters"),
            ARN.format("sqs", "letters"),
        ),
        (
            target("ssm", "AmazonSSM.PutParameter", Name="/dev/platform"),
            ARN.format("ssm", "parameter/dev/platform"),
        ),
        (
            target("kms", "TrentService.DescribeKey", KeyId="alias/aws/dynamodb"),
            ARN.format("kms", "key/aws/dynamodb"),
        ),
        (
            target("budgets", "AWSBudgetServiceGateway.CreateBudget", Budget={"BudgetName": "dev"}),
            "arn:aws:budgets::123456789012:budget/dev",
        ),
        (
            target(
                "codedeploy",
                "CodeDeploy_20141006.GetDeploymentGroup",
                applicationName="orders",
                deploymentGroupName="live",
            ),
            ARN.format("codedeploy", "deploymentgroup:orders/live"),
        ),
        (target("events", "AWSEvents.PutRule", Name="orders"), ARN.format("events", "rule/orders")),
        (target("kms", "TrentService.CreateKey"), UNKNOWN),
    ],
)
def test_a_request_names_its_resource(environ: dict[str, Any], resource: str) -> None:
    assert resources(environ) == [resource]


def test_an_alias_is_named_with_its_key() -> None:
    environ = target(
        "kms", "TrentService.CreateAlias", AliasName="alias/dev-logs", TargetKeyId="0a"
    )

    assert resources(environ) == [ARN.format("kms", each) for each in ("alias/dev-logs", "key/0a")]


def test_objects_that_are_deleted_together_are_named_one_by_one() -> None:
    body = b"<Delete><Object><Key>a</Key></Object><Object><Key>b/c</Key></Object></Delete>"

    query = "delete&x-id=DeleteObjects"
    environ = request("s3", "POST", "/packages", QUERY_STRING=query, body=body)

    assert resources(environ) == ["arn:aws:s3:::packages/a", "arn:aws:s3:::packages/b/c"]


def test_a_role_that_is_handed_over_must_be_passed() -> None:
    environ = request("lambda", "POST", LAMBDA, body={"FunctionName": "orders", "Role": ROLE})

    assert ("iam:PassRole", ROLE) in list(permissions_of(environ, action_of(environ)))


@pytest.mark.parametrize(
    ("method", "query", "body", "action"),
    [
        ("DELETE", "", b"", "s3:DeleteObject"),
        ("DELETE", "versionId=0a", b"", "s3:DeleteObjectVersion"),
        ("GET", "versionId=0a", b"", "s3:GetObjectVersion"),
        ("POST", "delete=", b"<Key>a</Key>", "s3:DeleteObject"),
        ("POST", "delete=", b"<Key>a</Key><VersionId>0a</VersionId>", "s3:DeleteObjectVersion"),
    ],
)
def test_versions_of_objects_have_actions_of_their_own(
    method: str, query: str, body: bytes, action: str
) -> None:
    path = "/packages" if method == "POST" else "/packages/a"

    assert action_of(request("s3", method, path, QUERY_STRING=query, body=body)) == action
