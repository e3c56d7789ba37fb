"""Refusals and answers of Lambda, in its own words.

Lambda API reference, CreateFunction, AddPermission, PutFunctionEventInvokeConfig,
CreateEventSourceMapping; getmoto/moto#2546, localstack/localstack#7298, elastic/beats#13963; and
answers recorded on AWS.
"""

import json
from typing import Any

import pytest

from embedded_aws.tests.integration.server.account.refusing import fresh, refusal
from embedded_aws.tests.integration.server.refusals.world import Row, World, arn, policy, rows

INVALID, VALIDATION = "InvalidParameterValueException", "ValidationException"
UNKNOWN, CREATE = "ResourceNotFoundException", "create_function"
NO_QUEUE = arn("sqs", "none")


def made(**changed: Any) -> Any:
    def given(world: World) -> dict[str, Any]:
        settings = {**world.settings, **changed}
        return {name: value for name, value in settings.items() if value is not None}

    return given


def with_role(role: Any, **changed: Any) -> Any:
    return lambda world: {**world.settings, "Role": role(world), **changed}


def about(**more: Any) -> Any:
    return lambda world: {"FunctionName": world.function, **more}


def trusted_by_ec2(world: World) -> str:
    return world.role(Principal={"Service": "ec2.amazonaws.com"})


def without_policies(world: World) -> str:
    return world.role("")


MANDATORY = "Runtime and Handler are mandatory parameters for functions created with deployment"
NO_SEND = "The provided execution role does not have permissions to call SendMessage on SQS"
LEVEL = {"LogFormat": "Text", "ApplicationLogLevel": "DEBUG"}
ELSEWHERE = [arn("lambda", "layer:x:1", region="us-east-1")]


@pytest.mark.parametrize(
    "row",
    rows(
        "lambda",
        (CREATE, made(FunctionName="a" * 65), INVALID, "less than or equal to 64"),
        (CREATE, made(Handler=None), INVALID, MANDATORY),
        (CREATE, made(Runtime=None), INVALID, MANDATORY),
        (CREATE, made(Runtime="PYTHON3.9"), INVALID, "Value PYTHON3.9 at 'runtime' failed"),
        (CREATE, made(Environment={"Variables": {"1a": "x"}}), VALIDATION, "environment.variables"),
        (CREATE, made(LoggingConfig=LEVEL), INVALID, "only when LogFormat is JSON"),
        (CREATE, made(Layers=ELSEWHERE), INVALID, "Layers are expected to be in region eu-central"),
        (CREATE, made(Code={"S3Bucket": "none-x", "S3Key": "k"}), INVALID, "Code: NoSuchBucket."),
        (
            CREATE,
            lambda world: {**world.settings, "Code": {"S3Bucket": world.bucket(), "S3Key": "k"}},
            INVALID,
            "S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.",
        ),
        (CREATE, with_role(trusted_by_ec2), INVALID, "cannot be assumed by Lambda."),
        (
            CREATE,
            with_role(without_policies, DeadLetterConfig={"TargetArn": NO_QUEUE}),
            INVALID,
            NO_SEND,
        ),
        (CREATE, made(DeadLetterConfig={"TargetArn": NO_QUEUE}), INVALID, "does not exist."),
        (
            "update_function_code",
            about(ImageUri="1.dkr.ecr.eu-central-1.amazonaws.com/a:b"),
            INVALID,
            "Please don't provide ImageUri when updating a function with packageType Zip.",
        ),
        (
            "get_function",
            {"FunctionName": arn("lambda", "function:f", region="us-west-2")},
            UNKNOWN,
            "Functions from 'us-west-2' are not reachable in this region ('eu-central-1')",
            404,
        ),
        (
            "tag_resource",
            {"Resource": arn("lambda", "function:f:live"), "Tags": {"a": "b"}},
            INVALID,
            "Tags on function aliases and versions are not supported.",
        ),
    ),
)
def test_functions_that_lambda_refuses(world: World, row: Row) -> None:
    row.assert_refused(world)


GRANT = {
    "StatementId": "s",
    "Action": "lambda:InvokeFunction",
    "Principal": "s3.amazonaws.com",
}
HALF_OF_LATEST = {"AdditionalVersionWeights": {"$LATEST": 0.5}}


@pytest.mark.parametrize(
    "row",
    rows(
        "lambda",
        (
            "add_permission",
            about(**GRANT, Qualifier="$LATEST"),
            INVALID,
            "We currently do not support adding policies for $LATEST.",
        ),
        (
            "add_permission",
            about(**{**GRANT, "Principal": "invalid.nonaws.com"}),
            INVALID,
            "The provided principal was invalid.",
        ),
        (
            "add_permission",
            about(**GRANT, Qualifier="none"),
            UNKNOWN,
            "Cannot find alias arn: arn:aws:lambda:eu-central-1:",
            404,
        ),
        ("update_alias", about(Name="none"), UNKNOWN, "Alias not found: arn:aws:lambda:", 404),
        (
            "create_alias",
            about(Name="a", FunctionVersion="1", RoutingConfig=HALF_OF_LATEST),
            VALIDATION,
            "Map keys must satisfy constraint",
        ),
        (
            "get_layer_version",
            {"LayerName": "none", "VersionNumber": -1},
            INVALID,
            "Layer Version Cannot be less than 1",
        ),
        (
            "get_layer_version",
            {"LayerName": "none", "VersionNumber": 1},
            UNKNOWN,
            "The resource you requested does not exist.",
            404,
        ),
        (
            "put_provisioned_concurrency_config",
            about(Qualifier="$LATEST", ProvisionedConcurrentExecutions=1),
            INVALID,
            "Provisioned Concurrency Configs cannot be applied to unpublished function versions.",
        ),
        (
            "put_provisioned_concurrency_config",
            about(Qualifier="none", ProvisionedConcurrentExecutions=1),
            UNKNOWN,
            "Cannot find alias arn",
            404,
        ),
    ),
)
def test_grants_that_lambda_refuses(world: World, row: Row) -> None:
    row.assert_refused(world)


