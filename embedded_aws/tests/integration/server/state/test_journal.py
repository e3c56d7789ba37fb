"""After a kill, the journal restores every change that the server had answered."""

import os
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from embedded_aws.state.journal import Journal, JournalError
from embedded_aws.tests.integration.server.conftest import EmbeddedAws, eventually, make_client

PLACE = {"LocationConstraint": "eu-central-1"}
TABLE = {
    "TableName": "orders",
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
    "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
    "BillingMode": "PAY_PER_REQUEST",
}


def killed_and_started(aws: EmbeddedAws) -> None:
    aws.kill()
    assert eventually(lambda: aws.command("status").returncode == 1)
    aws.start()


@pytest.fixture
def running(own_aws: EmbeddedAws) -> EmbeddedAws:
    own_aws.start()
    return own_aws


def test_a_killed_server_has_every_item_that_it_took(running: EmbeddedAws) -> None:
    dynamodb = running.client("dynamodb")
    dynamodb.create_table(**TABLE)
    for number in range(40):
        dynamodb.put_item(TableName="orders", Item={"pk": {"S": f"o{number}"}})
    dynamodb.update_item(
        TableName="orders",
        Key={"pk": {"S": "o1"}},
        UpdateExpression="ADD moves :n",
        ExpressionAttributeValues={":n": {"N": "2"}},
    )
    dynamodb.delete_item(TableName="orders", Key={"pk": {"S": "o2"}})

    killed_and_started(running)

    items = running.client("dynamodb").scan(TableName="orders")["Items"]
    assert len(items) == 39
    assert {"pk": {"S": "o1"}, "moves": {"N": "2"}} in items


def test_a_killed_server_has_every_object_and_its_version(running: EmbeddedAws) -> None:
    s3 = running.client("s3")
    s3.create_bucket(Bucket="states", CreateBucketConfiguration=PLACE)
    s3.put_bucket_versioning(Bucket="states", VersioningConfiguration={"Status": "Enabled"})
    versions = [
        s3.put_object(Bucket="states", Key="gateway", Body=body)["VersionId"]
        for body in (b"first", b"\x00" * 300_000)
    ]

    killed_and_started(running)

    listed = running.client("s3").list_object_versions(Bucket="states")["Versions"]
    assert [each["VersionId"] for each in reversed(listed)] == versions
    answer = running.client("s3").get_object(Bucket="states", Key="gateway")
    assert answer["Body"].read() == b"\x00" * 300_000


def test_ids_and_secrets_are_the_ones_that_were_told(running: EmbeddedAws) -> None:
    secrets = running.client("secretsmanager")
    created = secrets.create_secret(Name="s", SecretString="1")
    put = secrets.put_secret_value(SecretId="s", SecretString="2")
    client = make_client(running)
    api = running.client("apigateway").create_rest_api(name="api")["id"]
    key = running.client("kms").create_key()["KeyMetadata"]["KeyId"]

    killed_and_started(running)

    value = running.client("secretsmanager").get_secret_value(SecretId=created["ARN"])
    assert (value["SecretString"], value["VersionId"]) == ("2", put["VersionId"])
    described = running.client("cognito-idp").describe_user_pool_client(
        UserPoolId=client.pool_id, ClientId=client.client_id
    )
    assert described["UserPoolClient"]["ClientSecret"] == client.secret
    assert running.client("apigateway").get_rest_api(restApiId=api)["name"] == "api"
    assert running.client("kms").describe_key(KeyId=key)["KeyMetadata"]["KeyId"] == key


def test_what_was_refused_stays_refused(running: EmbeddedAws) -> None:
    dynamodb = running.client("dynamodb")
    dynamodb.create_table(**TABLE)
    once = {
        "TableName": "orders",
        "Item": {"pk": {"S": "o1"}},
        "ConditionExpression": "attribute_not_exists(pk)",
    }
    dynamodb.put_item(**once)
    with pytest.raises(ClientError, match="ConditionalCheckFailed"):
        dynamodb.put_item(**{**once, "Item": {"pk": {"S": "o1"}, "other": {"S": "x"}}})

    killed_and_started(running)

    [item] = running.client("dynamodb").scan(TableName="orders")["Items"]
    assert item == {"pk": {"S": "o1"}}


def test_kills_after_kills_lose_nothing(running: EmbeddedAws) -> None:
    running.client("dynamodb").create_table(**TABLE)
    for number in range(3):
        running.client("dynamodb").put_item(TableName="orders", Item={"pk": {"S": f"o{number}"}})
        killed_and_started(running)

    assert running.client("dynamodb").scan(TableName="orders")["Count"] == 3


def test_a_snapshot_begins_the_journal_anew(running: EmbeddedAws) -> None:
    running.client("ssm").put_parameter(Name="/a", Value="1", Type="String")
    assert eventually((running.folder / "snapshot.pickle").exists, seconds=20)
    running.client("ssm").put_parameter(Name="/b", Value="2", Type="String")

    killed_and_started(running)
    assert eventually(lambda: journals(running.folder) == 0, seconds=20)

    named = running.client("ssm").get_parameters(Names=["/a", "/b"])["Parameters"]
    assert sorted(each["Value"] for each in named) == ["1", "2"]


def journals(folder: Path) -> int:
    """The size of all journals together; there is one."""
    [journal] = folder.glob("journal-*")
    return journal.stat().st_size


def test_half_an_entry_is_cut_off(tmp_path: Path) -> None:
    first = Journal(tmp_path, None)
    first.append("a", 1)
    first.append("a", 2)
    first.close()
    whole = first.path.read_bytes()
    first.path.write_bytes(whole[:-3])

    again = Journal(tmp_path, None)
    before = list(again.entries())
    again.append("a", 3)
    again.close()

    assert before == [("a", 1)]
    assert list(Journal(tmp_path, None).entries()) == [("a", 1), ("a", 3)]


def test_a_journal_that_another_user_can_write_is_not_read(tmp_path: Path) -> None:
    journal = Journal(tmp_path, None)
    journal.path.chmod(0o666)

    with pytest.raises(Exception, match="can be written by another user"):
        list(journal.entries())


def test_an_entry_is_one_write_that_waits_for_no_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each answered change waits for it: some microseconds."""
    calls: list[str] = []
    write, journal = os.write, Journal(tmp_path, None)

    def counted(file: int, content: memoryview) -> int:
        calls.append("write")
        return write(file, content)

    monkeypatch.setattr(os, "write", counted)
    for name in ("fsync", "fdatasync", "sync"):
        monkeypatch.setattr(os, name, lambda *_, name=name: calls.append(name))
    journal.append("request", {"body": b"y" * 100_000})

    assert calls == ["write"]


def test_a_full_disk_leaves_the_journal_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal(tmp_path, None)
    journal.append("a", 1)
    written = journal._write

    def torn(record: bytes) -> None:
        written(record[:5])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(journal, "_write", torn)
    with pytest.raises(JournalError, match="No space left on device"):
        journal.append("a", 2)
    monkeypatch.undo()
    journal.append("a", 3)

    assert list(Journal(tmp_path, None).entries()) == [("a", 1), ("a", 3)]
