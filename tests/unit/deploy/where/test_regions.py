"""An environment in two regions: its values, the differences of its regions, and their order."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from shared.product import NAME
from tools.command import CommandError
from tools.deploy.__main__ import main
from tools.deploy.commands import deployments
from tools.deploy.commands.deployments import in_each
from tools.deploy.terraform.root import Root
from tools.deploy.terraform.variables import client_ids, platform_of
from tools.deploy.where.environment import Environment, named
from tools.deploy.where.place import Place, Replica

VALUES = """
environment = {
  name               = "two"
  region             = "eu-central-1"
  account_ids        = ["123456789012"]
  github_repository  = "acme/shop"
  log_retention_days = 7
  second_region      = { region = "eu-west-1", certificate_arn = "arn:two" }
  consumers          = {}
}
"""
PLATFORM = {
    "user_pool_id": "eu-central-1_pool",
    "issuer": "https://issuer",
    "jwks_url": "https://keys",
    "token_url": "https://token",
    "cursor_key_arn": "arn:aws:kms:eu-central-1:123456789012:key/mrk",
}


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Environment:
    """An environment with a second region."""
    (tmp_path / "two.tfvars").write_text(VALUES)
    monkeypatch.setattr("tools.deploy.where.environment.VALUES", tmp_path)
    monkeypatch.setattr("tools.deploy.where.place.DERIVED", tmp_path / "derived")
    monkeypatch.delenv("REGION", raising=False)
    return named("two")


@pytest.fixture
def ssm(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Parameter Store of the primary region."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    with mock_aws():
        yield boto3.client("ssm", region_name="eu-central-1")


def test_the_primary_region_is_deployed_first(two: Environment) -> None:
    assert [each.region for each in two.places] == ["eu-central-1", "eu-west-1"]
    assert isinstance(two.places[1], Replica)
    assert two.places[1].primary == two.primary


def test_an_environment_has_one_region_unless_told() -> None:
    local = named("local")

    assert local.places == [local.primary]


@pytest.mark.usefixtures("two")
def test_what_comes_and_goes_has_one_region() -> None:
    assert len(named("pr-1", base="two").places) == 1


def test_the_primary_region_reads_its_values_as_they_are(two: Environment) -> None:
    read = json.loads(two.primary.var_file().read_text())["environment"]

    assert read == two.values
    assert {**read, "consumers": {}} == {**two.written, "consumers": {}}


def test_the_second_region_has_the_same_values_in_its_place(two: Environment) -> None:
    second = two.place_in("eu-west-1")

    read = json.loads(second.var_file().read_text())["environment"]

    assert read == {
        **two.values,
        "region": "eu-west-1",
        "primary_region": "eu-central-1",
        "github_repository": None,
    }


def test_regions_share_no_state_and_no_folder(two: Environment) -> None:
    first, second, root = *two.places, Root("services/authorizer")

    assert first.state_bucket == f"{NAME}-state-123456789012-eu-central-1"
    assert second.state_bucket == f"{NAME}-state-123456789012-eu-west-1"
    assert root.data_folder(first).parts[-3:] == ("two", "services", "authorizer")
    assert root.data_folder(second).parts[-3:] == ("two-eu-west-1", "services", "authorizer")
    assert second.cloud.variables(second.region) == {"AWS_REGION": "eu-west-1"}


def test_a_region_that_the_environment_lacks_is_told(two: Environment) -> None:
    with pytest.raises(
        CommandError, match="two is in eu-central-1 and eu-west-1, not in us-east-1"
    ):
        two.place_in("us-east-1")


def test_a_region_that_fails_leaves_the_next_as_it_is(two: Environment) -> None:
    worked, said = list[str](), list[str]()

    def work(place: Place) -> None:
        worked.append(place.region)
        raise CommandError("authorizer was rolled back")

    with pytest.raises(CommandError, match="rolled back\ntwo in eu-west-1 was left as it is"):
        in_each(two.places, work, said.append)

    assert worked == ["eu-central-1"]
    assert said == ["two in eu-central-1"]


def test_the_last_region_that_fails_speaks_for_itself(two: Environment) -> None:
    def work(place: Place) -> None:
        if isinstance(place, Replica):
            raise CommandError("no credentials")

    with pytest.raises(CommandError, match=r"^no credentials$"):
        in_each(two.places, work, lambda _: None)


@pytest.mark.parametrize(
    ("arguments", "places"),
    [
        (["deploy"], ["eu-central-1", "eu-west-1"]),
        (["--region", "eu-central-1", "deploy"], ["eu-central-1"]),
        (["--region", "eu-west-1", "deploy", "authorizer"], ["eu-west-1"]),
        (["destroy", "--yes"], ["eu-west-1", "eu-central-1"]),
        (["--region", "eu-west-1", "destroy", "--yes"], ["eu-west-1"]),
    ],
)
def test_a_change_goes_to_the_regions_in_their_order(
    two: Environment, monkeypatch: pytest.MonkeyPatch, arguments: list[str], places: list[str]
) -> None:
    worked = list[str]()
    for name in ("_deploy_in", "_destroy_in"):
        monkeypatch.setattr(deployments, name, lambda place, _: worked.append(place.region))

    assert main(["--env", two.name, *arguments]) == 0

    assert worked == places


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["rollback", "authorizer"],
            "say which goes back: REGION=eu-central-1 and REGION=eu-west-1",
        ),
        (
            ["--region", "eu-west-1", "restore", "authorizer", "--at", "2026-01-31T12:00:00Z"],
            "tables are the primary region's",
        ),
        (["--region", "mars", "deploy"], "two is in eu-central-1 and eu-west-1, not in mars"),
    ],
)
def test_what_would_go_to_the_wrong_region_is_refused(
    two: Environment, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    assert main(["--env", two.name, *arguments]) == 1

    assert sentence in capsys.readouterr().err


def test_the_second_region_gets_what_the_primary_has_for_both(two: Environment, ssm: Any) -> None:
    value = json.dumps({**PLATFORM, "artifact_bucket": "the primary's alone"})
    ssm.put_parameter(Name="/two/platform", Value=value, Type="String")

    assert platform_of(two.primary) == PLATFORM


@pytest.mark.usefixtures("ssm")
def test_a_primary_that_is_not_there_yet_is_told(two: Environment) -> None:
    with pytest.raises(CommandError, match="run `make deploy ENV=two`, which deploys both"):
        platform_of(two.primary)


def test_app_clients_are_read_by_their_consumers_names(two: Environment, ssm: Any) -> None:
    value = json.dumps({"name": "acme", "tenant": "acme"})
    ssm.put_parameter(Name="/two/consumers/client0123456789", Value=value, Type="String")

    assert client_ids(two.primary) == {"acme": "client0123456789"}
