"""Lambda's Invoke over boto3: versions, aliases and invocation types as in AWS."""

import base64
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from embedded_aws.tests.integration.functions.conftest import zipped
from embedded_aws.tests.integration.server.trust import TRUST

NUMBERS = count()
SOURCE = """
import os
def handle(event, context):
    custom = context.client_context and context.client_context.custom
    return [%r, os.environ.get("VV"), context.invoked_function_arn.rsplit(":", 1)[1], custom]
"""


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        return int(server.getsockname()[1])


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory, runtime: Path) -> Iterator[str]:
    """An embedded AWS of its own."""
    folder, port = tmp_path_factory.mktemp("aws"), free_port()
    shutil.copytree(runtime, folder / "runtime")
    ports = {"AWS_PORT": str(port), "API_PORT": str(free_port()), "LOCAL_DIR": str(folder)}
    pace = {"LAMBDA_MINUTE_SECONDS": "0.1", "EMBEDDED_AWS_LENIENT": "1"}
    command = [sys.executable, "-m", "embedded_aws"]
    environment = {**os.environ, **ports, **pace}
    subprocess.run([*command, "start"], env=environment, check=True)
    yield f"http://127.0.0.1:{port}"
    subprocess.run([*command, "stop"], env=environment, check=True)


def client(endpoint: str, service: str) -> Any:
    return boto3.client(
        service,  # type: ignore[call-overload]
        endpoint_url=endpoint,
        region_name="eu-central-1",
        aws_access_key_id="local",
        aws_secret_access_key="local",
        config=Config(retries={"max_attempts": 0}),
    )


SENDING = "arn:aws:iam::aws:policy/AmazonSQSFullAccess"


class Deployment:
    """One function, invoked by any qualifier."""

    def __init__(self, endpoint: str) -> None:
        self.name = f"f{next(NUMBERS)}"
        self.api = client(endpoint, "lambda")
        self.logs = client(endpoint, "logs")
        document = {"RoleName": self.name, "AssumeRolePolicyDocument": TRUST}
        iam = client(endpoint, "iam")
        role = iam.create_role(**document)["Role"]["Arn"]
        iam.attach_role_policy(RoleName=self.name, PolicyArn=SENDING)
        self.logs.create_log_group(logGroupName=f"/aws/lambda/{self.name}")
        self.api.create_function(
            FunctionName=self.name,
            Runtime="python3.13",
            Role=role,
            Handler="main.handle",
            Code={"ZipFile": zipped(SOURCE % "one")},
            Environment={"Variables": {"VV": "1"}},
            Publish=True,
        )
        self.api.create_alias(FunctionName=self.name, Name="live", FunctionVersion="1")

    def release(self) -> None:
        """Version 2, with other code and another environment."""
        self.api.update_function_code(FunctionName=self.name, ZipFile=zipped(SOURCE % "two"))
        self.api.update_function_configuration(
            FunctionName=self.name, Environment={"Variables": {"VV": "2"}}
        )
        self.api.publish_version(FunctionName=self.name)

    def answer(self, qualifier: str, **options: str) -> Any:
        response = self.api.invoke(FunctionName=self.name, Qualifier=qualifier, **options)
        return json.loads(response["Payload"].read())


@pytest.fixture
def function(endpoint: str) -> Deployment:
    return Deployment(endpoint)


def test_a_published_version_keeps_its_code_and_configuration(function: Deployment) -> None:
    before = function.answer("1")

    function.release()

    assert before == function.answer("1") == ["one", "1", "1", None]
    assert function.answer("2") == ["two", "2", "2", None]


def test_an_alias_is_looked_up_for_each_request(function: Deployment) -> None:
    function.release()
    before = function.answer("live")

    function.api.update_alias(FunctionName=function.name, Name="live", FunctionVersion="2")

    assert before == ["one", "1", "live", None]
    assert function.answer("live") == ["two", "2", "live", None]


def test_an_alias_shares_its_requests_out_by_weight(function: Deployment) -> None:
    function.release()
    weights = {"AdditionalVersionWeights": {"2": 0.5}}
    function.api.update_alias(FunctionName=function.name, Name="live", RoutingConfig=weights)

    shares = Counter(function.answer("live")[0] for _ in range(60))

    assert shares["one"] > 5
    assert shares["two"] > 5


def test_the_function_gets_the_clients_context(function: Deployment) -> None:
    context = base64.b64encode(b'{"custom": {"trace": "ours"}}').decode()

    assert function.answer("1", ClientContext=context)[3] == {"trace": "ours"}


def test_an_event_runs_in_the_background(function: Deployment) -> None:
    response = function.api.invoke(FunctionName=function.name, InvocationType="Event")

    assert response["StatusCode"] == 202
    assert wait_for_log(function, "REPORT")


def wait_for_log(function: Deployment, word: str) -> bool:
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        group = f"/aws/lambda/{function.name}"
        if word in str(function.logs.filter_log_events(logGroupName=group)["events"]):
            return True
        time.sleep(0.05)
    return False


