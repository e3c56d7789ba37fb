"""Clients of AWS's services without the handlers of others."""

from pathlib import Path

import botocore
import pytest
from botocore.config import Config
from botocore.handlers import BUILTIN_HANDLERS
from botocore.session import Session

from shared import aws
from shared.aws import ELSEWHERE, is_needed
from tools.build.packages.code import ROOT, aws_services, own_modules

SERVICES = sorted(path.parent.name for path in Path(ROOT, "services").glob("*/main.py"))


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_that_is_called_keeps_its_handlers(service: str) -> None:
    assert not aws_services(own_modules(service)) & ELSEWHERE


def test_only_documentation_and_services_elsewhere_are_left_out() -> None:
    left_out = {event for event, *_ in BUILTIN_HANDLERS if not is_needed(event)}
    of_all = {event for event in left_out if event.count(".") == 0}

    assert not of_all
    assert {event.split(".")[0] for event in left_out if not ELSEWHERE & {*event.split(".")}} == {
        "docs"
    }
    assert len(left_out) > 80


@pytest.mark.parametrize(
    "event", ["before-call", "before-parameter-build", "request-created", "before-call.apigateway"]
)
def test_what_holds_for_every_service_is_needed(event: str) -> None:
    assert is_needed(event)


def test_a_transaction_has_its_token_as_in_botocores_own_session() -> None:
    tokens = [_token(made) for made in (aws.session, Session())]

    assert all(tokens)


def test_a_call_tells_botocores_version_and_pythons() -> None:
    client = aws.client("dynamodb", Config(region_name="eu-central-1"))

    agent = client.meta.config.user_agent

    assert agent == aws.session.user_agent()
    assert f"Botocore/{botocore.__version__} Python/3" in agent


def _token(session: Session) -> str | None:
    """What botocore adds to a transaction, so that a repeated call does nothing twice."""
    client = session.create_client("dynamodb", config=Config(region_name="eu-central-1"))
    given: dict[str, str] = {}
    client.meta.events.emit(
        "before-parameter-build.dynamodb.TransactWriteItems",
        params=given,
        model=client.meta.service_model.operation_model("TransactWriteItems"),
        context={},
    )
    return given.get("ClientRequestToken")
