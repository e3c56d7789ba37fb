"""Clients of AWS's services."""

import botocore
from botocore.config import Config
from botocore.session import Session

from shared import aws


def test_a_transaction_has_a_token_so_that_a_repeated_call_does_nothing_twice() -> None:
    assert _token(aws.session)


def test_a_call_tells_botocores_version_and_pythons() -> None:
    client = aws.client("dynamodb", Config(region_name="eu-central-1"))

    agent = client.meta.config.user_agent

    assert agent == aws.session.user_agent()
    assert f"Botocore/{botocore.__version__} Python/3" in agent


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
