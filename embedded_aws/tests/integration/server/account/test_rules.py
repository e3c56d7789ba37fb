"""Refusals of single services that no API model has: by the parameters, and by what is there."""

import json
import time
from typing import Any
from uuid import UUID

import pytest

from embedded_aws.tests.integration.server.account.refusing import (
    UNCHECKED,
    Refused,
    fresh,
    refusal,
)
from embedded_aws.tests.integration.server.conftest import EmbeddedAws

LOGS, POOLS = "InvalidParameterException", "InvalidParameterException"
UNKNOWN = "ResourceNotFoundException"
ARN = "arn:aws:sqs:eu-central-1:123456789012:none"
CLIENT = {"UserPoolId": "eu-central-1_none", "ClientName": "c"}
METRIC = {"metricName": "m", "metricNamespace": "n", "metricValue": "1"}
FILTER = {"logGroupName": "none", "filterName": "f", "filterPattern": ""}
PARAMETER = {"Name": "/p", "Value": "v", "Type": "String"}
TOPIC = "arn:aws:sns:eu-central-1:123456789012:none"
BUCKET = {
    "Bucket": "Capital",
    "CreateBucketConfiguration": {"LocationConstraint": "eu-central-1"},
}
ALARM = {
    "AlarmName": "a",
    "MetricName": "m",
    "Namespace": "n",
    "Statistic": "Sum",
    "Period": 60,
    "EvaluationPeriods": 1,
    "Threshold": 1,
    "ComparisonOperator": "GreaterThanThreshold",
}

ROWS = {
    "a retention of two days": Refused(
        "logs",
        "put_retention_policy",
        LOGS,
        "Value '2' at 'retentionInDays'",
        {"logGroupName": "g", "retentionInDays": 2},
    ),
    "streams by name and prefix": Refused(
        "logs",
        "filter_log_events",
        LOGS,
        "both",
        {"logGroupName": "g", "logStreamNames": ["s"], "logStreamNamePrefix": "s"},
    ),
    "a log event beyond a megabyte": Refused(
        "logs",
        "put_log_events",
        LOGS,
        "too large",
        {
            "logGroupName": "g",
            "logStreamName": "s",
            "logEvents": [{"timestamp": 1, "message": "a" * 1_048_576}],
        },
    ),
    "a metric's value of words": Refused(
        "logs",
        "put_metric_filter",
        LOGS,
        "neither a number nor a field",
        {**FILTER, "metricTransformations": [{**METRIC, "metricValue": "one"}]},
    ),
    "a metric filter of no group": Refused(
        "logs",
        "put_metric_filter",
        UNKNOWN,
        "log group",
        {**FILTER, "metricTransformations": [METRIC]},
    ),
    "a query that ends before it starts": Refused(
        "logs",
        "start_query",
        LOGS,
        "End time should not be less than start time",
        {"logGroupName": "g", "startTime": 2, "endTime": 1, "queryString": "fields @message"},
    ),
    "results of no query": Refused("logs", "get_query_results", UNKNOWN, "", {"queryId": "none"}),
    "flows named in two ways": Refused(
        "cognito-idp",
        "create_user_pool_client",
        POOLS,
        "Cannot use ALLOW_*",
        {**CLIENT, "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH", "USER_PASSWORD_AUTH"]},
    ),
    "a machine that signs in by browser": Refused(
        "cognito-idp",
        "create_user_pool_client",
        "InvalidOAuthFlowException",
        "can not be selected along with code flow",
        {**CLIENT, "GenerateSecret": True, "AllowedOAuthFlows": ["code", "client_credentials"]},
    ),
    "a machine without a secret": Refused(
        "cognito-idp",
        "create_user_pool_client",
        "InvalidOAuthFlowException",
        "does not have a client secret",
        {**CLIENT, "AllowedOAuthFlows": ["client_credentials"]},
    ),
    "a secret's name": Refused(
        "secretsmanager",
        "create_secret",
        "ValidationException",
        "Invalid name.",
        {"Name": "no name", "SecretString": "1"},
    ),
    "two values of a secret": Refused(
        "secretsmanager",
        "create_secret",
        "InvalidParameterException",
        "both",
        {"Name": "s", "SecretString": "1", "SecretBinary": b"1"},
    ),
    "a secret's policy": Refused(
        "secretsmanager",
        "put_resource_policy",
        "MalformedPolicyDocumentException",
        "Json",
        {"SecretId": "s", "ResourcePolicy": "none"},
    ),
    "versions of no secret": Refused(
        "secretsmanager", "list_secret_version_ids", UNKNOWN, "", {"SecretId": "none"}
    ),
    "a parameter's relative path": Refused(
        "ssm",
        "put_parameter",
        "ValidationException",
        "fully qualified",
        {**PARAMETER, "Name": "a/b"},
    ),
    "a parameter's size": Refused(
        "ssm",
        "put_parameter",
        "ValidationException",
        "Standard tier",
        {**PARAMETER, "Value": "a" * 4097},
    ),
    "a parameter's own pattern": Refused(
        "ssm",
        "put_parameter",
        "ParameterPatternMismatchException",
        "allowedPattern",
        {**PARAMETER, "AllowedPattern": "^[0-9]+$"},
    ),
    "a parameter sixteen levels deep": Refused(
        "ssm",
        "put_parameter",
        "HierarchyLevelLimitExceededException",
        "",
        {**PARAMETER, "Name": "/a" * 16},
    ),
    "a key that goes in three days": Refused(
        "kms",
        "schedule_key_deletion",
        "ValidationException",
        "",
        {"KeyId": str(UUID(int=1)), "PendingWindowInDays": 3},
    ),
    "a queue's unknown attribute": Refused(
        "sqs",
        "create_queue",
        "InvalidAttributeName",
        "Unknown Attribute Colour.",
        {"QueueName": "q", "Attributes": {"Colour": "red"}},
    ),
    "a queue's long time": Refused(
        "sqs",
        "create_queue",
        "InvalidAttributeValue",
        "VisibilityTimeout",
        {"QueueName": "q", "Attributes": {"VisibilityTimeout": "43201"}},
    ),
    "an empty message": Refused(
        "sns", "publish", "InvalidParameter", "Empty", {"TopicArn": TOPIC, "Message": ""}
    ),
    "a subject of two lines": Refused(
        "sns",
        "publish",
        "InvalidParameter",
        "Subject",
        {"TopicArn": TOPIC, "Message": "a", "Subject": "a\nb"},
    ),
    "an unknown protocol": Refused(
        "sns",
        "subscribe",
        "InvalidParameter",
        "protocol",
        {"TopicArn": TOPIC, "Protocol": "pigeon", "Endpoint": "x"},
    ),
    "an alarm's odd period": Refused(
        "cloudwatch", "put_metric_alarm", "ValidationError", "period", {**ALARM, "Period": 70}
    ),
    "an alarm of more than a day": Refused(
        "cloudwatch",
        "put_metric_alarm",
        "ValidationError",
        "more than a day",
        {**ALARM, "EvaluationPeriods": 1441},
    ),
    "an alarm's unknown operator": Refused(
        "cloudwatch",
        "put_metric_alarm",
        "ValidationError",
        "enum value set",
        {**ALARM, "ComparisonOperator": "Above"},
    ),
    "more datapoints than periods": Refused(
        "cloudwatch",
        "put_metric_alarm",
        "ValidationError",
        "DatapointsToAlarm",
        {**ALARM, "DatapointsToAlarm": 2},
    ),
    "a bucket's name": Refused("s3", "create_bucket", "InvalidBucketName", "", BUCKET),
}


