"""Two hundred orders at the same moment, each of which asks the catalog through the gateway."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import httpx

from services.catalog.tests.e2e.products import sell
from services.orders.tests.e2e.test_when_things_break import order, orders_of
from tests.e2e.harness.logs import PROBLEM
from tests.e2e.harness.stack import Stack

ORDERS = 200
GATEWAY_SECONDS = 29
TAKEN, THROTTLED, REFUSED = 201, 429, 503


def test_each_of_many_orders_at_once_is_taken_or_refused_in_time(stack: Stack) -> None:
    product_id = sell(stack, "Wanted by everybody", 5)
    with stack.api("acme") as plain:
        everybody = httpx.Client(
            base_url=plain.base_url,
            headers=plain.headers,
            timeout=2 * GATEWAY_SECONDS,
            limits=httpx.Limits(max_connections=ORDERS),
        )

        def timed(_: int) -> tuple[httpx.Response, float]:
            began = time.monotonic()
            return order(everybody, product_id, str(uuid4())), time.monotonic() - began

        with everybody, ThreadPoolExecutor(ORDERS) as callers:
            answers = list(callers.map(timed, range(ORDERS)))
        stored = orders_of(plain, product_id)

    counts = Counter(answer.status_code for answer, _ in answers)
    assert set(counts) <= {TAKEN, THROTTLED, REFUSED}, counts
    assert max(seconds for _, seconds in answers) < GATEWAY_SECONDS
    assert counts[TAKEN] > ORDERS // 2, counts
    assert sorted(stored) == sorted(a.json()["id"] for a, _ in answers if a.status_code == TAKEN)
    refused = {a.headers["content-type"] for a, _ in answers if a.status_code != TAKEN}
    assert refused <= {PROBLEM}
