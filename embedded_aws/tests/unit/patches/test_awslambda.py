"""Refusals of Lambda: reserved variables, too many of them, a statement id that is used."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from embedded_aws.patches.awslambda import environment, permissions

SESSION: Any = boto3.Session(
    region_name="eu-central-1", aws_access_key_id="local", aws_secret_access_key="local"
)
ALLOW = {
    "FunctionName": "f",
    "StatementId": "gateway",
    "Action": "lambda:InvokeFunction",
    "Principal": "apigateway.amazonaws.com",
}


def zipped() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("main.py", "def handle(event, context): pass")
    return buffer.getvalue()


@pytest.fixture
def function() -> Iterator[Any]:
    """Lambda with one function `f`."""
    environment.install()
    permissions.install()
    with mock_aws():
        role = SESSION.client("iam").create_role(RoleName="r", AssumeRolePolicyDocument="{}")[
            "Role"
        ]["Arn"]
        client = SESSION.client("lambda")
        client.create_function(
            FunctionName="f",
            Runtime="python3.13",
            Role=role,
            Handler="main.handle",
            Code={"ZipFile": zipped()},
            Publish=True,
        )
        client.create_alias(FunctionName="f", Name="live", FunctionVersion="1")
        yield client


@pytest.mark.parametrize("name", ["AWS_REGION", "AWS_LAMBDA_FUNCTION_NAME", "_HANDLER"])
def test_reserved_variables_are_refused(function: Any, name: str) -> None:
    with pytest.raises(ClientError, match=f"Reserved keys used in this request: {name}"):
        function.update_function_configuration(
            FunctionName="f", Environment={"Variables": {name: "x", "OURS": "y"}}
        )


def test_four_kilobytes_of_variables_are_taken(function: Any) -> None:
    variables = {"OURS": "x" * (4_096 - len('{"OURS":""}'))}

    changed = function.update_function_configuration(
        FunctionName="f", Environment={"Variables": variables}
    )

    assert changed["Environment"]["Variables"] == variables


def test_more_than_four_kilobytes_of_variables_are_refused(function: Any) -> None:
    with pytest.raises(ClientError, match="exceeded the 4KB limit"):
        function.update_function_configuration(
            FunctionName="f", Environment={"Variables": {"OURS": "x" * 4_096}}
        )


def test_a_statement_id_is_used_once(function: Any) -> None:
    function.add_permission(**ALLOW)

    with pytest.raises(ClientError, match="ResourceConflictException"):
        function.add_permission(**ALLOW)


def test_another_qualifier_may_have_the_same_statement_id(function: Any) -> None:
    function.add_permission(**ALLOW)

    added = function.add_permission(**ALLOW, Qualifier="live")

    assert "function:f:live" in added["Statement"]


def test_a_removed_statements_id_is_free_again(function: Any) -> None:
    function.add_permission(**ALLOW)
    function.remove_permission(FunctionName="f", StatementId="gateway")

    assert "gateway" in function.add_permission(**ALLOW)["Statement"]