def destination(target: Any, name: str = "OnSuccess") -> Any:
    def given(world: World) -> dict[str, Any]:
        place = target(world) if callable(target) else target
        return {"FunctionName": world.function, "DestinationConfig": {name: {"Destination": place}}}

    return given


def source(**more: Any) -> Any:
    return lambda world: {
        "FunctionName": world.function,
        "EventSourceArn": world.queue_arn(),
        **more,
    }


def itself(world: World) -> str:
    return arn("lambda", f"function:{world.function}")


def unread(world: World) -> dict[str, Any]:
    name = world.new_function(Role=without_policies(world))
    return {"FunctionName": name, "EventSourceArn": world.queue_arn()}


CONFIGURE, MAP = "put_function_event_invoke_config", "create_event_source_mapping"


@pytest.mark.parametrize(
    "row",
    rows(
        "lambda",
        (
            CONFIGURE,
            {"FunctionName": "none", "MaximumRetryAttempts": 1},
            UNKNOWN,
            "The function doesn't exist.",
            404,
        ),
        (CONFIGURE, about(), INVALID, "You must specify at least one of error handling or"),
        (
            CONFIGURE,
            destination(itself),
            INVALID,
            "You can't specify the function as a destination",
        ),
        (
            CONFIGURE,
            destination(arn("lambda", "function:none")),
            INVALID,
            "The destination ARN arn:aws:lambda:eu-central-1:123456789012:function:none is invalid",
        ),
        (CONFIGURE, destination(NO_QUEUE, "OnFailure"), INVALID, f"{NO_QUEUE} is invalid."),
        (
            CONFIGURE,
            destination(arn("iam", "x")),
            INVALID,
            "DestinationConfig(onSuccess=OnSuccess(destination=arn:aws:iam:",
        ),
        (
            "get_function_event_invoke_config",
            about(Qualifier="none"),
            UNKNOWN,
            "doesn't have an EventInvokeConfig",
            404,
        ),
        (MAP, about(), INVALID, "Unrecognized event source."),
        (
            MAP,
            source(FilterCriteria={"Filters": [{"Pattern": "none"}]}),
            INVALID,
            "Invalid filter pattern definition.",
        ),
        (
            MAP,
            source(DestinationConfig={"OnFailure": {"Destination": NO_QUEUE}}),
            INVALID,
            "Unsupported DestinationConfig parameter for given event source mapping type.",
        ),
        (
            MAP,
            unread,
            INVALID,
            "The provided execution role does not have permissions to call ReceiveMessage on SQS",
        ),
    ),
)
def test_invocations_that_lambda_refuses(world: World, row: Row) -> None:
    row.assert_refused(world)


def test_a_role_that_denies_plain_http_may_send_to_its_queue(world: World) -> None:
    plain = {"Effect": "Deny", "Action": "*", "Resource": "*"}
    denied = {**plain, "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
    own = json.loads(policy(Action="sqs:*", Resource="*"))
    own["Statement"].append(denied)

    name = world.new_function(
        Role=world.role(json.dumps(own)), DeadLetterConfig={"TargetArn": world.queue_arn()}
    )

    assert name


def test_a_second_mapping_of_a_queue_names_the_first(world: World) -> None:
    api, given = world.client("lambda"), source()(world)
    first = api.create_event_source_mapping(**given)

    _, code, message = refusal(api, "create_event_source_mapping", **given)

    assert code == "ResourceConflictException"
    assert message.startswith("An event source mapping with SQS arn")
    assert message.endswith(f"mapping with UUID {first['UUID']}")


def test_a_request_beyond_six_megabytes_is_refused(world: World) -> None:
    body = b'"' + b"a" * 6 * 1024 * 1024 + b'"'

    answer = refusal(world.client("lambda"), "invoke", FunctionName=world.function, Payload=body)

    assert answer[:2] == (413, "RequestEntityTooLargeException")
    assert answer[2].endswith("smaller than 6291456 bytes for the InvokeFunction operation")


def test_a_new_function_is_pending_in_the_answer_and_active_a_moment_later(world: World) -> None:
    api = world.client("lambda")
    given = {**world.settings, "FunctionName": fresh("pending")}

    answer = api.create_function(**given)

    assert (answer["State"], answer["StateReasonCode"]) == ("Pending", "Creating")
    later = api.get_function_configuration(FunctionName=given["FunctionName"])
    assert later["State"] == "Active"


def test_a_change_is_in_progress_in_the_answer(world: World) -> None:
    api, name = world.client("lambda"), world.new_function()

    answer = api.update_function_configuration(FunctionName=name, Timeout=5)

    assert answer["LastUpdateStatus"] == "InProgress"
    later = api.get_function_configuration(FunctionName=name)
    assert (later["LastUpdateStatus"], later["Timeout"]) == ("Successful", 5)


def test_a_deleted_alias_is_answered_with_no_content(world: World) -> None:
    api, name = world.client("lambda"), world.new_function()
    api.create_alias(FunctionName=name, Name="live", FunctionVersion="$LATEST")

    answer = api.delete_alias(FunctionName=name, Name="live")

    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 204
