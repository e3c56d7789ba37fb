"""Versions, aliases, revisions, layers and limits of functions: what Lambda refuses.

Most messages are recorded answers: LocalStack's tests are run on AWS.
"""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from embedded_aws.tests.integration.functions.conftest import zipped
from embedded_aws.tests.integration.server.account.refusing import UNCHECKED, fresh, refusal
from embedded_aws.tests.integration.server.conftest import EmbeddedAws

INVALID, CONFLICT = "InvalidParameterValueException", "ResourceConflictException"
STALE, UNKNOWN = "PreconditionFailedException", "ResourceNotFoundException"
NO_QUEUE = "arn:aws:sqs:eu-central-1:123456789012:none"
CODE = "def handle(event, context):\n    return event"

READING = "arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole"


class Function:
    """A function with two versions, and an alias to the second."""

    def __init__(self, aws: EmbeddedAws) -> None:
        self.api = aws.client("lambda", **UNCHECKED)
        self.name = fresh("versioned")
        trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}}
        document = {"Version": "2012-10-17", "Statement": [trust | {"Action": "sts:AssumeRole"}]}
        role = aws.client("iam").create_role(
            RoleName=self.name, AssumeRolePolicyDocument=json.dumps(document)
        )
        aws.client("iam").attach_role_policy(RoleName=self.name, PolicyArn=READING)
        self.settings: dict[str, Any] = {
            "Runtime": "python3.13",
            "Role": role["Role"]["Arn"],
            "Handler": "main.handle",
            "Code": {"ZipFile": zipped(CODE)},
        }
        self.api.create_function(FunctionName=self.name, **self.settings)
        self.publish()
        self.publish()
        self.api.create_alias(FunctionName=self.name, Name="live", FunctionVersion="2")

    def publish(self) -> str:
        self.api.update_function_configuration(FunctionName=self.name, Description=fresh("d"))
        return str(self.api.publish_version(FunctionName=self.name)["Version"])

    def ask(self, operation: str, **parameters: Any) -> tuple[int, str, str]:
        return refusal(self.api, operation, **{"FunctionName": self.name, **parameters})


@pytest.fixture(scope="module")
def function(aws: EmbeddedAws) -> Function:
    return Function(aws)


def to(version: str, weights: Mapping[str, float], name: str = "other") -> dict[str, Any]:
    routing = {"AdditionalVersionWeights": dict(weights)}
    return {"Name": name, "FunctionVersion": version, "RoutingConfig": routing}


REFUSED: dict[str, tuple[str, dict[str, Any], str, str]] = {
    "the latest version's end": (
        "delete_function",
        {"Qualifier": "$LATEST"},
        INVALID,
        "$LATEST version cannot be deleted without deleting the function.",
    ),
    "the end of a version with an alias": (
        "delete_function",
        {"Qualifier": "2"},
        CONFLICT,
        "Version(s) 2 cannot be deleted",
    ),
    "an alias twice": (
        "create_alias",
        {"Name": "live", "FunctionVersion": "1"},
        CONFLICT,
        "Alias already exists: arn:aws:lambda:",
    ),
    "an alias to a version that is not there": (
        "create_alias",
        {"Name": "other", "FunctionVersion": "77"},
        UNKNOWN,
        "Function not found: arn:aws:lambda:",
    ),
    "weights of the latest version": (
        "create_alias",
        to("$LATEST", {"1": 0.5}),
        INVALID,
        "$LATEST is not supported for an alias pointing to more than 1 version",
    ),
    "two weights": (
        "create_alias",
        to("1", {"1": 0.1, "2": 0.1}),
        INVALID,
        "Number of items in AdditionalVersionWeights cannot be greater than 1",
    ),
    "a weight of the alias's own version": (
        "create_alias",
        to("1", {"1": 0.5}),
        INVALID,
        "Function version 1 is already included in routing configuration.",
    ),
    "a weight above one": (
        "create_alias",
        to("1", {"2": 2}),
        "ValidationException",
        "Value '{2=2.0}' at 'routingConfig.additionalVersionWeights'",
    ),
    "a version of other code": (
        "publish_version",
        {"CodeSha256": "none"},
        INVALID,
        "CodeSHA256 (none) is different from current CodeSHA256 in $LATEST",
    ),
    "a version of an old revision": (
        "publish_version",
        {"RevisionId": "old"},
        STALE,
        "Revision Id",
    ),
    "settings of an old revision": (
        "update_function_configuration",
        {"RevisionId": "old"},
        STALE,
        "Revision Id",
    ),
    "code of an old revision": (
        "update_function_code",
        {"RevisionId": "old", "ZipFile": zipped(CODE)},
        STALE,
        "Revision Id",
    ),
    "an alias of an old revision": (
        "update_alias",
        {"Name": "live", "RevisionId": "old"},
        STALE,
        "Revision Id",
    ),
    "code that is no archive": (
        "update_function_code",
        {"ZipFile": b"none"},
        INVALID,
        "Could not unzip uploaded file.",
    ),
    "an unknown layer": (
        "update_function_configuration",
        {"Layers": ["arn:aws:lambda:eu-central-1:123456789012:layer:none:1"]},
        INVALID,
        "layer:none:1 does not exist.",
    ),
    "a layer of another account": (
        "update_function_configuration",
        {"Layers": ["arn:aws:lambda:eu-central-1:111111111111:layer:none:1"]},
        INVALID,
        "The embedded AWS has no layers of other accounts: put the packages into the function's",
    ),
    "two qualifiers": (
        "invoke",
        {"FunctionName": "f:1", "Qualifier": "2"},
        INVALID,
        "The derived qualifier from the function name does not match the specified qualifier.",
    ),
    "an event that is no JSON": (
        "invoke",
        {"Payload": b"{none"},
        "InvalidRequestContentException",
        "Could not parse request body into json",
    ),
    "an invocation of no type": (
        "invoke",
        {"InvocationType": "Later"},
        "ValidationException",
        "at 'invocationType' failed to satisfy constraint",
    ),
    "an asynchronous event beyond a megabyte": (
        "invoke",
        {"InvocationType": "Event", "Payload": b'"' + b"a" * 1024 * 1024 + b'"'},
        "RequestTooLargeException",
        "payload is too large for the Event invocation type",
    ),
    "more than the account's concurrency": (
        "put_function_concurrency",
        {"ReservedConcurrentExecutions": 901},
        INVALID,
        "below its minimum value of [100]",
    ),
    "the end of a permission that is not there": (
        "remove_permission",
        {"StatementId": "none"},
        UNKNOWN,
        "No policy is associated with the given resource.",
    ),
    "an event source that is not there": (
        "create_event_source_mapping",
        {"EventSourceArn": NO_QUEUE},
        INVALID,
        "The specified queue does not exist.",
    ),
    "an event source of an unknown function": (
        "create_event_source_mapping",
        {"FunctionName": "none", "EventSourceArn": NO_QUEUE},
        INVALID,
        "Function does not exist",
    ),
}


