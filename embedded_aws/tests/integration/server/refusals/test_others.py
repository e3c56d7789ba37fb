"""Refusals of further services, in their own words.

EventBridge, KMS, Secrets Manager, Systems Manager, CloudWatch Logs, DynamoDB, Route 53 and
Application Auto Scaling.

Their API references; turbot/steampipe-plugin-aws#2758; answers recorded on AWS.
"""

import json
import time
import uuid
from typing import Any

import pytest

from embedded_aws.tests.integration.server.account.refusing import fresh, refusal
from embedded_aws.tests.integration.server.refusals.world import (
    ACCOUNT,
    Row,
    World,
    arn,
    policy,
    rows,
)

CODE, PATTERN = "ValidationException", "InvalidEventPatternException"
QUEUE = arn("sqs", "x")


def rule(pattern: Any) -> dict[str, Any]:
    text = pattern if isinstance(pattern, str) else json.dumps(pattern)
    return {"Name": fresh("rule"), "EventPattern": text}


def scheduled(expression: str) -> dict[str, Any]:
    return {"Name": fresh("rule"), "ScheduleExpression": expression}


def target(**more: Any) -> Any:
    return lambda world: {
        "Rule": world.rule(),
        "Targets": [{"Id": "t", "Arn": QUEUE, **more}],
    }


BIG = [{"Source": "a", "DetailType": "b", "Detail": json.dumps({"a": "x" * 1_050_000})}]
TEMPLATE = {"InputPathsMap": {}, "InputTemplate": '"<none>"'}


@pytest.mark.parametrize(
    "row",
    rows(
        "events",
        ("put_rule", rule({"source": "a"}), PATTERN, 'Reason: "source" must be an object or an a'),
        ("put_rule", rule({"source": []}), PATTERN, "Reason: Empty arrays are not allowed"),
        ("put_rule", rule({"a": [{"EXISTS": True}]}), PATTERN, "Unrecognized match type EXISTS"),
        (
            "put_rule",
            rule({"a": [{"prefix": 1}]}),
            PATTERN,
            "prefix match pattern must be a string",
        ),
        ("put_rule", rule('["a"]'), PATTERN, "Reason: Filter is not an object"),
        ("put_rule", rule("none"), PATTERN, "Event pattern is not valid. Reason: "),
        ("put_rule", {"Name": "r"}, CODE, "EventPattern or ScheduleExpression must be specified."),
        ("put_rule", scheduled("rate(1 minutes)"), CODE, "Parameter ScheduleExpression is not val"),
        ("put_rule", scheduled("cron(0 12 * * *)"), CODE, "Parameter ScheduleExpression is not va"),
        ("put_rule", scheduled("cron(0 12 * * * *)"), CODE, "Parameter ScheduleExpression is not"),
        (
            "put_rule",
            {**scheduled("rate(5 minutes)"), "EventBusName": "ours"},
            CODE,
            "ScheduleExpression is supported only on the default event bus.",
        ),
        ("put_events", {"Entries": BIG}, CODE, "Total size of the entries in the request is over"),
        ("put_targets", target(Arn="none"), CODE, "Provided Arn is not in correct format."),
        (
            "put_targets",
            target(Input="{}", InputPath="$.a"),
            CODE,
            "Only one of Input, InputPath, or InputTransformer must be provided for target t.",
        ),
        ("put_targets", target(Input="none"), CODE, "JSON syntax error in input for target t"),
        (
            "put_targets",
            target(InputTransformer=TEMPLATE),
            CODE,
            "InputTemplate for target t contains invalid placeholder none.",
        ),
    ),
)
def test_what_eventbridge_refuses(world: World, row: Row) -> None:
    row.assert_refused(world)


