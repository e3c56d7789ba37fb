"""The gaps: operations of AWS that would be accepted here and then do nothing.

docs/local-aws-services.md lists them; it is generated from this table.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from embedded_aws.endpoint.reach import streams, web_acl_logs

type Parameters = Mapping[str, Any]
"""Of a request, or the properties of a template's resource, whose references are objects."""
type Condition = Callable[[Parameters], bool]


@dataclass(frozen=True)
class Gap:
    """Something that AWS does and the embedded AWS does not."""

    service: str
    operations: frozenset[str]
    subject: str
    instead: str
    """The way out, as a sentence without a full stop."""
    code: str
    """The error of the service for input that it cannot take."""
    applies: Condition = field(default=lambda _: True)
    types: frozenset[str] = frozenset()
    """CloudFormation's types of the same."""

    @property
    def sentence(self) -> str:
        """The refusal's message, without the hint about leniency."""
        return f"{self.subject} are out of reach of the embedded AWS: {self.instead}."


LEAVE_OUT = "leave them out of this environment"


def _gap(  # noqa: PLR0913 - the fields of a gap
    service: str,
    operations: str,
    subject: str,
    instead: str,
    code: str = "ValidationException",
    *,
    applies: Condition = lambda _: True,
    types: str = "",
) -> Gap:
    names, kinds = frozenset(operations.split(", ")), frozenset(types.split())
    return Gap(service, names, subject, instead, code, applies, kinds)


def _source(*services: str) -> Condition:
    """Whether an event source mapping reads from none of these services."""

    def elsewhere(given: Parameters) -> bool:
        arn = given.get("EventSourceArn", "")
        return isinstance(arn, str) and _service(arn) not in services

    return elsewhere


def _targets_elsewhere(given: Parameters) -> bool:
    targets = given.get("Targets")
    listed = targets if isinstance(targets, list) else []
    arns = [each.get("Arn") for each in listed if isinstance(each, dict)]
    return any(isinstance(arn, str) and _service(arn) not in TARGETS for arn in arns)


def _service(arn: str) -> str:
    return (arn.split(":") + [""] * 3)[2]


def _to_functions(given: Parameters) -> bool:
    destination = given.get("destinationArn") or given.get("DestinationArn") or ""
    return isinstance(destination, str) and _service(destination) == "lambda"


def _set(name: str) -> Condition:
    return lambda given: bool(given.get(name))


def _any_of(names: str) -> Condition:
    return lambda given: any(given.get(name) for name in names.split())


TARGETS = ("events", "lambda", "logs", "sns", "sqs")
"""Services to which EventBridge's rules send here."""

