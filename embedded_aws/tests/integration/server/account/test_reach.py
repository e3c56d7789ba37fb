"""Refusals by name of resources that are out of reach, and their acceptance with a warning."""

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from embedded_aws.tests.integration.functions.conftest import zipped
from embedded_aws.tests.integration.server.conftest import EmbeddedAws, prepared

ROLE = "arn:aws:iam::123456789012:role/reach"
ARN = "arn:aws:lambda:eu-central-1:123456789012:function:any"
TEMPLATE = """
Resources:
  Bucket: {Type: AWS::S3::Bucket}
  Fleet: {Type: AWS::GameLift::Fleet}
  Pool: {Type: AWS::Cognito::IdentityPool}
"""
STATE_MACHINE = """
Resources:
  Flow:
    Type: AWS::StepFunctions::StateMachine
    Properties: {RoleArn: !Sub "${AWS::AccountId}", DefinitionString: "{}"}
"""


def function(aws: EmbeddedAws, **changed: Any) -> Any:
    given: dict[str, Any] = {
        "FunctionName": "reach",
        "Runtime": "nodejs22.x",
        "Role": ROLE,
        "Handler": "index.handler",
        "Code": {"ZipFile": zipped("")},
    }
    return aws.client("lambda").create_function(**{**given, **changed})


SCHEDULED = """
Resources:
  Nightly:
    Type: AWS::Events::Rule
    Properties: {ScheduleExpression: rate(1 day), State: ENABLED}
"""