def test_an_event_of_awss_own_source_is_not_taken_beside_one_that_is(world: World) -> None:
    entry = {"DetailType": "d", "Detail": "{}"}
    sources = [{**entry, "Source": each} for each in ("aws.ec2", "shop")]

    answer = world.client("events").put_events(Entries=sources)

    assert answer["FailedEntryCount"] == 1
    assert answer["Entries"][0]["ErrorCode"] == "NotAuthorizedForSourceException"
    assert "EventId" in answer["Entries"][1]


LOCKED_OUT = policy(Action="kms:Decrypt", Resource="*", Principal={"AWS": ACCOUNT})
SIGNING = {"KeyUsage": "SIGN_VERIFY", "KeySpec": "RSA_2048"}
TWICE = [{"TagKey": "a", "TagValue": "b"}] * 2
MALFORMED = "MalformedPolicyDocumentException"


def of_key(settings: dict[str, Any] | None = None, **more: Any) -> Any:
    return lambda world: {"KeyId": world.key(**(settings or {})), **more}


def going(world: World) -> dict[str, Any]:
    given = of_key()(world)
    world.client("kms").schedule_key_deletion(**given)
    return dict(given)


@pytest.mark.parametrize(
    "row",
    rows(
        "kms",
        (
            "create_alias",
            {"AliasName": "none", "TargetKeyId": "x"},
            CODE,
            'Alias must start with the prefix "alias/".',
        ),
        (
            "encrypt",
            of_key(SIGNING, Plaintext=b"a"),
            "InvalidKeyUsageException",
            "key usage is SIGN_VERIFY which is not valid for Encrypt.",
        ),
        (
            "sign",
            of_key(
                SIGNING, Message=b"a", MessageType="DIGEST", SigningAlgorithm="RSASSA_PSS_SHA_256"
            ),
            CODE,
            "Digest is invalid length for algorithm RSASSA_PSS_SHA_256.",
        ),
        (
            "describe_key",
            {"KeyId": "fake-key-id"},
            "NotFoundException",
            "Invalid keyId 'fake-key-id'",
        ),
        ("create_key", {"KeySpec": "HMAC_256"}, CODE, "You must specify a KeyUsage value for all"),
        ("create_key", {"Policy": "none"}, MALFORMED, "JSON"),
        ("create_key", {"Policy": LOCKED_OUT}, MALFORMED, "will not allow you to update the key"),
        ("tag_resource", of_key(Tags=TWICE), "TagException", "Duplicate tag keys"),
        ("schedule_key_deletion", going, "KMSInvalidStateException", "is pending deletion."),
    ),
)
def test_what_kms_refuses(world: World, row: Row) -> None:
    row.assert_refused(world)


def secret(world: World, **more: Any) -> dict[str, Any]:
    name, token = fresh("secret"), str(uuid.uuid4())
    world.client("secretsmanager").create_secret(
        Name=name, SecretString="a", ClientRequestToken=token
    )
    return {"SecretId": name, **more}


def deleted(world: World, **more: Any) -> dict[str, Any]:
    given = secret(world)
    world.client("secretsmanager").delete_secret(**given)
    return {**given, **more}


def rotated(world: World, **more: Any) -> dict[str, Any]:
    return secret(world, ClientRequestToken=str(uuid.uuid4()), **more)


GONE = "You can't perform this operation on the secret because it was marked for deletion."
NO_FUNCTION = arn("lambda", "function:none")


@pytest.mark.parametrize(
    "row",
    rows(
        "secretsmanager",
        ("get_secret_value", deleted, "InvalidRequestException", GONE),
        (
            "tag_resource",
            lambda world: deleted(world, Tags=[{"Key": "a", "Value": "b"}]),
            "InvalidRequestException",
            GONE,
        ),
        (
            "get_secret_value",
            lambda world: secret(world, VersionStage="AWSPREVIOUS"),
            "ResourceNotFoundException",
            "can't find the specified secret value for staging label: AWSPREVIOUS",
        ),
        (
            "delete_secret",
            lambda world: secret(world, RecoveryWindowInDays=7, ForceDeleteWithoutRecovery=True),
            "InvalidParameterException",
            "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
        ),
        (
            "rotate_secret",
            rotated,
            "InvalidRequestException",
            "No Lambda rotation function ARN is associated with this secret.",
        ),
        (
            "rotate_secret",
            lambda world: rotated(world, RotationLambdaARN=NO_FUNCTION),
            "AccessDeniedException",
            "Secrets Manager cannot invoke the specified Lambda function.",
        ),
    ),
)
def test_what_secrets_manager_refuses(world: World, row: Row) -> None:
    row.assert_refused(world)


