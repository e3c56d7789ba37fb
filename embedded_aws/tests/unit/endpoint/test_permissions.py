"""The IAM permissions of a request: a transaction's parts, an index, a function's version."""

import io
import json
from typing import Any

import pytest

from embedded_aws.endpoint.permissions import UNKNOWN, needed

ARN = "arn:aws:{}:eu-central-1:123456789012:{}"
TABLE = ARN.format("dynamodb", "table/orders")


def request(service: str, target: str, **body: Any) -> dict[str, Any]:
    """A request of botocore as the embedded AWS has read it."""
    scope = f"ASIA/20260131/eu-central-1/{service}/aws4_request"
    return {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/",
        "HTTP_AUTHORIZATION": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host",
        "HTTP_X_AMZ_TARGET": target,
        "wsgi.input": io.BytesIO(json.dumps(body).encode()),
    }


@pytest.mark.parametrize(
    ("operation", "body", "permissions"),
    [
        ("GetItem", {"TableName": "orders"}, [("GetItem", TABLE)]),
        ("GetItem", {"TableName": TABLE}, [("GetItem", TABLE)]),
        (
            "Query",
            {"TableName": "orders", "IndexName": "by_id"},
            [("Query", f"{TABLE}/index/by_id")],
        ),
        ("BatchGetItem", {"RequestItems": {"orders": {}}}, [("BatchGetItem", TABLE)]),
        (
            "TransactWriteItems",
            {
                "TransactItems": [
                    {"Put": {"TableName": "orders"}},
                    {"Update": {"TableName": "orders"}},
                    {"Delete": {"TableName": "orders"}},
                    {"ConditionCheck": {"TableName": "orders"}},
                ]
            },
            [
                ("PutItem", TABLE),
                ("UpdateItem", TABLE),
                ("DeleteItem", TABLE),
                ("ConditionCheckItem", TABLE),
            ],
        ),
        (
            "TransactGetItems",
            {"TransactItems": [{"Get": {"TableName": "orders"}}]},
            [("GetItem", TABLE)],
        ),
        ("ListTables", {}, [("ListTables", "*")]),
        ("DescribeLimits", {}, [("DescribeLimits", "*")]),
        (
            "ExecuteStatement",
            {"Statement": 'SELECT * FROM "orders"."by_id" WHERE id = 1'},
            [("PartiQLSelect", f"{TABLE}/index/by_id")],
        ),
        (
            "ExecuteStatement",
            {"Statement": "update orders set a = 'from x' where id = 1"},
            [("PartiQLUpdate", TABLE)],
        ),
        (
            "ExecuteStatement",
            {"Statement": "INSERT INTO orders VALUE {'id': 1}"},
            [("PartiQLInsert", TABLE)],
        ),
        ("GetItem", {"TableName": 5}, [("GetItem", UNKNOWN)]),
        ("BatchGetItem", {}, [("BatchGetItem", UNKNOWN)]),
        ("TransactWriteItems", {"TransactItems": [{"Odd": {}}]}, [("TransactWriteItems", UNKNOWN)]),
    ],
)
def test_dynamodb_is_asked_by_part_and_by_index(
    operation: str, body: dict[str, Any], permissions: list[tuple[str, str]]
) -> None:
    needs = needed(request("dynamodb", f"DynamoDB_20120810.{operation}", **body))

    assert needs == [(f"dynamodb:{action}", resource) for action, resource in permissions]


@pytest.mark.parametrize(
    ("environ", "permission"),
    [
        (
            request("kms", "TrentService.GenerateMac", KeyId=ARN.format("kms", "key/1")),
            ("kms:GenerateMac", ARN.format("kms", "key/1")),
        ),
        (
            request("ssm", "AmazonSSM.GetParameter", Name="/local/x"),
            ("ssm:GetParameter", ARN.format("ssm", "parameter/local/x")),
        ),
        (
            request("secretsmanager", "secretsmanager.GetSecretValue", SecretId="none"),
            ("secretsmanager:GetSecretValue", ARN.format("secretsmanager", "secret:none")),
        ),
        (
            {
                "PATH_INFO": "/2015-03-31/functions/orders/invocations",
                "QUERY_STRING": "Qualifier=7",
            },
            ("lambda:InvokeFunction", ARN.format("lambda", "function:orders:7")),
        ),
        (
            request("sqs", "AmazonSQS.SendMessage", QueueUrl="x"),
            ("sqs:SendMessage", UNKNOWN),
        ),
    ],
)
def test_each_service_names_its_resource(
    environ: dict[str, Any], permission: tuple[str, str]
) -> None:
    assert needed(environ) == [permission]


@pytest.mark.parametrize("body", [b"{", b"[]", b"null"])
def test_a_broken_body_is_the_services_to_refuse(body: bytes) -> None:
    environ = request("dynamodb", "DynamoDB_20120810.GetItem")

    needs = needed(environ | {"wsgi.input": io.BytesIO(body)})

    assert needs == [("dynamodb:GetItem", UNKNOWN)]


def test_the_region_is_that_of_the_signature() -> None:
    environ = request("ssm", "AmazonSSM.GetParameter", Name="/x")
    signed = environ["HTTP_AUTHORIZATION"].replace("eu-central-1", "us-east-1")

    needs = needed(environ | {"HTTP_AUTHORIZATION": signed})

    assert needs == [("ssm:GetParameter", "arn:aws:ssm:us-east-1:123456789012:parameter/x")]
