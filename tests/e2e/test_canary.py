"""A canary release under load: a failing version affects its share of requests, a good one none."""

from collections import Counter
from contextlib import ExitStack

import pytest

from tests.e2e.harness.changes import BROKEN, appended
from tests.e2e.harness.load import requests_without_end
from tests.e2e.harness.product import Product
from tests.e2e.harness.stack import Stack

pytestmark = [pytest.mark.slow, pytest.mark.changes]

LOOPS = 3
"""Enough requests that the canary gets some in its first second."""


def live_version(stack: Stack, product: Product) -> str:
    alias = stack.aws("lambda").get_alias(FunctionName=product.function, Name="live")
    assert not (alias.get("RoutingConfig") or {}).get("AdditionalVersionWeights")
    return str(alias["FunctionVersion"])


def test_a_version_that_fails_is_rolled_back_with_only_its_share_of_requests_hurt(
    stack: Stack, product: Product
) -> None:
    seen, before = Counter[int](), live_version(stack, product)

    with ExitStack() as load, appended(product.folder / "main.py", BROKEN):
        _ = [load.enter_context(requests_without_end(product, seen)) for _ in range(LOOPS)]
        failed = stack.make(f"deploy-{product.name}", check=False)

    assert failed.returncode != 0
    assert "was rolled back" in failed.stdout
    assert f"{product.function}-release-errors" in failed.stdout
    assert live_version(stack, product) == before
    assert set(seen) == {product.status_read, 502}
    assert seen[502] < 0.2 * seen.total()
    assert "rolled back" in stack.make(f"releases-{product.name}").stdout


def test_a_good_version_takes_all_traffic_without_a_failed_request(
    stack: Stack, product: Product
) -> None:
    """The previous code is a new version: the last published one failed."""
    seen, before = Counter[int](), live_version(stack, product)

    with ExitStack() as load:
        _ = [load.enter_context(requests_without_end(product, seen)) for _ in range(LOOPS)]
        done = stack.make(f"deploy-{product.name}")

    assert "has 10 % of the traffic" in done.stdout
    assert "has 100 % of the traffic" in done.stdout
    assert live_version(stack, product) != before
    assert set(seen) == {product.status_read}


def test_a_deploy_of_unchanged_code_shifts_nothing(stack: Stack, product: Product) -> None:
    before = live_version(stack, product)

    again = stack.make(f"deploy-{product.name}")

    assert live_version(stack, product) == before
    assert "of the traffic" not in again.stdout
