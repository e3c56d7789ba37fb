"""Resources that refusals need: a role, a function, a queue, a topic, a pool, a bucket.

Each is made at its first use, in one embedded AWS for all tests.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pytest

from embedded_aws.tests.integration.functions.conftest import zipped
from embedded_aws.tests.integration.server.account.refusing import UNCHECKED, fresh, refusal
from embedded_aws.tests.integration.server.conftest import EmbeddedAws

ACCOUNT, REGION = "123456789012", "eu-central-1"
PASSWORD = "Correct-Horse-1"


def policy(**statement: Any) -> str:
    """A policy of one statement."""
    allowed = {"Effect": "Allow", **statement}
    return json.dumps({"Version": "2012-10-17", "Statement": [allowed]})


def trust(**changed: Any) -> str:
    """The trust policy of a function's role, or one that differs from it."""
    principal = {"Service": "lambda.amazonaws.com"}
    return policy(**{"Action": "sts:AssumeRole", "Principal": principal, **changed})


def arn(service: str, resource: str, region: str = REGION) -> str:
    """The ARN of a resource of this account."""
    return f"arn:aws:{service}:{region}:{ACCOUNT}:{resource}"


@dataclass(frozen=True)
class World:
    """Resources of one embedded AWS."""

    aws: EmbeddedAws

    def client(self, service: str) -> Any:
        """A client that leaves all checks to the server."""
        return self.aws.client(service, **UNCHECKED)

    def role(self, allowed: str | None = None, **changed: Any) -> str:
        """The ARN of a new role, which may do everything unless something else is given."""
        iam, name = self.client("iam"), fresh("role")
        role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust(**changed))
        document = policy(Action="*", Resource="*") if allowed is None else allowed
        if document:
            iam.put_role_policy(RoleName=name, PolicyName="own", PolicyDocument=document)
        return str(role["Role"]["Arn"])

    def new_function(self, **settings: Any) -> str:
        """The name of a new function."""
        name = fresh("function")
        self.client("lambda").create_function(**{**self.settings, "FunctionName": name, **settings})
        return name

    @cached_property
    def settings(self) -> dict[str, Any]:
        """Settings of a function that Lambda accepts."""
        return {
            "FunctionName": fresh("never"),
            "Runtime": "python3.13",
            "Role": self.role(),
            "Handler": "main.handle",
            "Code": {"ZipFile": zipped("")},
        }

    @cached_property
    def function(self) -> str:
        """A function."""
        return self.new_function()

    def queue(self, **attributes: str) -> str:
        """The URL of a new queue."""
        name = fresh("queue") + (".fifo" if attributes.get("FifoQueue") else "")
        queue = self.client("sqs").create_queue(QueueName=name, Attributes=attributes)
        return str(queue["QueueUrl"])

    def queue_arn(self) -> str:
        """The ARN of a new queue."""
        return arn("sqs", self.queue().rsplit("/", maxsplit=1)[-1])

    @cached_property
    def topic(self) -> str:
        """The ARN of a topic."""
        return str(self.client("sns").create_topic(Name=fresh("topic"))["TopicArn"])

    def pool(self, **settings: Any) -> str:
        """The id of a new user pool."""
        pool = self.client("cognito-idp").create_user_pool(PoolName=fresh("pool"), **settings)
        return str(pool["UserPool"]["Id"])

    def app(self, pool: str, **settings: Any) -> str:
        """The id of a new app client."""
        client = self.client("cognito-idp").create_user_pool_client(
            UserPoolId=pool, ClientName="app", **settings
        )
        return str(client["UserPoolClient"]["ClientId"])

    def bucket(self) -> str:
        """The name of a new bucket."""
        name = fresh("bucket")
        place = {"LocationConstraint": REGION}
        self.client("s3").create_bucket(Bucket=name, CreateBucketConfiguration=place)
        return name

    def key(self, **settings: Any) -> str:
        """The id of a new key."""
        return str(self.client("kms").create_key(**settings)["KeyMetadata"]["KeyId"])

    def group(self, **settings: Any) -> str:
        """The name of a new log group."""
        name = fresh("/refusals/")
        self.client("logs").create_log_group(logGroupName=name, **settings)
        return name

    def rule(self) -> str:
        """The name of a new rule of EventBridge."""
        name = fresh("rule")
        self.client("events").put_rule(Name=name, EventPattern='{"source": ["x"]}')
        return name


type Parameters = Mapping[str, Any] | Callable[[World], Mapping[str, Any]]


@dataclass(frozen=True)
class Row:
    """An operation with parameters, and the answer of AWS."""

    service: str
    operation: str
    parameters: Parameters
    code: str
    words: str
    status: int = 400

    def assert_refused(self, world: World) -> None:
        """Send the request, and compare the answer."""
        given = self.parameters(world) if callable(self.parameters) else self.parameters
        answer = refusal(world.client(self.service), self.operation, **given)
        assert answer[:2] == (self.status, self.code), answer
        assert self.words in answer[2]


def rows(service: str, *listed: tuple[Any, ...]) -> list[Any]:
    """Rows of a service as parameters of a test."""
    rows = [Row(service, *each) for each in listed]
    return [pytest.param(each, id=f"{each.operation}: {each.words[:40]}") for each in rows]
