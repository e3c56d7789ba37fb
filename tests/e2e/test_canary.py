"""A canary release under load: a failing version affects its share of requests, a good one none."""

from collections import Counter
from contextlib import ExitStack

import pytest

from tests.e2e.conftest import Stack
from tests.e2e.test_releases import edited, requests_without_end

pytestmark = pytest.mark.slow

LOOPS = 3
"""Enough requests that the canary gets some in its first second."""
LIST = '    """List your orders, newest first."""'
FUNCTION = "groundplan-local-orders"


def live_version(stack: Stack) -> str:
    alias = stack.aws("lambda").get_alias(FunctionName=FUNCTION, Name="live")
    assert not (alias.get("RoutingConfig") or {}).get("AdditionalVersionWeights")
    return str(alias["FunctionVersion"])


def test_a_version_that_fails_is_rolled_back_with_only_its_share_of_requests_hurt(
    stack: Stack,
) -> None:
    handler, seen = stack.folder / "services/orders/handler.py", Counter[int]()
    before = live_version(stack)

    with ExitStack() as load, edited(handler, LIST, f'{LIST}\n    raise RuntimeError("broken")'):
        _ = [load.enter_context(requests_without_end(stack, seen)) for _ in range(LOOPS)]
        failed = stack.make("deploy-orders", check=False)

    assert failed.returncode != 0
    assert "was rolled back" in failed.stdout
    assert "groundplan-local-orders-release-errors" in failed.stdout
    assert live_version(stack) == before
    assert set(seen) == {200, 502}
    assert seen[502] < 0.2 * seen.total()
    assert "rolled back" in stack.make("releases-orders").stdout


def test_a_good_version_takes_all_traffic_without_a_failed_request(stack: Stack) -> None:
    """The previous code is a new version: the last published one failed."""
    seen, before = Counter[int](), live_version(stack)

    with ExitStack() as load:
        _ = [load.enter_context(requests_without_end(stack, seen)) for _ in range(LOOPS)]
        done = stack.make("deploy-orders")

    assert "has 10 % of the traffic" in done.stdout
    assert "has 100 % of the traffic" in done.stdout
    assert live_version(stack) != before
    assert set(seen) == {200}


def test_a_deploy_of_unchanged_code_shifts_nothing(stack: Stack) -> None:
    before = live_version(stack)

    again = stack.make("deploy-orders")

    assert live_version(stack) == before
    assert "of the traffic" not in again.stdout
