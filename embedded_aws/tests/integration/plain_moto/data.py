"""DynamoDB, Lambda, moto's own bookkeeping."""

import io
import zipfile
from typing import Any

from moto.logs.models import LogEvent
from moto.ssm.models import Parameter

from embedded_aws.tests.integration.plain_moto.asking import Client, Probe, refuses, takes


def _table(client: Client) -> Any:
    dynamodb = client("dynamodb")
    dynamodb.create_table(
        TableName="table",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    return dynamodb


def lacks_contributor_insights(client: Client) -> bool:
    return refuses(_table(client).describe_contributor_insights, TableName="table")


def restores_without_recovery(client: Client) -> bool:
    return takes(
        _table(client).restore_table_to_point_in_time,
        SourceTableName="table",
        TargetTableName="copy",
        UseLatestRestorableTime=True,
    )


def _function(client: Client, **settings: Any) -> Any:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("main.py", "def handle(event, context): pass")
    role = client("iam").create_role(RoleName="r", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    lambda_ = client("lambda")
    lambda_.create_function(
        FunctionName="f",
        Runtime="python3.13",
        Role=role,
        Handler="main.handle",
        Code={"ZipFile": buffer.getvalue()},
        **settings,
    )
    return lambda_


def drops_dead_letters(client: Client) -> bool:
    target = {"TargetArn": "arn:aws:sqs:eu-central-1:123456789012:q"}
    lambda_ = _function(client, DeadLetterConfig=target)
    configuration = lambda_.get_function_configuration(FunctionName="f")
    return bool(configuration.get("DeadLetterConfig") != target)


def keeps_the_first_event_invoke_config(client: Client) -> bool:
    lambda_ = _function(client)
    for retries in (2, 1):
        lambda_.put_function_event_invoke_config(FunctionName="f", MaximumRetryAttempts=retries)
    config = lambda_.get_function_event_invoke_config(FunctionName="f")
    return bool(config["MaximumRetryAttempts"] != 1)


def keeps_every_instance(client: Client) -> bool:
    client("ssm").put_parameter(Name="p", Value="v", Type="String")
    return bool(Parameter.instances_tracked)


def counts_log_events_from_zero(_: Client) -> bool:
    return bool(LogEvent._event_id < 1_000)


PROBES: dict[str, Probe] = {
    "patches.dynamodb.contributor_insights": lacks_contributor_insights,
    "patches.dynamodb.table_restores": restores_without_recovery,
    "patches.awslambda.settings": drops_dead_letters,
    "patches.awslambda.event_invoke_configs": keeps_the_first_event_invoke_config,
    "patches.instances": keeps_every_instance,
    "patches.logs.event_ids": counts_log_events_from_zero,
}
