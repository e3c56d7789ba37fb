"""Faults that are deployments: each runs in a thread while load goes on."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tools.measure.faults.kinds import changes
from tools.measure.faults.kinds.tree import copied_tree
from tools.measure.faults.scene import GoingOn, Scene


@contextmanager
def release(scene: Scene) -> Iterator[GoingOn]:
    """A version is released."""
    with copied_tree(scene.stack) as tree:
        with _beside(lambda: changes.release(tree, scene.service, scene.seed)) as going_on:
            yield going_on
        scene.injected.append("release")


@contextmanager
def rollback(scene: Scene) -> Iterator[GoingOn]:
    """A version is taken back."""
    with copied_tree(scene.stack) as tree:
        changes.release(tree, scene.service, scene.seed)
        with _beside(lambda: tree.run("rollback", scene.service)) as going_on:
            yield going_on
        scene.injected.append("rollback")


@contextmanager
def gateway_applied(scene: Scene) -> Iterator[GoingOn]:
    """A route is added, which deploys the API anew; afterwards the release is taken back."""
    with copied_tree(scene.stack) as tree:
        with _beside(lambda: changes.apply_gateway(tree, scene.service)) as going_on:
            yield going_on
        scene.injected.append("gateway")
        tree.run("rollback", scene.service)


@contextmanager
def apply_killed(scene: Scene) -> Iterator[GoingOn]:
    """A deployment is killed with its Terraform at random points, and run again."""

    def work() -> None:
        killed = changes.kill_and_run_again(tree, scene.service, scene.seed, scene.chance)
        scene.injected.extend(killed)

    with copied_tree(scene.stack) as tree, _beside(work) as going_on:
        yield going_on


@contextmanager
def two_deployments(scene: Scene) -> Iterator[GoingOn]:
    """Two versions are released at once."""

    def work() -> None:
        changes.deploy_twice_at_once(tree, other, scene.service, scene.seed)

    with copied_tree(scene.stack) as tree, copied_tree(scene.stack) as other:
        with _beside(work) as going_on:
            yield going_on
        scene.injected.append("two deployments")


@contextmanager
def _beside(work: Callable[[], None]) -> Iterator[GoingOn]:
    """Work in a thread; its error is raised when the block ends."""
    errors: list[Exception] = []

    def caught() -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 - raised below, in the campaign's thread
            errors.append(error)

    thread = threading.Thread(target=caught)
    thread.start()
    try:
        yield thread.is_alive
    finally:
        thread.join()
    if errors:
        raise errors[0]