CASES: dict[str, tuple[Callable[[EmbeddedAws], Any], str, str]] = {
    "HTTP API": (
        lambda aws: aws.client("apigatewayv2").create_api(Name="a", ProtocolType="HTTP"),
        "BadRequestException",
        "use aws_api_gateway_rest_api",
    ),
    "runtime": (
        function,
        "InvalidParameterValueException",
        "reach asks for nodejs22.x; the embedded AWS runs Python functions only",
    ),
    "image": (
        lambda aws: aws.client("lambda").create_function(
            FunctionName="i", Role=ROLE, PackageType="Image", Code={"ImageUri": "x"}
        ),
        "InvalidParameterValueException",
        "i asks for a container image",
    ),
    "live tail": (
        lambda aws: aws.client("logs", inject_host_prefix=False).start_live_tail(
            logGroupIdentifiers=["arn:aws:logs:eu-central-1:123456789012:log-group:any"]
        ),
        "InvalidParameterException",
        "ask FilterLogEvents for what is new",
    ),
    "function URL": (
        lambda aws: aws.client("lambda").create_function_url_config(
            FunctionName="any", AuthType="NONE"
        ),
        "InvalidParameterValueException",
        "put a REST API in front",
    ),
    "Kinesis source": (
        lambda aws: aws.client("lambda").create_event_source_mapping(
            FunctionName="any", EventSourceArn="arn:aws:kinesis:eu-central-1:123456789012:stream/s"
        ),
        "InvalidParameterValueException",
        "other than SQS queues and DynamoDB streams",
    ),
    "collection to search": (
        lambda aws: aws.client("opensearchserverless").create_collection(name="logs"),
        "ValidationException",
        "OpenSearch Serverless",
    ),
    "pipeline to a collection": (
        lambda aws: aws.client("osis").create_pipeline(
            PipelineName="logs", MinUnits=1, MaxUnits=1, PipelineConfigurationBody="version: 2"
        ),
        "ValidationException",
        "OpenSearch Ingestion",
    ),
    "state machine": (
        lambda aws: aws.client("stepfunctions").create_state_machine(
            name="flow", definition="{}", roleArn=ROLE
        ),
        "ValidationException",
        "Step Functions",
    ),
    "state machine before it is made": (
        lambda aws: aws.client("stepfunctions").validate_state_machine_definition(definition="{}"),
        "ValidationException",
        "Step Functions",
    ),
    "schedule": (
        lambda aws: aws.client("events").put_rule(Name="r", ScheduleExpression="rate(1 minute)"),
        "ValidationException",
        "no clock starts them here",
    ),
    "target": (
        lambda aws: aws.client("events").put_targets(
            Rule="r",
            Targets=[{"Id": "1", "Arn": "arn:aws:states:eu-central-1:1:stateMachine:f"}],
        ),
        "ValidationException",
        "other than functions, queues",
    ),
    "trigger": (
        lambda aws: aws.client("cognito-idp").create_user_pool(
            PoolName="p", LambdaConfig={"PreSignUp": ARN}
        ),
        "InvalidParameterException",
        "LambdaConfig",
    ),
    "stack": (
        lambda aws: aws.client("cloudformation").create_stack(
            StackName="fleet", TemplateBody=TEMPLATE
        ),
        "ValidationError",
        "Unrecognized resource types: [AWS::Cognito::IdentityPool, AWS::GameLift::Fleet]",
    ),
    "stack of a state machine": (
        lambda aws: aws.client("cloudformation").create_stack(
            StackName="flow", TemplateBody=STATE_MACHINE
        ),
        "ValidationError",
        "Flow: State machines (Step Functions) are out of reach",
    ),
    "stack of a schedule": (
        lambda aws: aws.client("cloudformation").create_stack(
            StackName="nightly", TemplateBody=SCHEDULED
        ),
        "ValidationError",
        "Nightly: Schedules of EventBridge's rules",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_it_is_refused_by_name_with_what_to_do(aws: EmbeddedAws, case: str) -> None:
    make, code, words = CASES[case]

    with pytest.raises(ClientError) as refused:
        make(aws)

    error = refused.value.response["Error"]
    assert error["Code"] == code
    assert words in error["Message"]
    assert "EMBEDDED_AWS_LENIENT=1" in error["Message"]


def test_a_stack_of_what_is_served_is_made(aws: EmbeddedAws) -> None:
    cloudformation = aws.client("cloudformation")

    cloudformation.create_stack(
        StackName="bucket", TemplateBody="Resources: {Topic: {Type: AWS::SNS::Topic}}"
    )

    [stack] = cloudformation.describe_stacks(StackName="bucket")["Stacks"]
    assert stack["StackStatus"] == "CREATE_COMPLETE"


ITEMS = """
Resources:
  Items:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: {mode}
      AttributeDefinitions: [{{AttributeName: id, AttributeType: S}}]
      KeySchema: [{{AttributeName: id, KeyType: HASH}}]
"""
READERS = """
  Readers:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Action: "dynamodb:GetItem", Resource: "*"}]
"""


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (
            ITEMS.format(mode="PROVISIONED") + READERS,
            "Items: the embedded AWS does not change resources of the type AWS::DynamoDB::Table",
        ),
        (
            ITEMS.format(mode="PAY_PER_REQUEST"),
            "Readers: the embedded AWS does not remove resources of the type "
            "AWS::IAM::ManagedPolicy",
        ),
    ],
)
def test_a_stack_is_not_changed_where_the_change_would_be_passed_over(
    aws: EmbeddedAws, after: str, words: str
) -> None:
    cloudformation = aws.client("cloudformation")
    before = ITEMS.format(mode="PAY_PER_REQUEST") + READERS
    name = f"items-{uuid.uuid4().hex[:8]}"
    cloudformation.create_stack(StackName=name, TemplateBody=before)

    with pytest.raises(ClientError) as refused:
        cloudformation.update_stack(StackName=name, TemplateBody=after)

    cloudformation.delete_stack(StackName=name)
    assert words in refused.value.response["Error"]["Message"]


@pytest.fixture
def lenient(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[EmbeddedAws]:
    monkeypatch.setenv("EMBEDDED_AWS_LENIENT", "1")
    mine = prepared(tmp_path)
    mine.start()
    yield mine
    mine.stop()


def test_a_lenient_one_accepts_it_and_says_so(lenient: EmbeddedAws) -> None:
    api = lenient.client("apigatewayv2").create_api(Name="a", ProtocolType="HTTP")

    status = lenient.command("status").stdout
    log = (lenient.folder / "aws.log").read_text()

    assert api["ApiId"]
    sentence = "Accepted, but nothing here does it: HTTP and WebSocket APIs (apigatewayv2)"
    assert sentence in status
    assert sentence in log
