"""The service calls the catalog as a consumer, whose secret is rotated while it runs."""

from collections.abc import Iterator
from typing import Any

import pytest

from services.catalog.tests.e2e.products import sell
from services.orders.tests.e2e.shop import order
from tests.e2e.harness.consumers import secret_of
from tests.e2e.harness.people import parameter
from tests.e2e.harness.stack import Stack

pytestmark = [pytest.mark.slow, pytest.mark.changes]


TOLD_ONLY = {"ClientSecret", "CreationDate", "LastModifiedDate"}
"""Fields of an app client that a change does not take."""


@pytest.fixture
def short_lived_tokens(stack: Stack) -> Iterator[None]:
    """Tokens of `orders-service` that expire at once, so that each call needs a new one."""
    cognito: Any = stack.aws("cognito-idp")
    names = {
        "UserPoolId": parameter(stack, "platform")["user_pool_id"],
        "ClientId": secret_of(stack, "orders-service")["client_id"],
    }
    client = cognito.describe_user_pool_client(**names)["UserPoolClient"]
    before = {name: value for name, value in client.items() if name not in TOLD_ONLY}
    short = {"AccessTokenValidity": 30, "TokenValidityUnits": {"AccessToken": "seconds"}}
    cognito.update_user_pool_client(**before | short)
    yield
    cognito.update_user_pool_client(**before)


def _is_priced(stack: Stack) -> bool:
    """Whether orders can reach the catalog, for a product that it has not read before."""
    product = sell(stack, "Asked for anew", 7)
    with stack.api("acme") as api:
        return order(api, product).status_code == 201


@pytest.mark.usefixtures("short_lived_tokens")
def test_a_service_goes_on_with_the_new_secret_undeployed(stack: Stack) -> None:
    stack.make("down")
    stack.make("aws-up")
    before = _is_priced(stack)
    stack.make("rotate-secret", "CONSUMER=orders-service")
    between = _is_priced(stack)

    stack.make("rotate-secret", "CONSUMER=orders-service", "FINISH=1")

    assert (before, between) == (True, True)
    assert [_is_priced(stack) for _ in range(2)] == [True, True]


def test_nothing_of_it_is_left_for_a_later_plan(stack: Stack) -> None:
    assert "No changes" in stack.make("plan-gateway").stdout
