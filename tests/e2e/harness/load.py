"""Requests beside what a test does."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.e2e.harness.product import Product


@contextmanager
def requests_without_end(
    product: Product, seen: Counter[int], when: Callable[[], bool] = lambda: True
) -> Iterator[None]:
    """A loop of requests beside the body of the block, counted by status; rests unless `when`."""
    ended = threading.Event()

    def loop() -> None:
        with product.api() as api:
            while not ended.wait(0.02):
                if when():
                    seen[product.read(api).status_code] += 1

    with _beside(loop, ended):
        yield


@contextmanager
def looking(condition: Callable[[], bool]) -> Iterator[Callable[[], bool]]:
    """The condition's latest answer, looked for five times a second beside the block."""
    ended, holds = threading.Event(), threading.Event()

    def loop() -> None:
        while not ended.wait(0.2):
            (holds.set if condition() else holds.clear)()

    with _beside(loop, ended):
        yield holds.is_set


@contextmanager
def _beside(loop: Callable[[], None], ended: threading.Event) -> Iterator[None]:
    thread = threading.Thread(target=loop)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
