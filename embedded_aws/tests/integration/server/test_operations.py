"""Operations that moto lacks or gets wrong, through boto3."""

import base64
import json
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from botocore.exceptions import ClientError

from embedded_aws.tests.integration.functions.conftest import zipped
from embedded_aws.tests.integration.server.conftest import Client, EmbeddedAws, eventually
from embedded_aws.tests.integration.server.trust import TRUST


def refused(call: Any) -> ClientError:
    with pytest.raises(ClientError) as error:
        call()
    return error.value


@pytest.mark.parametrize(
    ("service", "call", "name"),
    [
        (
            "cognito-idp",
            lambda c: c.get_ui_customization(UserPoolId="eu-central-1_x"),
            "GetUICustomization",
        ),
        ("iam", lambda c: c.get_organizations_access_report(JobId="x" * 36), "rganizations"),
        ("xray", lambda c: c.get_insight(InsightId="x"), "nsight"),
    ],
)
def test_what_nobody_implements_fails_at_once_by_name(
    aws: EmbeddedAws, service: str, call: Any, name: str
) -> None:
    client = aws.client(service)
    began = time.monotonic()

    error = refused(lambda: call(client))

    assert error.response["Error"]["Code"] == "NotImplemented"
    assert name in error.response["Error"]["Message"]
    assert error.response["ResponseMetadata"]["RetryAttempts"] == 0
    assert time.monotonic() - began < 5


def test_it_listens_on_loopback_only(aws: EmbeddedAws) -> None:
    name = socket.gethostbyname(socket.gethostname())
    others = {name, "127.0.0.2"} - {"127.0.0.1"}

    refusals = [
        socket.socket().connect_ex((address, port))
        for address in others
        for port in (aws.aws_port, aws.api_port)
    ]
    assert all(refusals)


def test_its_health_names_the_process(aws: EmbeddedAws) -> None:
    answer = httpx.get(f"{aws.endpoint}/_local/health").json()

    assert (answer["status"], answer["api_port"]) == ("ok", aws.api_port)


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Host": "evil.example"}, {"Origin": "null"}]
)
def test_web_pages_are_refused(aws: EmbeddedAws, headers: dict[str, str]) -> None:
    answer = httpx.get(f"{aws.endpoint}/_local/health", headers=headers)

    assert answer.status_code == 403


@pytest.mark.parametrize("body", [b"{", b"[]", b"no json"])
def test_a_broken_body_is_refused_in_the_services_form(aws: EmbeddedAws, body: bytes) -> None:
    scope = "ASIA/20260131/eu-central-1/dynamodb/aws4_request"
    headers = {
        "Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0",
        "X-Amz-Target": "DynamoDB_20120810.PutItem",
        "Content-Type": "application/x-amz-json-1.0",
    }

    answer = httpx.post(aws.endpoint, content=body, headers=headers)

    assert answer.status_code == 400
    assert answer.json()["__type"] == "SerializationException"


