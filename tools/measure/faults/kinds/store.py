"""The embedded AWS itself, killed in the middle of load and started again."""

import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psutil

from tools.command import CommandError
from tools.measure.stack import Stack

KILLS = 2
UP_SECONDS = (1.0, 6.0)


@contextmanager
def killed(
    stack: Stack, chance: random.Random, injected: list[str]
) -> Iterator[Callable[[], bool]]:
    """Kill it at random moments while the block runs; it is up again when the block ends."""
    errors: list[CommandError] = []

    def loop() -> None:
        try:
            for _ in range(KILLS):
                time.sleep(chance.uniform(*UP_SECONDS))
                kill_and_start(stack)
                injected.append("killed")
            time.sleep(UP_SECONDS[0])
        except CommandError as error:
            errors.append(error)

    thread = threading.Thread(target=loop)
    thread.start()
    try:
        yield thread.is_alive
    finally:
        thread.join()
    if errors:
        raise errors[0]


def kill_and_start(stack: Stack) -> None:
    """End it as the kernel does, with all its workers, and start it from what it kept."""
    server = stack.server
    everything = [server, *server.children(recursive=True)]
    for process in everything:
        try:
            process.kill()
        except psutil.Error:
            continue
    psutil.wait_procs(everything)
    _embedded_aws(stack, "start")


def stop_and_start(stack: Stack) -> None:
    """End it as `make down` does, and start it from its snapshot."""
    _embedded_aws(stack, "stop")
    _embedded_aws(stack, "start")


def _embedded_aws(stack: Stack, word: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "embedded_aws", word],
        env=stack.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CommandError(f"the embedded AWS did not {word}: {done.stdout}{done.stderr}")
