"""A function's log group is made when its role may, and its workers end with it."""

import itertools
import json
from typing import Any

from embedded_aws.tests.integration.functions.conftest import zipped
from embedded_aws.tests.integration.server.conftest import EmbeddedAws, eventually

BASIC = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
COUNTS = """
calls = 0

def handle(event, context):
    global calls
    calls += 1
    print("said")
    return calls
"""
NUMBERS = itertools.count(1)


class Function:
    """A function whose role has the policies of one test."""

    def __init__(self, aws: EmbeddedAws, *policies: str) -> None:
        self.name = f"life{next(NUMBERS)}"
        self.aws, self.api = aws, aws.client("lambda")
        iam = aws.client("iam")
        trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}}
        document = {"Version": "2012-10-17", "Statement": [trust | {"Action": "sts:AssumeRole"}]}
        role = iam.create_role(RoleName=self.name, AssumeRolePolicyDocument=json.dumps(document))
        self.role = role["Role"]["Arn"]
        for policy in policies:
            iam.attach_role_policy(RoleName=self.name, PolicyArn=policy)
        self.create()

    def create(self) -> None:
        self.api.create_function(
            FunctionName=self.name,
            Runtime="python3.13",
            Role=self.role,
            Handler="main.handle",
            Code={"ZipFile": zipped(COUNTS)},
        )

    def answer(self) -> Any:
        return json.load(self.api.invoke(FunctionName=self.name)["Payload"])

    def lines(self) -> list[str]:
        logs = self.aws.client("logs")
        try:
            events = logs.filter_log_events(logGroupName=f"/aws/lambda/{self.name}")["events"]
        except logs.exceptions.ResourceNotFoundException:
            return []
        return [each["message"] for each in events]


def test_the_first_line_makes_the_log_group(aws: EmbeddedAws) -> None:
    function = Function(aws, BASIC)

    function.answer()

    assert eventually(lambda: "said" in function.lines())
    assert function.lines()[0].startswith("START")


def test_a_role_without_the_permission_makes_none_and_the_log_has_the_lines(
    aws: EmbeddedAws,
) -> None:
    function = Function(aws)

    function.answer()

    def log() -> str:
        return (aws.folder / "aws.log").read_text()

    assert eventually(lambda: f"/aws/lambda/{function.name}: said" in log())
    assert f"There is no log group /aws/lambda/{function.name}" in log()
    assert function.lines() == []


def test_a_new_function_of_a_deleted_ones_name_starts_anew(aws: EmbeddedAws) -> None:
    function = Function(aws)
    before = [function.answer(), function.answer()]

    function.api.delete_function(FunctionName=function.name)
    function.create()

    assert before == [1, 2]
    assert function.answer() == 1