def advanced(world: World) -> dict[str, Any]:
    given = {"Name": f"/{fresh('advanced')}", "Value": "a", "Type": "String"}
    world.client("ssm").put_parameter(**given, Tier="Advanced")
    return {**given, "Tier": "Standard", "Overwrite": True}


SECURE = {"Name": "/refused", "Value": "a", "Type": "SecureString", "KeyId": "alias/none"}


@pytest.mark.parametrize(
    "row",
    rows(
        "ssm",
        ("put_parameter", advanced, CODE, "You can't downgrade a parameter from the advanced"),
        ("put_parameter", SECURE, "InvalidKeyId", "Invalid keyId alias/none"),
    ),
)
def test_what_systems_manager_refuses(world: World, row: Row) -> None:
    row.assert_refused(world)


RARE = {"logGroupClass": "INFREQUENT_ACCESS"}
METRIC = [{"metricName": "m", "metricNamespace": "n", "metricValue": "1"}]
STANDARD_ONLY = "This operation is only supported on the Standard log class."
NO_KEY = arn("kms", "key/00000000-0000-0000-0000-000000000000")
INVALID = "InvalidParameterException"


def lines(*ages_seconds: int) -> Any:
    def given(world: World) -> dict[str, Any]:
        named = {"logGroupName": world.group(), "logStreamName": "s"}
        world.client("logs").create_log_stream(**named)
        now = int(time.time())
        events = [{"timestamp": (now - age) * 1000, "message": "a"} for age in ages_seconds]
        return {**named, "logEvents": events}

    return given


@pytest.mark.parametrize(
    "row",
    rows(
        "logs",
        (
            "put_metric_filter",
            lambda world: {
                "logGroupName": world.group(**RARE),
                "filterName": "f",
                "filterPattern": "",
                "metricTransformations": METRIC,
            },
            CODE,
            STANDARD_ONLY,
        ),
        (
            "filter_log_events",
            lambda world: {"logGroupName": world.group(**RARE)},
            "InvalidOperationException",
            STANDARD_ONLY,
        ),
        ("put_log_events", lines(0, 1), INVALID, "must be in chronological order."),
        ("put_log_events", lines(90_000, 0), INVALID, "cannot span more than 24 hours."),
        (
            "create_log_group",
            {"logGroupName": "/refused", "kmsKeyId": NO_KEY},
            INVALID,
            "The specified KMS key does not exist or is not allowed to be used with LogGroup",
        ),
        (
            "put_resource_policy",
            {"policyName": "p", "policyDocument": "none"},
            INVALID,
            "policyDocument",
        ),
        (
            "put_subscription_filter",
            lambda world: {
                "logGroupName": world.group(),
                "filterName": "f",
                "filterPattern": "",
                "destinationArn": arn("kinesis", "stream/s"),
            },
            INVALID,
            "destinationArn for vendor kinesis cannot be used without roleArn",
        ),
    ),
)
def test_what_cloudwatch_logs_refuses(world: World, row: Row) -> None:
    row.assert_refused(world)


@pytest.mark.parametrize(("settings", "class_"), [(RARE, "INFREQUENT_ACCESS"), ({}, "STANDARD")])
def test_a_log_group_keeps_its_class(world: World, settings: dict[str, str], class_: str) -> None:
    name = world.group(**settings)

    (group,) = world.client("logs").describe_log_groups(logGroupNamePrefix=name)["logGroups"]

    assert group["logGroupClass"] == class_


