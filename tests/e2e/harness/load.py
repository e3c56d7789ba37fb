"""Requests beside what a test does."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from tests.e2e.harness.product import Product


@contextmanager
def requests_without_end(product: Product, seen: Counter[int]) -> Iterator[None]:
    """A loop of requests beside the body of the block, counted by status."""
    ended = threading.Event()

    def loop() -> None:
        with product.api() as api:
            while not ended.wait(0.02):
                seen[product.read(api).status_code] += 1

    thread = threading.Thread(target=loop)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