@pytest.mark.parametrize("row", ROWS)
def test_what_a_service_refuses_is_refused(aws: EmbeddedAws, row: str) -> None:
    status, code, message = ROWS[row].answer(aws)

    assert (status, code) == (400, ROWS[row].code)
    assert ROWS[row].words in message


def test_a_disabled_key_encrypts_nothing(aws: EmbeddedAws) -> None:
    kms = aws.client("kms")
    key = {"KeyId": kms.create_key()["KeyMetadata"]["KeyId"]}
    kms.disable_key(**key)

    _, code, message = refusal(kms, "encrypt", **key, Plaintext=b"a")

    assert (code, message.split()[-1]) == ("DisabledException", "disabled.")


def test_a_secret_that_is_going_keeps_its_name(aws: EmbeddedAws) -> None:
    secrets, name = aws.client("secretsmanager"), fresh("going")
    secrets.create_secret(Name=name, SecretString="1")
    secrets.delete_secret(SecretId=name)

    _, code, message = refusal(secrets, "create_secret", Name=name, SecretString="2")

    assert code == "InvalidRequestException"
    assert "already scheduled for deletion" in message


def test_a_rule_has_five_targets(aws: EmbeddedAws) -> None:
    events, name = aws.client("events"), fresh("rule")
    events.put_rule(Name=name, EventPattern=json.dumps({"source": ["x"]}))
    targets = [{"Id": str(number), "Arn": ARN} for number in range(6)]

    assert refusal(events, "put_targets", Rule=name, Targets=targets[:5])[1] == ""
    assert refusal(events, "put_targets", Rule=name, Targets=targets)[1] == "LimitExceededException"


@pytest.mark.parametrize(("source", "result"), [("x", True), ("y", False)])
def test_a_pattern_is_tried_on_an_event(aws: EmbeddedAws, source: str, *, result: bool) -> None:
    event: dict[str, Any] = {"id": "1", "source": source, "detail-type": "t", "detail": {}}

    answer = aws.client("events").test_event_pattern(
        EventPattern=json.dumps({"source": ["x"]}), Event=json.dumps(event)
    )

    assert answer["Result"] is result


def test_a_query_that_has_ended_is_not_stopped(aws: EmbeddedAws) -> None:
    logs, group = aws.client("logs"), fresh("/queried/")
    logs.create_log_group(logGroupName=group)
    query = logs.start_query(
        logGroupName=group,
        startTime=0,
        endTime=int(time.time()),
        queryString="fields @message",
    )

    assert refusal(logs, "stop_query", queryId=query["queryId"])[1] == LOGS
    assert refusal(logs, "delete_metric_filter", logGroupName=group, filterName="f")[1] == UNKNOWN


def test_answers_have_the_type_of_their_protocol(aws: EmbeddedAws) -> None:
    logs, group = aws.client("logs", **UNCHECKED), fresh("/typed/")
    logs.create_log_group(logGroupName=group)

    answer = logs.filter_log_events(logGroupName=group)

    headers = answer["ResponseMetadata"]["HTTPHeaders"]
    assert headers["content-type"] == "application/x-amz-json-1.1"
