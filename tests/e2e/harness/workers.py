"""The processes that run a function, killed at a chosen moment."""

import contextlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from tests.e2e.harness.stack import Stack

SLICE_SECONDS = 0.001
"""So long they run between two looks; what follows a write takes several times as much."""
GONE_SECONDS = 10


def workers_of(stack: Stack, function: str) -> list[psutil.Process]:
    """The function's processes, among the children of the embedded AWS."""
    server = Path(stack.environment["LOCAL_DIR"], "aws.pid").read_text(encoding="utf-8")
    children = psutil.Process(int(server)).children(recursive=True)
    return [each for each in children if _runs(each, function)]


def _runs(process: psutil.Process, function: str) -> bool:
    with contextlib.suppress(psutil.Error):  # it may have ended, or not begun
        return process.environ().get("AWS_LAMBDA_FUNCTION_NAME") == function
    return False


def kill_once(
    happened: Callable[[], bool], workers: list[psutil.Process], over: Callable[[], bool]
) -> bool:
    """SIGKILL the processes as soon as the condition holds; False when it never did.

    They are stopped during each look, so that nothing follows before they are killed.
    """
    while not over():
        with _standing(workers):
            if happened():
                _each(workers, psutil.Process.kill)
                psutil.wait_procs(workers, GONE_SECONDS)  # the next request finds none dying
                return True
        time.sleep(SLICE_SECONDS)
    return False


@contextmanager
def _standing(workers: list[psutil.Process]) -> Iterator[None]:
    _each(workers, psutil.Process.suspend)
    try:
        yield
    finally:
        _each(workers, psutil.Process.resume)


def _each(workers: list[psutil.Process], act: Callable[[psutil.Process], None]) -> None:
    for worker in workers:
        with contextlib.suppress(psutil.NoSuchProcess):  # an idle one ends when it likes
            act(worker)