@pytest.mark.parametrize("row", REFUSED)
def test_what_lambda_refuses_is_refused(function: Function, row: str) -> None:
    operation, parameters, code, words = REFUSED[row]

    _, answered, message = function.ask(operation, **parameters)

    assert answered == code, message
    assert words in message


def test_a_version_reserves_no_concurrency(function: Function) -> None:
    _, code, message = function.ask(
        "put_function_concurrency",
        FunctionName=f"{function.name}:1",
        ReservedConcurrentExecutions=1,
    )

    assert code == INVALID
    assert message.startswith("This operation is permitted on Lambda functions only.")


def test_a_number_of_a_version_comes_once(aws: EmbeddedAws) -> None:
    function = Function(aws)
    third = function.publish()
    function.api.delete_function(FunctionName=function.name, Qualifier=third)

    assert (third, function.publish()) == ("3", "4")


def test_nothing_new_is_no_new_version(function: Function) -> None:
    first = function.publish()

    again = function.api.publish_version(FunctionName=function.name)

    assert again["Version"] == first


def test_a_function_without_code_is_not_made(function: Function) -> None:
    settings = {**function.settings, "FunctionName": fresh("empty"), "Code": {}}

    _, code, _ = refusal(function.api, "create_function", **settings)

    assert code == INVALID
    assert refusal(function.api, "list_functions")[1] == ""


def test_fifty_one_tags_and_six_layers_are_too_many(function: Function) -> None:
    name = fresh("layer")
    layers = [
        function.api.publish_layer_version(
            LayerName=f"{name}-{number}", Content={"ZipFile": zipped("")}
        )["LayerVersionArn"]
        for number in range(6)
    ]
    settings = {**function.settings, "FunctionName": fresh("many")}
    tags = {str(number): "x" for number in range(51)}

    assert refusal(function.api, "create_function", **settings, Tags=tags)[1] == INVALID
    assert refusal(function.api, "create_function", **settings, Layers=layers)[2] == (
        "Cannot reference more than 5 layers."
    )


def test_two_versions_of_a_layer_do_not_go_together(function: Function) -> None:
    name = fresh("twice")
    arns = [
        function.api.publish_layer_version(LayerName=name, Content={"ZipFile": zipped("")})[
            "LayerVersionArn"
        ]
        for _ in range(2)
    ]

    _, code, message = function.ask("update_function_configuration", Layers=arns)

    assert code == INVALID
    assert message.endswith("are versions of the same layer.")


@pytest.mark.parametrize(
    ("seconds", "batch", "words"),
    [
        ("60", 11, "Maximum batch window in seconds must be greater than 0"),
        ("1", 10, "Queue visibility timeout: 1 seconds is less than Function timeout: 3 seconds"),
    ],
)
def test_a_queue_that_does_not_fit_its_function_is_refused(
    aws: EmbeddedAws, function: Function, seconds: str, batch: int, words: str
) -> None:
    sqs = aws.client("sqs")
    url = sqs.create_queue(QueueName=fresh("queue"), Attributes={"VisibilityTimeout": seconds})
    named = {"QueueUrl": url["QueueUrl"], "AttributeNames": ["QueueArn"]}
    arn = sqs.get_queue_attributes(**named)["Attributes"]["QueueArn"]

    _, code, message = function.ask(
        "create_event_source_mapping", EventSourceArn=arn, BatchSize=batch
    )

    assert code == INVALID
    assert words in message


def test_lists_come_in_pages(function: Function) -> None:
    first = function.api.list_versions_by_function(FunctionName=function.name, MaxItems=2)

    second = function.api.list_versions_by_function(
        FunctionName=function.name, MaxItems=50, Marker=first["NextMarker"]
    )

    numbers = [each["Version"] for each in (*first["Versions"], *second["Versions"])]
    assert numbers[:3] == ["$LATEST", "1", "2"]
    assert len(first["Versions"]) == 2
    assert "NextMarker" not in second


def test_the_account_tells_its_limits(function: Function) -> None:
    function.api.put_function_concurrency(
        FunctionName=function.name, ReservedConcurrentExecutions=7
    )

    limit = function.api.get_account_settings()["AccountLimit"]

    function.api.delete_function_concurrency(FunctionName=function.name)
    assert limit["ConcurrentExecutions"] == 1000
    assert limit["UnreservedConcurrentExecutions"] <= 993
