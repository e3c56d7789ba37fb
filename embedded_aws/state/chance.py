"""Repeatable random numbers: a replayed request gets the same ids as in its first answer.

moto draws all ids from one source. While a request is answered, its thread draws from a source of
its own, whose seed is in the journal.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random, SystemRandom

from moto.moto_api._internal import mock_random
from moto.moto_api._internal.moto_random import MotoRandom

SEED_BITS = 64
_shared = Random()  # noqa: S311 - ids of this machine, no keys
_seeds = SystemRandom()
_thread = threading.local()


class _PerThread(MotoRandom):  # type: ignore[misc]
    """moto's random source, which delegates to the thread's own if there is one."""

    def random(self) -> float:
        return _source().random()

    def getrandbits(self, k: int) -> int:
        return _source().getrandbits(k)


def _source() -> Random:
    source: Random = getattr(_thread, "source", _shared)
    return source


def install() -> None:
    """Give threads their own sources; safe to call more than once."""
    mock_random.__class__ = _PerThread


def new_seed() -> int:
    """A new seed."""
    return _seeds.getrandbits(SEED_BITS)


@contextmanager
def repeatable(seed: int, moment: float) -> Iterator[None]:
    """Use the seed and this time as now, in this thread and for this block."""
    _thread.source, _thread.moment = Random(seed), moment  # noqa: S311 - see above
    try:
        yield
    finally:
        vars(_thread).clear()


def now() -> float:
    """The time of the current request, else the present time."""
    moment: float | None = getattr(_thread, "moment", None)
    return time.time() if moment is None else moment
