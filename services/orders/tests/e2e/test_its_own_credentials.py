"""The service calls the catalog as a consumer, whose secret is rotated while it runs."""

from collections.abc import Iterator

import pytest

from services.catalog.tests.e2e.products import sell
from services.orders.tests.e2e.shop import order
from tests.e2e.harness.changes import appended
from tests.e2e.harness.stack import Stack

pytestmark = [pytest.mark.slow, pytest.mark.changes]

ONE_CALL_EACH = "\n\nRENEWED_BEFORE_SECONDS = 3600\n"
"""For the end of the client of services: it takes each token for expired after one call."""


@pytest.fixture
def tokens_of_one_call(stack: Stack) -> Iterator[None]:
    """Orders that ask for a new token before each call; Cognito gives none below five minutes."""
    with appended(stack.folder / "shared/service_calls/__init__.py", ONE_CALL_EACH):
        stack.make("deploy-orders")
        yield
    stack.make("deploy-orders")


def _is_priced(stack: Stack) -> bool:
    """Whether orders can reach the catalog, for a product that it has not read before."""
    product = sell(stack, "Asked for anew", 7)
    with stack.api("acme") as api:
        return order(api, product).status_code == 201


@pytest.mark.usefixtures("tokens_of_one_call")
def test_a_service_goes_on_with_the_new_secret_undeployed(stack: Stack) -> None:
    before = _is_priced(stack)
    stack.make("rotate-secret", "CONSUMER=orders-service")
    between = _is_priced(stack)

    stack.make("rotate-secret", "CONSUMER=orders-service", "FINISH=1")

    assert (before, between) == (True, True)
    assert [_is_priced(stack) for _ in range(2)] == [True, True]


def test_nothing_of_it_is_left_for_a_later_plan(stack: Stack) -> None:
    assert "No changes" in stack.make("plan-gateway").stdout
