"""Faults of processes: functions' workers killed, hung, without memory, slow; a full disk."""

import contextlib
import random
import resource
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import psutil

from tools.measure.stack import Stack

EVERY_SECONDS = (0.1, 1.2)
FROZEN_SECONDS = 0.4
HUNG_SECONDS = 4
ALL_KILLED = 0.2

Act = Callable[[psutil.Process], None]


@contextmanager
def struck(
    stack: Stack, functions: Sequence[str], act: Act, seed: int, injected: list[str]
) -> Iterator[None]:
    """Do this to workers of these functions again and again while the block runs."""
    ended, chance = threading.Event(), random.Random(seed)  # noqa: S311 - repeatable

    def loop() -> None:
        while not ended.wait(chance.uniform(*EVERY_SECONDS)):
            for worker in _victims(stack.workers(*functions), act, chance):
                with contextlib.suppress(psutil.Error, OSError):  # it may just have ended
                    act(worker)
                    injected.append(act.__name__)

    thread = threading.Thread(target=loop)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _victims(
    workers: Sequence[psutil.Process], act: Act, chance: random.Random
) -> Sequence[psutil.Process]:
    """One worker; of those that are killed sometimes all, as when a machine ends."""
    if act is kill and chance.random() < ALL_KILLED:
        return workers
    return [chance.choice(workers)] if workers else []


def kill(worker: psutil.Process) -> None:
    """End it as the kernel does when memory is short."""
    worker.kill()


def hang(worker: psutil.Process) -> None:
    """Stop it for longer than callers are patient."""
    _freeze(worker, HUNG_SECONDS)


def slow_down(worker: psutil.Process) -> None:
    """Stop it for a moment."""
    _freeze(worker, FROZEN_SECONDS)


def starve(worker: psutil.Process) -> None:
    """Let it have no more memory than it has: whatever it allocates next fails."""
    resource.prlimit(worker.pid, resource.RLIMIT_AS, (worker.memory_info().vms,) * 2)


def _freeze(worker: psutil.Process, seconds: float) -> None:
    worker.suspend()
    threading.Timer(seconds, _resume, [worker]).start()


def _resume(worker: psutil.Process) -> None:
    with contextlib.suppress(psutil.Error):
        worker.resume()


@contextmanager
def full_disk(stack: Stack, spare_bytes: int) -> Iterator[None]:
    """Let the embedded AWS write no file longer than its journal is now, and a little more."""
    journals = stack.config.journals()
    size = max((path.stat().st_size for path in journals), default=0) + spare_bytes
    server = stack.server.pid
    resource.prlimit(server, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        resource.prlimit(server, resource.RLIMIT_FSIZE, unlimited)
