"""Clients of AWS's services."""

import botocore
import pytest
from botocore.config import Config
from botocore.session import Session
from moto import mock_aws

from shared import aws


def test_a_transaction_has_a_token_so_that_a_repeated_call_does_nothing_twice() -> None:
    assert _token(aws.session)


def test_a_call_tells_botocores_version_and_pythons() -> None:
    client = aws.client("dynamodb", Config(region_name="eu-central-1"))

    agent = client.meta.config.user_agent

    assert agent == aws.session.user_agent()
    assert f"Botocore/{botocore.__version__} Python/3" in agent


def test_a_clients_calls_end_in_time_and_are_repeated() -> None:
    client = aws.LimitedClients(aws.QUICK.merge(Config(region_name="eu-central-1"))).client("kms")

    config = client.meta.config
    assert client.meta.service_model.service_name == "kms"
    assert (config.connect_timeout, config.read_timeout) == (1, 3)
    assert config.retries["total_max_attempts"] == 4


def test_what_a_request_may_have_is_for_aws_to_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aws, "session", Session())  # moto watches the sessions after its import
    with mock_aws():
        client = aws.client("dynamodb", Config(region_name="eu-central-1"))

        assert client.list_tables(Limit=0)["TableNames"] == []


def _token(session: Session) -> str | None:
    """The idempotency token that botocore adds to a transaction."""
    client = session.create_client("dynamodb", config=Config(region_name="eu-central-1"))
    given: dict[str, str] = {}
    client.meta.events.emit(
        "before-parameter-build.dynamodb.TransactWriteItems",
        params=given,
        model=client.meta.service_model.operation_model("TransactWriteItems"),
        context={},
    )
    return given.get("ClientRequestToken")