KEYS = {
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
    "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
    "BillingMode": "PAY_PER_REQUEST",
}
UNITS = {"ReadCapacityUnits": 1, "WriteCapacityUnits": 1}


def protected(world: World) -> dict[str, Any]:
    name = {"TableName": fresh("protected")}
    world.client("dynamodb").create_table(**name, **KEYS, DeletionProtectionEnabled=True)
    return name


@pytest.mark.parametrize(
    "row",
    rows(
        "dynamodb",
        (
            "delete_table",
            protected,
            CODE,
            "Resource cannot be deleted as it is currently protected",
        ),
        (
            "create_table",
            {**KEYS, "TableName": "refused", "ProvisionedThroughput": UNITS},
            CODE,
            "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is",
        ),
        (
            "create_table",
            {**KEYS, "TableName": "refused", "StreamSpecification": {"StreamEnabled": True}},
            CODE,
            "StreamViewType",
        ),
    ),
)
def test_what_dynamodb_refuses_of_tables(world: World, row: Row) -> None:
    row.assert_refused(world)


def web_acl(world: World) -> dict[str, Any]:
    visibility = {
        "SampledRequestsEnabled": False,
        "CloudWatchMetricsEnabled": False,
        "MetricName": "m",
    }
    given = {
        "Name": fresh("acl"),
        "Scope": "REGIONAL",
        "DefaultAction": {"Allow": {}},
        "Rules": [],
        "VisibilityConfig": visibility,
    }
    world.client("wafv2").create_web_acl(**given)
    return given


def test_a_web_acl_has_its_name_alone(world: World) -> None:
    given = web_acl(world)

    _, code, message = refusal(world.client("wafv2"), "create_web_acl", **given)

    assert code == "WAFDuplicateItemException"
    assert message.endswith("is a duplicate of an existing one.")


CAPACITY = {
    "ServiceNamespace": "dynamodb",
    "ResourceId": "table/none",
    "ScalableDimension": "dynamodb:table:ReadCapacityUnits",
}


@pytest.mark.parametrize(
    "row",
    rows(
        "application-autoscaling",
        (
            "register_scalable_target",
            {**CAPACITY, "MinCapacity": 5, "MaxCapacity": 1},
            CODE,
            "Maximum capacity cannot be less than minimum capacity",
        ),
        (
            "put_scaling_policy",
            {**CAPACITY, "PolicyName": "p", "PolicyType": "TargetTrackingScaling"},
            "ObjectNotFoundException",
            "No scalable target registered for service namespace: dynamodb, resource ID: table/no",
        ),
    ),
)
def test_what_auto_scaling_refuses(world: World, row: Row) -> None:
    row.assert_refused(world)


def record(world: World, action: str, name: str) -> dict[str, Any]:
    zone = world.client("route53").create_hosted_zone(
        Name="shop.example", CallerReference=fresh("zone")
    )
    set_ = {"Name": name, "Type": "A", "TTL": 60, "ResourceRecords": [{"Value": "192.0.2.1"}]}
    changes = [{"Action": action, "ResourceRecordSet": set_}]
    return {"HostedZoneId": zone["HostedZone"]["Id"], "ChangeBatch": {"Changes": changes}}


@pytest.mark.parametrize(
    ("action", "name", "words"),
    [
        ("CREATE", "www.other.example", "[RRSet with DNS name www.other.example. is not permitted"),
        ("DELETE", "www.shop.example", "type='A'] but it was not found]"),
    ],
)
def test_records_that_route_53_refuses(world: World, action: str, name: str, words: str) -> None:
    route53 = world.client("route53")

    given = record(world, action, name)

    _, code, message = refusal(route53, "change_resource_record_sets", **given)
    assert code == "InvalidChangeBatch"
    assert words in message
