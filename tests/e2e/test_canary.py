"""A canary release under load: a failing version affects its share of requests, a good one none."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any

import pytest

from tests.e2e.harness.changes import BROKEN, appended
from tests.e2e.harness.load import looking, requests_without_end
from tests.e2e.harness.product import Product
from tests.e2e.harness.stack import Stack

pytestmark = [pytest.mark.slow, pytest.mark.changes]

MORE_LOOPS = 2
"""Beside the one: enough requests that the canary gets some in its first second."""


def live(aws: Any, product: Product) -> Any:
    return aws.get_alias(FunctionName=product.function, Name="live")


def is_shared(aws: Any, product: Product) -> bool:
    """Whether two versions have the traffic."""
    weights = live(aws, product).get("RoutingConfig") or {}
    return bool(weights.get("AdditionalVersionWeights"))


def live_version(stack: Stack, product: Product) -> str:
    aws = stack.aws("lambda")
    assert not is_shared(aws, product)
    return str(live(aws, product)["FunctionVersion"])


@contextmanager
def under_load(stack: Stack, product: Product, seen: Counter[int]) -> Iterator[None]:
    """Requests without end, and more of them while two versions have the traffic."""
    with ExitStack() as load:
        shared = load.enter_context(looking(partial(is_shared, stack.aws("lambda"), product)))
        load.enter_context(requests_without_end(product, seen))
        for _ in range(MORE_LOOPS):
            load.enter_context(requests_without_end(product, seen, shared))
        yield


def test_a_version_that_fails_is_rolled_back_with_only_its_share_of_requests_hurt(
    stack: Stack, product: Product
) -> None:
    seen, before = Counter[int](), live_version(stack, product)

    with under_load(stack, product, seen), appended(product.folder / "main.py", BROKEN):
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

    with under_load(stack, product, seen):
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