GAPS: Sequence[Gap] = (
    _gap(
        "apigatewayv2",
        "CreateApi, ImportApi, ReimportApi, CreateDomainName, CreateVpcLink",
        "HTTP and WebSocket APIs (apigatewayv2)",
        "it serves REST APIs; use aws_api_gateway_rest_api, or leave them out here",
        "BadRequestException",
        types="AWS::ApiGatewayV2::Api AWS::ApiGatewayV2::DomainName AWS::ApiGatewayV2::VpcLink",
    ),
    _gap(
        "lambda",
        "CreateFunctionUrlConfig, UpdateFunctionUrlConfig",
        "Function URLs",
        "put a REST API in front of the function",
        "InvalidParameterValueException",
        types="AWS::Lambda::Url",
    ),
    _gap(
        "lambda",
        "CreateEventSourceMapping",
        "Event sources of Lambda other than SQS queues and DynamoDB streams",
        "invoke the function, or send its events through a queue",
        "InvalidParameterValueException",
        applies=_source("sqs", "dynamodb"),
        types="AWS::Lambda::EventSourceMapping",
    ),
    _gap(
        "lambda",
        "PutProvisionedConcurrencyConfig",
        "Provisioned environments of functions",
        LEAVE_OUT,
        "InvalidParameterValueException",
    ),
    _gap(
        "events",
        "PutTargets",
        "Targets of EventBridge other than functions, queues, topics, log groups and event buses",
        "send the events to one of these",
        applies=_targets_elsewhere,
        types="AWS::Events::Rule",
    ),
    _gap(
        "events",
        "PutRule",
        "Schedules of EventBridge's rules",
        "no clock starts them here; invoke the target, or leave the rule out",
        applies=_set("ScheduleExpression"),
        types="AWS::Events::Rule",
    ),
    _gap(
        "scheduler",
        "CreateSchedule, UpdateSchedule",
        "Schedules (EventBridge Scheduler)",
        "no clock starts them here; invoke the target, or leave them out",
        types="AWS::Scheduler::Schedule",
    ),
    _gap("pipes", "CreatePipe", "Pipes (EventBridge Pipes)", LEAVE_OUT, types="AWS::Pipes::Pipe"),
    _gap(
        "states",
        "CreateStateMachine, StartExecution, StartSyncExecution, ValidateStateMachineDefinition",
        "State machines (Step Functions)",
        "nothing runs their steps here; leave them out of this environment",
        "ValidationException",
        types="AWS::StepFunctions::StateMachine AWS::StepFunctions::Activity",
    ),
    _gap(
        "cognito-idp",
        "CreateUserPool, UpdateUserPool",
        "Lambda triggers of user pools (LambdaConfig)",
        "nothing calls them here; leave them out of this environment",
        "InvalidParameterException",
        applies=_set("LambdaConfig"),
        types="AWS::Cognito::UserPool",
    ),
    _gap(
        "logs",
        "StartLiveTail",
        "Live tails of log groups",
        "ask FilterLogEvents for what is new, as `aws logs tail --follow` does",
        "InvalidParameterException",
    ),
    _gap(
        "logs",
        "PutSubscriptionFilter",
        "Subscriptions of log groups to functions",
        "read the log group, or send its lines to a Firehose stream",
        "InvalidParameterException",
        applies=_to_functions,
        types="AWS::Logs::SubscriptionFilter",
    ),
    _gap(
        "firehose",
        "CreateDeliveryStream, UpdateDestination",
        "Destinations of Firehose other than S3 and HTTP endpoints",
        "deliver to S3, or leave the stream out of this environment",
        "InvalidArgumentException",
        applies=streams.goes_elsewhere,
    ),
    _gap(
        "firehose",
        "CreateDeliveryStream",
        "Sources of Firehose other than PutRecord and subscriptions of log groups",
        "put the records into the stream",
        "InvalidArgumentException",
        applies=_any_of(
            "KinesisStreamSourceConfiguration MSKSourceConfiguration DatabaseSourceConfiguration"
        ),
    ),
    _gap(
        "firehose",
        "CreateDeliveryStream, UpdateDestination",
        "Processors of Firehose other than Decompression, CloudWatchLogProcessing and "
        "AppendDelimiterToRecord, dynamic partitioning, backups of records, other formats than "
        "JSON by OpenX to Parquet, and other compressions than GZIP",
        LEAVE_OUT,
        "InvalidArgumentException",
        applies=streams.is_beyond,
    ),
    _gap(
        "wafv2",
        "PutLoggingConfiguration",
        "Logs of web ACLs to other places than log groups and Firehose, and filters of them",
        "log to a group or Firehose stream whose name begins with aws-waf-logs-, without a filter",
        "WAFInvalidParameterException",
        applies=web_acl_logs.is_beyond,
        types="AWS::WAFv2::LoggingConfiguration",
    ),
    _gap(
        "dynamodb",
        "CreateTable, UpdateTable",
        "Replicas, vector indexes and resource policies given with a DynamoDB table",
        "make the table without them in this environment; PutResourcePolicy stores a policy",
        applies=_any_of(
            "ReplicaUpdates MultiRegionConsistency GlobalTableWitnessUpdates GlobalTableSourceArn "
            "GlobalTableSettingsReplicationMode VectorIndexes VectorIndexUpdates ResourcePolicy"
        ),
    ),
    _gap(
        "aoss",
        "CreateCollection",
        "Collections of OpenSearch Serverless",
        "leave them out of this environment; Athena reads the same lines",
        types="AWS::OpenSearchServerless::Collection",
    ),
    _gap(
        "osis",
        "CreatePipeline",
        "Pipelines of OpenSearch Ingestion",
        LEAVE_OUT,
        types="AWS::OSIS::Pipeline",
    ),
    _gap(
        "appsync",
        "CreateGraphqlApi",
        "GraphQL APIs (AppSync)",
        LEAVE_OUT,
        "BadRequestException",
        types="AWS::AppSync::GraphQLApi",
    ),
)
