"""Deployments in the middle of load, from a copy of the tree that differs in a line."""

import contextlib
import random
import subprocess
import threading
import time

import psutil

from tools.command import CommandError
from tools.measure.faults.kinds.tree import Tree, ended, kill

KILLS, APPLIES_KILLED = 3, 2
KILL_SECONDS = (0.1, 6.0)
"""From the moment at which Terraform applies, or from the begin."""
ROUTE = '''

from http import HTTPStatus as _Status

from pydantic import Field as _Field

from shared.routes import Response as _Response
from shared.schema import Schema as _Schema


class AddedBody(_Schema):
    """A text."""

    text: str = _Field(examples=["added"])


@routes.get("/{service}/added/here", answer=AddedBody)
def read_added(request, port):
    """Read what was added."""
    return _Response(_Status.OK, AddedBody(text="added"))
'''


def release(tree: Tree, service: str, number: int) -> None:
    """Release a version of the service whose code differs in a line."""
    tree.append(service, "main.py", f"\nCHANGE = {number}\n")
    tree.run("deploy", service)


def apply_gateway(tree: Tree, service: str) -> None:
    """Publish a contract with a route more, which applies the gateway."""
    tree.append(service, "handler.py", ROUTE.replace("{service}", service))
    tree.run("deploy", service)


def kill_and_run_again(tree: Tree, service: str, number: int, chance: random.Random) -> list[str]:
    """Kill releases at random points, and run the last one again; returns what each was at."""
    points, printed = [], ""
    for number_of_kill in range(KILLS):
        tree.append(service, "main.py", f"\nCHANGE = {number * KILLS + number_of_kill}\n")
        process = tree.begin("deploy", service)
        if number_of_kill < APPLIES_KILLED:
            _wait_for_apply(process)
        timer = threading.Timer(chance.uniform(*KILL_SECONDS), kill, [process])
        timer.start()
        printed += ended(process)
        timer.cancel()
        points.append((printed.strip().splitlines() or ["nothing yet"])[-1])
    try:
        tree.run("deploy", service)
    except CommandError as error:
        raise CommandError(f"{error}\nThe runs that were killed:\n{printed}") from None
    return points


def _wait_for_apply(process: subprocess.Popen[str]) -> None:
    """Until its Terraform applies something, or it has ended."""
    while process.poll() is None and not _applies(psutil.Process(process.pid)):
        time.sleep(0.02)


def _applies(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.Error):  # one of them may just have ended
        children = process.children(recursive=True)
        return any("terraform" in each.name() and "apply" in each.cmdline() for each in children)
    return False


def deploy_twice_at_once(tree: Tree, other: Tree, service: str, number: int) -> None:
    """Release two different versions at the same time: one goes through, the last one stays."""
    for each, mark in ((tree, number), (other, number + 1)):
        each.append(service, "main.py", f"\nCHANGE = {mark}\n")
    processes = [each.begin("deploy", service) for each in (tree, other)]
    printed = [ended(process) for process in processes]
    if all(process.returncode for process in processes):
        raise CommandError("both of two deployments at once failed:\n" + "\n".join(printed))
    tree.run("deploy", service)