def test_an_event_that_fails_three_times_is_a_dead_letter(
    function: Deployment, endpoint: str
) -> None:
    queues = client(endpoint, "sqs")
    queue = queues.create_queue(QueueName=function.name)["QueueUrl"]
    attributes = queues.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])[
        "Attributes"
    ]
    function.api.update_function_code(
        FunctionName=function.name,
        ZipFile=zipped("def handle(event, context): raise ValueError('no good')"),
    )
    function.api.update_function_configuration(
        FunctionName=function.name, DeadLetterConfig={"TargetArn": attributes["QueueArn"]}
    )

    response = function.api.invoke(
        FunctionName=function.name, InvocationType="Event", Payload=b'{"order": 1}'
    )

    [letter] = queues.receive_message(
        QueueUrl=queue, MessageAttributeNames=["All"], WaitTimeSeconds=10
    )["Messages"]
    values = {
        name: attribute["StringValue"] for name, attribute in letter["MessageAttributes"].items()
    }
    assert letter["Body"] == '{"order": 1}'
    assert values == {
        "RequestID": response["ResponseMetadata"]["RequestId"],
        "ErrorCode": "200",
        "ErrorMessage": "no good",
    }


def test_the_last_event_invoke_config_counts(function: Deployment, endpoint: str) -> None:
    topic = client(endpoint, "sns").create_topic(Name=function.name)["TopicArn"]
    queue = client(endpoint, "sqs").create_queue(QueueName=f"{function.name}-failed")["QueueUrl"]
    arn = f"{topic.replace(':sns:', ':sqs:')}-failed"
    function.api.update_function_code(
        FunctionName=function.name, ZipFile=zipped("def handle(event, context): raise ValueError")
    )
    for retries, destination in [(2, topic), (1, arn)]:
        function.api.put_function_event_invoke_config(
            FunctionName=function.name,
            MaximumRetryAttempts=retries,
            DestinationConfig={"OnFailure": {"Destination": destination}},
        )

    function.api.invoke(FunctionName=function.name, InvocationType="Event", Payload=b"7")

    [message] = client(endpoint, "sqs").receive_message(QueueUrl=queue, WaitTimeSeconds=10)[
        "Messages"
    ]
    record = json.loads(message["Body"])
    config = function.api.get_function_event_invoke_config(FunctionName=function.name)
    assert config["MaximumRetryAttempts"] == 1
    assert record["requestContext"]["approximateInvokeCount"] == 2
    assert (record["requestPayload"], record["responsePayload"]["errorType"]) == (7, "ValueError")


def test_a_dry_run_runs_nothing(function: Deployment) -> None:
    response = function.api.invoke(FunctionName=function.name, InvocationType="DryRun")

    assert response["StatusCode"] == 204


def test_the_tail_of_the_log_comes_along_on_request(function: Deployment) -> None:
    response = function.api.invoke(FunctionName=function.name, LogType="Tail")

    assert b"REPORT RequestId" in base64.b64decode(response["LogResult"])
    assert response["ExecutedVersion"] == "$LATEST"


def test_the_format_of_a_log_is_the_functions(function: Deployment) -> None:
    given = {"LogFormat": "JSON", "SystemLogLevel": "INFO", "ApplicationLogLevel": "DEBUG"}

    config = function.api.update_function_configuration(
        FunctionName=function.name, LoggingConfig=given
    )["LoggingConfig"]

    response = function.api.invoke(FunctionName=function.name, LogType="Tail")
    assert b'"type":"platform.report"' in base64.b64decode(response["LogResult"])
    assert config == {**given, "LogGroup": f"/aws/lambda/{function.name}"}


@pytest.mark.parametrize("kind", ["RequestResponse", "Event", "DryRun"])
def test_a_function_in_another_language_is_refused_when_it_is_invoked(
    function: Deployment, kind: str
) -> None:
    function.api.update_function_configuration(FunctionName=function.name, Runtime="nodejs22.x")

    with pytest.raises(ClientError, match=r"nodejs22\.x; the embedded AWS runs Python") as refused:
        function.api.invoke(FunctionName=function.name, InvocationType=kind)

    assert refused.value.response["Error"]["Code"] == "InvalidRuntimeException"


def test_the_layers_of_a_function_are_on_its_path(function: Deployment) -> None:
    layer = function.api.publish_layer_version(
        LayerName=function.name, Content={"ZipFile": zipped("NAME = 'layer'\n", "python/lib.py")}
    )
    function.api.update_function_configuration(
        FunctionName=function.name, Layers=[layer["LayerVersionArn"]]
    )
    function.api.update_function_code(
        FunctionName=function.name,
        ZipFile=zipped("import lib\ndef handle(event, context):\n    return lib.NAME\n"),
    )

    assert function.answer("$LATEST") == "layer"


@pytest.mark.parametrize("kind", ["RequestResponse", "Event", "DryRun"])
def test_an_unknown_function_is_told_to_every_caller(function: Deployment, kind: str) -> None:
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        function.api.invoke(FunctionName="nobody", InvocationType=kind)


def test_a_context_that_is_no_json_is_refused(function: Deployment) -> None:
    with pytest.raises(ClientError, match="InvalidRequestContentException"):
        function.answer("1", ClientContext="bm90IGpzb24=")


def test_a_throttled_function_says_which_limit(function: Deployment) -> None:
    function.api.put_function_concurrency(
        FunctionName=function.name, ReservedConcurrentExecutions=0
    )

    with pytest.raises(ClientError, match="TooManyRequestsException") as refused:
        function.answer("live")

    reason = "ReservedFunctionConcurrentInvocationLimitExceeded"
    assert {**refused.value.response}["Reason"] == reason
