"""Broken promises planted in a table: the checker sees each, or the campaign does not begin."""

from collections.abc import Iterator
from typing import Any, cast

import boto3
import pytest
from moto import mock_aws

from embedded_aws import LocalConfig
from tests.unit.measure.test_faults import JOURNEY, TENANTS, outcome
from tools.command import CommandError
from tools.measure.faults import planted
from tools.measure.faults.checker import Verdict, stored
from tools.measure.faults.history import History, Thing
from tools.measure.faults.load import Load
from tools.measure.faults.scene import GoingOn
from tools.measure.stack import Stack


class InMoto(Stack):
    """A stack whose AWS is moto."""

    def aws(self, service: str) -> Any:
        """A client of moto."""
        return boto3.client(service, region_name="eu-central-1")  # type: ignore[call-overload]


class Clients:
    """Callers whose every creation is acknowledged and stored."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack

    def run(self, history: History, things: int, _: GoingOn) -> None:
        """Create so many things."""
        for number in range(things):
            name = f"thing-{number}"
            item = {"sk": f"PARCEL#{name}", "id": name, "tenant": "acme", "status": "placed"}
            self._stack.aws("dynamodb").put_item(
                TableName=self._stack.function("parcels"),
                Item={key: {"S": value} for key, value in item.items()},
            )
            history.add(Thing(name, "acme", 3, outcome(id=name)))


@pytest.fixture
def stack(tmp_path: Any) -> Iterator[Stack]:
    with mock_aws():
        stack = InMoto(LocalConfig(1, 2, tmp_path), {})
        stack.aws("dynamodb").create_table(
            TableName=stack.function("parcels"),
            KeySchema=[{"AttributeName": "sk", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "sk", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        yield stack


def checked(stack: Stack) -> int:
    return planted.check_the_checker(stack, JOURNEY, cast("Load", Clients(stack)), TENANTS)


def test_one_of_each_kind_is_planted_and_seen_and_taken_away(stack: Stack) -> None:
    assert checked(stack) == 4

    assert {(each["tenant"], each["status"]) for each in stored(stack, JOURNEY).values()} == {
        ("acme", "placed")
    }
    assert len(stored(stack, JOURNEY)) == planted.THINGS


@pytest.mark.parametrize("kind", planted.KINDS)
def test_a_checker_that_is_blind_for_one_kind_ends_the_campaign(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    seen = dict.fromkeys(planted.KINDS, 1) | {kind: 0}
    monkeypatch.setattr(planted, "judge", lambda *_: Verdict(**seen, sentences=()))

    with pytest.raises(CommandError, match="the checker is blind"):
        checked(stack)
