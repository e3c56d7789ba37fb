"""Chance that can be repeated: a request that is replayed gets the ids that it was answered with.

moto draws all ids from one source. While a request is answered, its thread draws from a source of
its own, whose seed the journal keeps.
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
    """moto's source, which draws from the thread's own when it has one."""

    def random(self) -> float:
        return _source().random()

    def getrandbits(self, k: int) -> int:
        return _source().getrandbits(k)


def _source() -> Random:
    source: Random = getattr(_thread, "source", _shared)
    return source


def install() -> None:
    """Let every thread draw for itself; safe to call more than once."""
    mock_random.__class__ = _PerThread


def new_seed() -> int:
    """A seed that nobody has had."""
    return _seeds.getrandbits(SEED_BITS)


@contextmanager
def repeatable(seed: int, moment: float) -> Iterator[None]:
    """Draw from the seed, and take this moment for now, in this thread and for this block."""
    _thread.source, _thread.moment = Random(seed), moment  # noqa: S311 - see above
    try:
        yield
    finally:
        vars(_thread).clear()


def now() -> float:
    """The time at which the request in hand came, else the time."""
    moment: float | None = getattr(_thread, "moment", None)
    return time.time() if moment is None else moment
