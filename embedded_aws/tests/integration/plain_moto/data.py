"""DynamoDB, Lambda, moto's own bookkeeping."""

import copy
import io
import zipfile
from typing import Any

from botocore.exceptions import ClientError
from moto.awslambda.models import lambda_backends
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


def takes_a_set_with_a_value_twice(client: Client) -> bool:
    item = {"pk": {"S": "a"}, "v": {"SS": ["a", "a"]}}
    return takes(_table(client).put_item, TableName="table", Item=item)


def keeps_units_on_demand(client: Client) -> bool:
    dynamodb = _table(client)
    units = {"ReadCapacityUnits": 5, "WriteCapacityUnits": 5}
    for change in (
        {"BillingMode": "PROVISIONED", "ProvisionedThroughput": units},
        {"BillingMode": "PAY_PER_REQUEST"},
    ):
        dynamodb.update_table(TableName="table", **change)
    table = dynamodb.describe_table(TableName="table")["Table"]
    return bool(table["ProvisionedThroughput"]["ReadCapacityUnits"])


def describes_no_size(client: Client) -> bool:
    dynamodb = _table(client)
    dynamodb.put_item(TableName="table", Item={"pk": {"S": "a"}})
    return not dynamodb.describe_table(TableName="table")["Table"]["TableSizeBytes"]


def lists_tables_by_age(client: Client) -> bool:
    dynamodb = _table(client)
    dynamodb.create_table(
        TableName="another",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    return bool(dynamodb.list_tables()["TableNames"] != ["another", "table"])


def has_a_tag_twice(client: Client) -> bool:
    dynamodb = _table(client)
    arn = dynamodb.describe_table(TableName="table")["Table"]["TableArn"]
    for value in "ab":
        dynamodb.tag_resource(ResourceArn=arn, Tags=[{"Key": "k", "Value": value}])
    return len(dynamodb.list_tags_of_resource(ResourceArn=arn)["Tags"]) > 1


def enables_expiry_twice(client: Client) -> bool:
    expiry = {"Enabled": True, "AttributeName": "expires"}
    request = {"TableName": "table", "TimeToLiveSpecification": expiry}
    dynamodb = _table(client)
    dynamodb.update_time_to_live(**request)
    return takes(dynamodb.update_time_to_live, **request)


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


def takes_reserved_variables(client: Client) -> bool:
    try:
        _function(client, Environment={"Variables": {"AWS_REGION": "x"}})
    except ClientError:
        return False
    return True


def takes_a_statement_twice(client: Client) -> bool:
    lambda_ = _function(client)
    allow = {
        "FunctionName": "f",
        "StatementId": "s",
        "Action": "lambda:InvokeFunction",
        "Principal": "apigateway.amazonaws.com",
    }
    lambda_.add_permission(**allow)
    return takes(lambda_.add_permission, **allow)


def keeps_every_instance(client: Client) -> bool:
    client("ssm").put_parameter(Name="p", Value="v", Type="String")
    return bool(Parameter.instances_tracked)


def counts_log_events_from_zero(_: Client) -> bool:
    return bool(LogEvent._event_id < 1_000)


def copies_the_logs_with_a_function(client: Client) -> bool:
    _function(client)
    function = lambda_backends["123456789012"]["eu-central-1"].get_function("f")
    return copy.deepcopy(function).logs_backend is not function.logs_backend


def stores_objects_unencrypted(client: Client) -> bool:
    s3 = client("s3")
    place = {"LocationConstraint": "eu-central-1"}
    s3.create_bucket(Bucket="things", CreateBucketConfiguration=place)
    s3.put_object(Bucket="things", Key="k", Body=b"v")
    return "ServerSideEncryption" not in s3.head_object(Bucket="things", Key="k")


def takes_two_indexes_of_a_name(client: Client) -> bool:
    index = {
        "IndexName": "same",
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
        "Projection": {"ProjectionType": "ALL"},
    }
    return takes(
        client("dynamodb").create_table,
        TableName="indexed",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
        GlobalSecondaryIndexes=[index, index],
    )


def encrypts_with_a_disabled_key(client: Client) -> bool:
    kms = client("kms")
    key = {"KeyId": kms.create_key()["KeyMetadata"]["KeyId"]}
    kms.disable_key(**key)
    return takes(kms.encrypt, **key, Plaintext=b"a")


PROBES: dict[str, Probe] = {
    "patches.dynamodb.new_tables": takes_two_indexes_of_a_name,
    "patches.kms": encrypts_with_a_disabled_key,
    "patches.awslambda.copies": copies_the_logs_with_a_function,
    "patches.s3.objects": stores_objects_unencrypted,
    "patches.dynamodb.contributor_insights": lacks_contributor_insights,
    "dynamodb.handler": takes_a_set_with_a_value_twice,
    "patches.dynamodb.table_changes": keeps_units_on_demand,
    "patches.dynamodb.table_figures": describes_no_size,
    "patches.dynamodb.table_lists": lists_tables_by_age,
    "patches.dynamodb.table_restores": restores_without_recovery,
    "patches.dynamodb.tags": has_a_tag_twice,
    "patches.dynamodb.time_to_live": enables_expiry_twice,
    "patches.awslambda.environment": takes_reserved_variables,
    "patches.awslambda.permissions": takes_a_statement_twice,
    "patches.awslambda.settings": drops_dead_letters,
    "patches.awslambda.events.event_invoke_configs": keeps_the_first_event_invoke_config,
    "patches.instances": keeps_every_instance,
    "patches.logs.event_ids": counts_log_events_from_zero,
}
