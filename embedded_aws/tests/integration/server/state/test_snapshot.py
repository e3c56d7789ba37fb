"""Data that survives a restart, and a damaged snapshot."""

import pickle
import shutil
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from embedded_aws.patches.cognito.client_secrets import Secret
from embedded_aws.state import pickling
from embedded_aws.state.pickling import Unpickler
from embedded_aws.state.snapshot import SnapshotError, restore
from embedded_aws.tests.integration.functions.conftest import zipped
from embedded_aws.tests.integration.server.conftest import (
    EmbeddedAws,
    eventually,
    make_client,
    prepared,
)
from embedded_aws.tests.integration.server.trust import TRUST


def fill(aws: EmbeddedAws) -> dict[str, Any]:
    """Create one of each kind of data; returns what is needed to read them again."""
    place = {"LocationConstraint": "eu-central-1"}
    aws.client("s3").create_bucket(Bucket="kept", CreateBucketConfiguration=place)
    aws.client("s3").put_object(Bucket="kept", Key="state", Body=b"x" * 100_000)
    aws.client("dynamodb").create_table(
        TableName="orders",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    aws.client("dynamodb").put_item(TableName="orders", Item={"pk": {"S": "o1"}})
    aws.client("ssm").put_parameter(Name="/local/live/orders", Value="v", Type="String")
    secret = aws.client("secretsmanager").create_secret(Name="s", SecretString="hidden")
    key = aws.client("kms").create_key(KeyUsage="GENERATE_VERIFY_MAC", KeySpec="HMAC_256")
    role = aws.client("iam").create_role(RoleName="r", AssumeRolePolicyDocument=TRUST)
    aws.client("lambda").create_function(
        FunctionName="f",
        Runtime="python3.13",
        Role=role["Role"]["Arn"],
        Handler="main.handle",
        Code={"ZipFile": zipped("def handle(event, context): return 42")},
        Publish=True,
    )
    aws.client("lambda").create_alias(FunctionName="f", Name="live", FunctionVersion="1")
    aws.client("logs").create_log_group(logGroupName="/g")
    cloudwatch = aws.client("cloudwatch")
    cloudwatch.put_metric_data(
        Namespace="Orders",
        MetricData=[{"MetricName": "Placed", "Values": [1, 2], "Counts": [5, 6]}],
    )
    cloudwatch.put_metric_alarm(
        AlarmName="many",
        Namespace="Orders",
        MetricName="Refused",
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanThreshold",
    )
    cloudwatch.put_composite_alarm(AlarmName="any", AlarmRule="ALARM(many)")
    api = aws.client("apigateway").create_rest_api(name="api")
    return {
        "client": make_client(aws),
        "secret": secret["ARN"],
        "key": key["KeyMetadata"]["KeyId"],
        "api": api["id"],
    }


def contents(aws: EmbeddedAws, known: dict[str, Any]) -> dict[str, Any]:
    client = known["client"]
    client_settings = aws.client("cognito-idp").describe_user_pool_client(
        UserPoolId=client.pool_id, ClientId=client.client_id
    )["UserPoolClient"]
    mac = aws.client("kms").generate_mac(
        KeyId=known["key"], Message=b"m", MacAlgorithm="HMAC_SHA_256"
    )
    return {
        "object": len(aws.client("s3").get_object(Bucket="kept", Key="state")["Body"].read()),
        "item": aws.client("dynamodb").get_item(TableName="orders", Key={"pk": {"S": "o1"}})[
            "Item"
        ],
        "parameter": aws.client("ssm").get_parameter(Name="/local/live/orders")["Parameter"][
            "Value"
        ],
        "secret": aws.client("secretsmanager").get_secret_value(SecretId=known["secret"])[
            "SecretString"
        ],
        "mac": mac["Mac"],
        "answer": aws.client("lambda").invoke(FunctionName="f", Qualifier="live")["Payload"].read(),
        "client secret": client_settings["ClientSecret"],
        "api": aws.client("apigateway").get_rest_api(restApiId=known["api"])["name"],
        "role": aws.client("iam").get_role(RoleName="r")["Role"]["RoleId"],
        "alarms": aws.client("cloudwatch").describe_alarm_history(
            AlarmName="many", HistoryItemType="ConfigurationUpdate"
        )["AlarmHistoryItems"],
        "metric": placed(aws),
        "groups": len(aws.client("logs").describe_log_groups()["logGroups"]),
    }


def placed(aws: EmbeddedAws) -> list[Any]:
    """The number of placed orders, and the fewest in half of all minutes."""
    named = {"Namespace": "Orders", "MetricName": "Placed"}
    stats = {"a": "Sum", "b": "p50"}
    return [
        result["Values"]
        for result in aws.client("cloudwatch").get_metric_data(
            MetricDataQueries=[
                {"Id": id_, "MetricStat": {"Metric": named, "Period": 7200, "Stat": stat}}
                for id_, stat in stats.items()
            ],
            StartTime=time.time() - 3600,
            EndTime=time.time() + 60,
        )["MetricDataResults"]
    ]


def test_a_list_that_was_read_in_part_hinders_no_snapshot(own_aws: EmbeddedAws) -> None:
    own_aws.start()
    tagging, sqs = own_aws.client("resourcegroupstaggingapi"), own_aws.client("sqs")
    for number in range(3):
        sqs.create_queue(QueueName=f"q{number}", tags={"owner": "us"})
    token = tagging.get_resources(ResourcesPerPage=1)["PaginationToken"]

    own_aws.stop()  # which asserts that the snapshot was written
    own_aws.start()

    assert len(sqs.list_queues()["QueueUrls"]) == 3
    with pytest.raises(ClientError, match="read it from its first page"):
        tagging.get_resources(ResourcesPerPage=1, PaginationToken=token)
    assert len(tagging.get_resources()["ResourceTagMappingList"]) == 3


def test_everything_is_found_again_after_a_restart(own_aws: EmbeddedAws) -> None:
    own_aws.start()
    known = fill(own_aws)
    before = contents(own_aws, known)

    own_aws.stop()
    own_aws.start()

    assert contents(own_aws, known) == before
    with pytest.raises(ClientError, match="BucketAlreadyOwnedByYou"):
        own_aws.client("s3").create_bucket(
            Bucket="kept", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
        )


def test_a_killed_server_loses_only_the_last_seconds(own_aws: EmbeddedAws) -> None:
    own_aws.start()
    own_aws.client("ssm").put_parameter(Name="/old", Value="kept", Type="String")
    changed = time.time()

    assert eventually(lambda: snapshot_is_newer(own_aws, changed), seconds=20)
    own_aws.kill()
    assert eventually(lambda: own_aws.command("status").returncode == 1)
    own_aws.start()

    assert own_aws.client("ssm").get_parameter(Name="/old")["Parameter"]["Value"] == "kept"


def snapshot_is_newer(aws: EmbeddedAws, moment: float) -> bool:
    path = aws.folder / "snapshot.pickle"
    return path.exists() and path.stat().st_mtime > moment


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The snapshot of an embedded AWS that was stopped."""
    stopped = prepared(tmp_path_factory.mktemp("stopped"))
    stopped.start()
    stopped.client("ssm").put_parameter(Name="/old", Value="kept", Type="String")
    stopped.stop()
    return stopped.folder / "snapshot.pickle"


def damaged(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


def flipped(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    whole[-100] ^= 1
    path.write_bytes(whole)


def of_another_version(path: Path) -> None:
    with path.open("rb") as file:
        marker, versions, *others = pickle.load(file)  # noqa: S301 - our own
        rest = file.read()
    path.write_bytes(pickle.dumps((marker, versions | {"moto": "1.0"}, *others)) + rest)


def of_anyone(path: Path) -> None:
    path.chmod(0o666)


def no_snapshot(path: Path) -> None:
    path.write_bytes(pickle.dumps("something else"))


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (damaged, "is damaged"),
        (flipped, "is damaged"),
        (of_another_version, "was made with moto 1.0"),
        (of_anyone, "can be written by another user"),
        (no_snapshot, "is not a snapshot"),
    ],
)
def test_an_unusable_snapshot_is_refused_and_left_alone(
    left: Path, tmp_path: Path, harm: Callable[[Path], None], sentence: str
) -> None:
    snapshot = Path(shutil.copy2(left, tmp_path))
    harm(snapshot)
    before = snapshot.read_bytes()

    with pytest.raises(SnapshotError, match=sentence):
        restore(snapshot)

    assert snapshot.read_bytes() == before


@pytest.mark.parametrize("package", ["embedded_aws", "tools.local"])
def test_objects_of_modules_that_have_moved_are_read_from_where_they_are_now(package: str) -> None:
    known = Secret("id", "value", created=1.0)
    before = pickle.dumps(known, protocol=0).replace(
        Secret.__module__.encode(), f"{package}.aws.cognito_secrets".encode()
    )

    assert Unpickler(BytesIO(before)).load() == known


@pytest.mark.parametrize("module", ["embedded_aws.aws.snapshot", "embedded_aws.state.snapshot"])
def test_keys_in_earlier_snapshots_are_read(module: str) -> None:
    before = pickle.dumps(pickling._public_key, protocol=0).replace(
        pickling.__name__.encode(), module.encode()
    )

    assert Unpickler(BytesIO(before)).load() is pickling._public_key


def test_a_start_with_an_unusable_snapshot_ends_in_a_sentence(
    own_aws: EmbeddedAws, left: Path
) -> None:
    damaged(Path(shutil.copy2(left, own_aws.folder)))

    done = own_aws.command("start")

    assert (done.returncode, "is damaged" in done.stderr) == (1, True)


def test_the_snapshot_is_its_owners_alone(left: Path) -> None:
    assert left.stat().st_mode & 0o077 == 0
