"""The faults: each is a block during which something is broken, and nothing afterwards."""

import random
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import partial

from tools.measure.faults import changes, processes
from tools.measure.faults.client import Client
from tools.measure.faults.proxy import Mode, Proxy, running_proxy
from tools.measure.faults.versions import changed, log_group, variables
from tools.measure.stack import Stack
from tools.measure.tokens import skewed

AUTHORIZER = "authorizer"
NOWHERE = "http://127.0.0.1:9/jwks.json"
NO_GROUP = "/faults/no-such-group"
SHARE = 0.3
"""Of the requests to tables, so that three attempts of an SDK do not hide the fault."""
SPARE_BYTES = 40_000
SKEWS_SECONDS = (-7200, 7200)

GoingOn = Callable[[], bool]
"""Whether the fault is not over yet, whatever the number of operations."""


@dataclass(frozen=True)
class Scene:
    """A fault's surroundings: the stack, the clients, the service under load, and all others."""

    stack: Stack
    client: Client
    service: str
    others: tuple[str, ...]
    seed: int
    injected: list[str] = field(default_factory=list)
    """One entry for each time that something was broken."""

    @property
    def services(self) -> tuple[str, ...]:
        """The services that consumers call."""
        return (self.service, *self.others)

    @property
    def chance(self) -> random.Random:
        """Chances from the seed alone."""
        return random.Random(self.seed)  # noqa: S311 - repeatable


Fault = Callable[[Scene], AbstractContextManager[GoingOn]]


def _never() -> bool:
    return False


@contextmanager
def _nothing(_: Scene) -> Iterator[GoingOn]:
    yield _never


@contextmanager
def _through_a_proxy(mode: Mode, scene: Scene) -> Iterator[GoingOn]:
    target = ("127.0.0.1", scene.stack.config.aws_port)
    with (
        running_proxy(target, scene.seed) as proxy,
        _routed(scene, proxy),
        proxy.failing(mode, SHARE),
    ):
        yield _never
        scene.injected.extend([mode] * proxy.failed)


def _routed(scene: Scene, proxy: Proxy) -> AbstractContextManager[None]:
    through = variables(AWS_ENDPOINT_URL_DYNAMODB=proxy.url)
    return changed(scene.stack, scene.services, through)


@contextmanager
def _processes(act: processes.Act, scene: Scene) -> Iterator[GoingOn]:
    with processes.struck(scene.stack, scene.services, act, scene.seed, scene.injected):
        yield _never


@contextmanager
def _others_slow(scene: Scene) -> Iterator[GoingOn]:
    slow = processes.slow_down
    with processes.struck(
        scene.stack, scene.others or scene.services, slow, scene.seed, scene.injected
    ):
        yield _never


@contextmanager
def _closed(services: Callable[[Scene], tuple[str, ...]], scene: Scene) -> Iterator[GoingOn]:
    functions = scene.stack.aws("lambda")
    names = [scene.stack.function(each) for each in services(scene)]
    for name in names:
        functions.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=0)
    scene.client.forget_tokens()
    try:
        yield _never
    finally:
        for name in names:
            functions.delete_function_concurrency(FunctionName=name)


@contextmanager
def _keys_unreachable(scene: Scene) -> Iterator[GoingOn]:
    with changed(scene.stack, [AUTHORIZER], variables(JWKS_URL=NOWHERE)):
        scene.client.forget_tokens()
        yield _never


@contextmanager
def _clocks_skewed(scene: Scene) -> Iterator[GoingOn]:
    chance = scene.chance

    def token(consumer: str) -> str:
        """One of three is good; the others are of issuers whose clock is wrong."""
        seconds = chance.choice((0, *SKEWS_SECONDS))
        return skewed(scene.stack, consumer, seconds) if seconds else scene.stack.token(consumer)

    with scene.client.tokens_from(token):
        yield _never


@contextmanager
def _logs_failing(scene: Scene) -> Iterator[GoingOn]:
    with changed(scene.stack, scene.services, log_group(NO_GROUP)):
        yield _never


@contextmanager
def _disk_full(scene: Scene) -> Iterator[GoingOn]:
    with processes.full_disk(scene.stack, SPARE_BYTES):
        yield _never


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


@contextmanager
def _release(scene: Scene) -> Iterator[GoingOn]:
    with (
        changes.copied_tree(scene.stack) as tree,
        _beside(lambda: changes.release(tree, scene.service, scene.seed)) as going_on,
    ):
        yield going_on


@contextmanager
def _rollback(scene: Scene) -> Iterator[GoingOn]:
    with changes.copied_tree(scene.stack) as tree:
        changes.release(tree, scene.service, scene.seed)
        with _beside(lambda: tree.run("rollback", scene.service)) as going_on:
            yield going_on


@contextmanager
def _gateway_applied(scene: Scene) -> Iterator[GoingOn]:
    with changes.copied_tree(scene.stack) as tree:
        with _beside(lambda: changes.apply_gateway(tree, scene.service)) as going_on:
            yield going_on
        tree.run("rollback", scene.service)


@contextmanager
def _apply_killed(scene: Scene) -> Iterator[GoingOn]:
    with changes.copied_tree(scene.stack) as tree:
        again = partial(changes.kill_and_run_again, tree, scene.service, scene.seed, scene.chance)
        with _beside(again) as going_on:
            yield going_on


@contextmanager
def _two_deployments(scene: Scene) -> Iterator[GoingOn]:
    with changes.copied_tree(scene.stack) as tree, changes.copied_tree(scene.stack) as other:
        both = partial(changes.deploy_twice_at_once, tree, other, scene.service, scene.seed)
        with _beside(both) as going_on:
            yield going_on


NOTHING = "none"
FAULTS: Mapping[str, Fault] = {
    NOTHING: _nothing,
    "table-throttled": partial(_through_a_proxy, Mode.THROTTLE),
    "table-failing": partial(_through_a_proxy, Mode.FAIL),
    "table-slow": partial(_through_a_proxy, Mode.SLOW),
    "request-dropped": partial(_through_a_proxy, Mode.DROP_REQUEST),
    "answer-dropped": partial(_through_a_proxy, Mode.DROP_ANSWER),
    "workers-killed": partial(_processes, processes.kill),
    "workers-hung": partial(_processes, processes.hang),
    "workers-out-of-memory": partial(_processes, processes.starve),
    "other-services-down": partial(_closed, lambda scene: scene.others),
    "other-services-slow": _others_slow,
    "keys-unreachable": _keys_unreachable,
    "clocks-skewed": _clocks_skewed,
    "authorizer-failing": partial(_closed, lambda _: (AUTHORIZER,)),
    "logs-failing": _logs_failing,
    "disk-full": _disk_full,
    "release": _release,
    "rollback": _rollback,
    "gateway-applied": _gateway_applied,
    "apply-killed": _apply_killed,
    "two-deployments": _two_deployments,
}
DEPLOYING = ("release", "rollback", "gateway-applied", "apply-killed", "two-deployments")
"""They leave a version of the copy: the campaign deploys the tree's own afterwards."""
