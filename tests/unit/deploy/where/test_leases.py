"""Temporary environments: their values, and their end."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from tools.command import CommandError
from tools.deploy import local_stack
from tools.deploy.where.cloud import Embedded
from tools.deploy.where.environment import Environment, named
from tools.deploy.where.leases import Lease, Leases, comes_and_goes, expiry
from tools.deploy.where.place import Place

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
BUCKET = "groundplan-state"


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    with mock_aws():
        client = boto3.client("s3", region_name="us-east-1")
        client.create_bucket(Bucket=BUCKET)
        yield client


@pytest.fixture
def guest(monkeypatch: pytest.MonkeyPatch, s3: Any) -> Environment:
    """pr-42, whose values start from those of this machine's stack."""
    monkeypatch.setenv("BASE", "local")
    monkeypatch.setattr(Place, "leases", lambda _: Leases(s3, BUCKET))
    return named("pr-42")


def lease(name: str = "pr-42", expires_at: str = "2026-01-31T12:00:00Z") -> Lease:
    return Lease(name, "local", expires_at)


@pytest.mark.parametrize("name", ["pr-1", "pr-42", "pr-new-search"])
def test_a_pull_requests_environment_comes_and_goes(name: str) -> None:
    assert comes_and_goes(name)


@pytest.mark.parametrize(
    "name", ["prod", "pr-", "pr-UPPER", "pr-longer-than-names-may-be", "xpr-1"]
)
def test_any_other_stays(name: str) -> None:
    assert not comes_and_goes(name)


def test_it_has_its_bases_values_and_a_name_of_its_own(guest: Environment) -> None:
    base = named("local").values

    assert guest.values["consumers"] == base["consumers"]
    assert guest.values["name"] == "pr-42"
    assert guest.values["protect_data"] is False
    assert guest.values["domain"] is None


def test_terraform_reads_values_that_say_when_it_ends(
    guest: Environment, s3: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Leases(s3, BUCKET).keep(lease())
    monkeypatch.setattr("tools.deploy.where.place.DERIVED", tmp_path)

    read = json.loads(guest.var_file().read_text())["environment"]

    assert read["expires_at"] == "2026-01-31T12:00:00Z"
    assert read["name"] == "pr-42"


def test_its_base_decides_which_aws_it_is_in(guest: Environment) -> None:
    assert guest.cloud == Embedded("pr-42")
    assert not local_stack.is_it(guest.primary)


def test_what_others_begin_from_is_no_environment() -> None:
    with pytest.raises(CommandError, match="ENV=pr-42"):
        named("ephemeral")


def test_a_base_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BASE", "mars")

    with pytest.raises(CommandError, match="there is no environment mars"):
        named("pr-42")


def test_it_stays_three_days_unless_told() -> None:
    assert expiry(None, NOON) == "2026-02-03T12:00:00Z"


def test_a_later_deployment_changes_no_end() -> None:
    assert expiry(lease(), NOON) == "2026-01-31T12:00:00Z"


def test_hours_agree_on_another_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOURS", "5")

    assert expiry(lease(), NOON) == "2026-01-31T17:00:00Z"


@pytest.mark.parametrize("hours", ["soon", "-1", "1.5", "721"])
def test_hours_that_are_none_are_told(monkeypatch: pytest.MonkeyPatch, hours: str) -> None:
    monkeypatch.setenv("HOURS", hours)

    with pytest.raises(CommandError, match="whole hours"):
        expiry(None, NOON)


@pytest.mark.parametrize(
    ("end", "expired", "words"),
    [
        ("2026-01-31T11:30:00Z", True, "expired 0.5 h ago"),
        ("2026-01-31T12:00:00Z", True, "expired 0.0 h ago"),
        ("2026-01-31T14:00:00Z", False, "stays for 2.0 h more"),
    ],
)
def test_a_lease_tells_whether_it_is_over(end: str, expired: bool, words: str) -> None:
    agreed = lease(expires_at=end)

    assert agreed.has_expired(NOON) is expired
    assert words in agreed.line(NOON)


def test_leases_are_listed_by_their_end(s3: Any) -> None:
    leases = Leases(s3, BUCKET)
    leases.keep(lease("pr-2", "2026-02-02T00:00:00Z"))
    leases.keep(lease("pr-1", "2026-02-03T00:00:00Z"))

    assert [each.name for each in leases.all()] == ["pr-2", "pr-1"]
    assert leases.of("pr-2") == lease("pr-2", "2026-02-02T00:00:00Z")


def test_an_account_without_a_state_bucket_has_no_leases(s3: Any) -> None:
    assert Leases(s3, "groundplan-none").of("pr-1") is None


def test_an_ended_environment_leaves_no_state(s3: Any) -> None:
    leases = Leases(s3, BUCKET)
    leases.keep(lease())
    s3.put_object(Bucket=BUCKET, Key="pr-42/gateway.tfstate", Body=b'{"resources": []}')
    s3.put_object(Bucket=BUCKET, Key="pr-421/gateway.tfstate", Body=b"{}")

    leases.end("pr-42")

    left = [each["Key"] for each in s3.list_objects_v2(Bucket=BUCKET)["Contents"]]
    assert left == ["pr-421/gateway.tfstate"]


def test_an_ended_environment_leaves_no_history_of_its_states(s3: Any) -> None:
    s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    for body in (b'{"resources": [{"secret": 1}]}', b'{"resources": []}'):
        s3.put_object(Bucket=BUCKET, Key="pr-42/gateway.tfstate", Body=body)
    s3.delete_object(Bucket=BUCKET, Key="pr-42/platform.tfstate")

    Leases(s3, BUCKET).end("pr-42")

    left = s3.list_object_versions(Bucket=BUCKET)
    assert (left.get("Versions"), left.get("DeleteMarkers")) == (None, None)


def test_an_environment_that_holds_something_is_not_forgotten(s3: Any) -> None:
    leases = Leases(s3, BUCKET)
    leases.keep(lease())
    s3.put_object(Bucket=BUCKET, Key="pr-42/services/gone.tfstate", Body=b'{"resources": [{}]}')

    with pytest.raises(CommandError, match=r"services/gone\.tfstate still holds resources"):
        leases.end("pr-42")

    assert leases.of("pr-42") == lease()
