"""A place's journal, and the earlier runs that it knows."""

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from tools.deploy.deployment.journal import PlaceJournal
from tools.deploy.where.environment import named
from tools.deploy.where.place import Place

KEY = "dev/deployment.json"


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """dev, with its state bucket."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    dev = named("dev").primary
    with mock_aws():
        where = {"LocationConstraint": dev.region}
        s3: Any = boto3.client("s3", region_name=dev.region)
        s3.create_bucket(Bucket=dev.state_bucket, CreateBucketConfiguration=where)
        yield dev


def journal(place: Place, *, trusting: bool = False) -> PlaceJournal:
    return PlaceJournal(place, trusting=trusting)


def has(known: PlaceJournal, inputs: str = "inputs", state: str = "state") -> bool:
    return known.has("platform", inputs, lambda: state)


def failed_run(place: Place) -> None:
    """Platform is done, and then something fails."""
    journal(place).keep("platform", "inputs", "state")


def whole_run(place: Place) -> None:
    known = journal(place)
    known.keep("platform", "inputs", "state")
    known.end()


def test_at_first_nothing_is_done(place: Place) -> None:
    assert not has(journal(place))


def test_a_run_goes_on_from_one_that_failed(place: Place) -> None:
    failed_run(place)

    assert has(journal(place))


@pytest.mark.parametrize(("inputs", "state"), [("others", "state"), ("inputs", "others")])
def test_what_has_changed_since_is_done_again(place: Place, inputs: str, state: str) -> None:
    failed_run(place)

    assert not has(journal(place), inputs, state)


def test_after_a_whole_run_everything_is_looked_at_again(place: Place) -> None:
    whole_run(place)

    assert not has(journal(place))


def test_a_run_that_failed_twice_keeps_what_the_first_did(place: Place) -> None:
    failed_run(place)
    journal(place).keep("services/parcels", "inputs", "state")

    assert has(journal(place))


def test_a_trusting_journal_believes_any_earlier_run(place: Place) -> None:
    whole_run(place)

    assert has(journal(place, trusting=True))


def test_what_an_earlier_run_did_is_not_taken_for_the_failed_ones(place: Place) -> None:
    whole_run(place)
    journal(place).keep("services/parcels", "inputs", "state")

    assert not has(journal(place))


def test_it_lies_among_what_a_pipeline_may_write(place: Place) -> None:
    failed_run(place)

    body = place.client("s3").get_object(Bucket=place.state_bucket, Key=KEY)["Body"].read()
    assert list(json.loads(body)["done"]) == ["platform"]


def test_a_broken_journal_is_an_empty_one(place: Place) -> None:
    place.client("s3").put_object(Bucket=place.state_bucket, Key=KEY, Body=b"{")

    assert not has(journal(place))


@pytest.mark.usefixtures("place")
def test_a_place_without_a_bucket_is_deployed_all_the_same() -> None:
    known = journal(named("prod").primary)

    known.keep("platform", "inputs", "state")
    known.end()

    assert not has(journal(named("prod").primary))