def test_a_failing_transaction_takes_nobody_elses_write_back(aws: EmbeddedAws) -> None:
    client = aws.client("dynamodb")
    client.create_table(
        TableName="busy",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    client.put_item(TableName="busy", Item={"pk": {"S": "taken"}})
    put = {"TableName": "busy", "ConditionExpression": "attribute_not_exists(pk)"}
    items = [{"pk": {"S": f"t{n}"}} for n in range(20)] + [{"pk": {"S": "taken"}}]

    def fail(_: int) -> None:
        refused(
            lambda: client.transact_write_items(
                TransactItems=[{"Put": {**put, "Item": item}} for item in items]
            )
        )

    def write(number: int) -> None:
        client.put_item(TableName="busy", Item={"pk": {"S": f"w{number}"}})

    with ThreadPoolExecutor(8) as pool:
        failing = pool.map(fail, range(40))
        written = pool.map(write, range(120))
        assert len([*failing, *written]) == 160

    assert client.scan(TableName="busy", Select="COUNT")["Count"] == 121


def test_a_bucket_that_refuses_plain_http_does_not_lock_its_owner_out(aws: EmbeddedAws) -> None:
    s3 = aws.client("s3")
    place = {"LocationConstraint": "eu-central-1"}
    s3.create_bucket(Bucket="state", CreateBucketConfiguration=place)
    statement = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": ["arn:aws:s3:::state", "arn:aws:s3:::state/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    s3.put_bucket_policy(Bucket="state", Policy=json.dumps({"Statement": [statement]}))

    s3.put_object(Bucket="state", Key="k", Body=b"v")

    assert s3.get_object(Bucket="state", Key="k")["Body"].read() == b"v"


def test_an_app_clients_update_resets_what_it_leaves_out(aws: EmbeddedAws, client: Client) -> None:
    cognito = aws.client("cognito-idp")
    app_client = cognito.create_user_pool_client(
        UserPoolId=client.pool_id,
        ClientName="short-lived",
        AllowedOAuthFlowsUserPoolClient=True,
        AllowedOAuthScopes=["orders/read"],
    )["UserPoolClient"]

    updated = cognito.update_user_pool_client(
        UserPoolId=client.pool_id, ClientId=app_client["ClientId"], ClientName="short-lived"
    )["UserPoolClient"]

    assert updated["AllowedOAuthFlowsUserPoolClient"] is False
    assert "AllowedOAuthScopes" not in updated


def test_an_unknown_scope_is_refused(aws: EmbeddedAws, client: Client) -> None:
    error = refused(
        lambda: aws.client("cognito-idp").create_user_pool_client(
            UserPoolId=client.pool_id, ClientName="x", AllowedOAuthScopes=["nothing/read"]
        )
    )

    assert error.response["Error"]["Code"] == "ScopeDoesNotExistException"


def test_a_resource_server_can_be_deleted(aws: EmbeddedAws, client: Client) -> None:
    cognito = aws.client("cognito-idp")
    cognito.create_resource_server(UserPoolId=client.pool_id, Identifier="gone", Name="gone")

    cognito.delete_resource_server(UserPoolId=client.pool_id, Identifier="gone")

    servers = cognito.list_resource_servers(UserPoolId=client.pool_id, MaxResults=10)
    assert "gone" not in {each["Identifier"] for each in servers["ResourceServers"]}


SOURCE = """
def handle(event, context):
    print("seen")
    if event == "fail": raise ValueError("no good")
    return [event, context.function_version]
"""


@pytest.fixture(scope="module")
def function(aws: EmbeddedAws) -> str:
    role = aws.client("iam").create_role(RoleName="sample", AssumeRolePolicyDocument=TRUST)
    aws.client("lambda").create_function(
        FunctionName="sample",
        Runtime="python3.13",
        Role=role["Role"]["Arn"],
        Handler="main.handle",
        Code={"ZipFile": zipped(SOURCE)},
        Publish=True,
        LoggingConfig={"LogFormat": "Text", "LogGroup": "/elsewhere"},
    )
    aws.client("lambda").create_alias(FunctionName="sample", Name="live", FunctionVersion="1")
    aws.client("logs").create_log_group(logGroupName="/elsewhere")
    return "sample"


def test_a_function_keeps_its_logging_config(aws: EmbeddedAws, function: str) -> None:
    configuration = aws.client("lambda").get_function_configuration(FunctionName=function)

    assert configuration["LoggingConfig"] == {"LogFormat": "Text", "LogGroup": "/elsewhere"}


def test_invoking_an_alias_runs_its_version(aws: EmbeddedAws, function: str) -> None:
    answer = aws.client("lambda").invoke(
        FunctionName=function, Qualifier="live", Payload=b'"hello"', LogType="Tail"
    )

    assert json.loads(answer["Payload"].read()) == ["hello", "1"]
    assert answer["ExecutedVersion"] == "1"
    assert "seen" in base64.b64decode(answer["LogResult"]).decode()


def test_a_functions_error_is_an_answer(aws: EmbeddedAws, function: str) -> None:
    answer = aws.client("lambda").invoke(FunctionName=function, Payload=b'"fail"')

    assert answer["FunctionError"] == "Unhandled"
    assert json.loads(answer["Payload"].read())["errorMessage"] == "no good"


@pytest.mark.parametrize(("kind", "status"), [("Event", 202), ("DryRun", 204)])
def test_other_ways_to_invoke_answer_at_once(
    aws: EmbeddedAws, function: str, kind: str, status: int
) -> None:
    answer = aws.client("lambda").invoke(FunctionName=function, InvocationType=kind, Payload=b"1")

    assert answer["StatusCode"] == status


def test_an_unknown_version_is_not_found(aws: EmbeddedAws, function: str) -> None:
    error = refused(lambda: aws.client("lambda").invoke(FunctionName=function, Qualifier="99"))

    assert error.response["Error"]["Code"] == "ResourceNotFoundException"


def test_a_function_without_concurrency_is_throttled(aws: EmbeddedAws, function: str) -> None:
    lambda_ = aws.client("lambda")
    lambda_.put_function_concurrency(FunctionName=function, ReservedConcurrentExecutions=0)
    try:
        error = refused(lambda: lambda_.invoke(FunctionName=function))
    finally:
        lambda_.delete_function_concurrency(FunctionName=function)

    assert error.response["Error"]["Code"] == "TooManyRequestsException"


def test_a_functions_lines_go_to_its_log_group(aws: EmbeddedAws, function: str) -> None:
    aws.client("lambda").invoke(FunctionName=function, Payload=b'"for the log"')

    def seen() -> bool:
        events = aws.client("logs").filter_log_events(logGroupName="/elsewhere")["events"]
        return "seen" in {event["message"] for event in events}

    assert eventually(seen)
