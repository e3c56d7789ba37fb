"""Faults of tables, processes, logs, disks and callers: each is broken during a block."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from tools.measure.faults.kinds import processes, store
from tools.measure.faults.kinds.deliveries import undelivered
from tools.measure.faults.kinds.proxy import Mode, Proxy, running_proxy
from tools.measure.faults.kinds.versions import changed, log_group, variables
from tools.measure.faults.scene import AUTHORIZER, GoingOn, Scene, lasting
from tools.measure.tokens import skewed

NOWHERE = "http://127.0.0.1:9/jwks.json"
NO_GROUP = "/faults/no-such-group"
SHARE = 0.3
"""Of the requests to tables, so that three attempts of an SDK do not hide the fault."""
SPARE_BYTES = 40_000
SKEWS_SECONDS = (-7200, 7200)


def never() -> bool:
    """It is over with the last operation."""
    return False


@contextmanager
def nothing(_: Scene) -> Iterator[GoingOn]:
    """Load alone, to compare with."""
    yield never


@contextmanager
def through_a_proxy(mode: Mode, scene: Scene) -> Iterator[GoingOn]:
    """A share of the functions' requests to tables fails in this way."""
    target = ("127.0.0.1", scene.stack.config.aws_port)
    with (
        running_proxy(target, scene.seed) as proxy,
        _routed(scene, proxy),
        proxy.failing(mode, SHARE),
    ):
        yield never
        scene.injected.extend([mode] * proxy.failed)


def _routed(scene: Scene, proxy: Proxy) -> AbstractContextManager[None]:
    through = variables(AWS_ENDPOINT_URL_DYNAMODB=proxy.url)
    return changed(scene.stack, scene.services, through)


@contextmanager
def struck(act: processes.Act, scene: Scene) -> Iterator[GoingOn]:
    """Workers of all functions that the load needs are struck again and again."""
    functions = (*scene.services, AUTHORIZER)
    with processes.struck(scene.stack, functions, act, scene.seed, scene.injected):
        yield lasting()


@contextmanager
def others_slow(scene: Scene) -> Iterator[GoingOn]:
    """The services that this one calls are stopped for a moment, again and again."""
    slow, others = processes.slow_down, scene.others or scene.services
    with processes.struck(scene.stack, others, slow, scene.seed, scene.injected):
        yield scene.broken("slow")


@contextmanager
def closed(services: Callable[[Scene], tuple[str, ...]], scene: Scene) -> Iterator[GoingOn]:
    """Functions of these services refuse every call."""
    functions = scene.stack.aws("lambda")
    names = [scene.stack.function(each) for each in services(scene)]
    for name in names:
        functions.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=0)
    scene.client.forget_tokens()
    try:
        yield scene.broken("closed")
    finally:
        for name in names:
            functions.delete_function_concurrency(FunctionName=name)


@contextmanager
def keys_unreachable(scene: Scene) -> Iterator[GoingOn]:
    """The issuer's keys cannot be fetched by authorizers that start now."""
    with changed(scene.stack, [AUTHORIZER], variables(JWKS_URL=NOWHERE)):
        scene.client.forget_tokens()
        yield scene.broken("unreachable")


@contextmanager
def clocks_skewed(scene: Scene) -> Iterator[GoingOn]:
    """Two of three tokens come from issuers whose clock is wrong."""
    chance = scene.chance

    def token(consumer: str) -> str:
        seconds = chance.choice((0, *SKEWS_SECONDS))
        if not seconds:
            return scene.stack.token(consumer)
        scene.injected.append("skewed")
        return skewed(scene.stack, consumer, seconds)

    with scene.client.tokens_from(token):
        yield never


@contextmanager
def logs_failing(scene: Scene) -> Iterator[GoingOn]:
    """Functions log to a group that is not there."""
    with changed(scene.stack, scene.services, log_group(NO_GROUP)):
        yield scene.broken("no log group")


@contextmanager
def deliveries_failing(scene: Scene) -> Iterator[GoingOn]:
    """Log lines cannot be delivered to S3; they all arrive afterwards."""
    with undelivered(scene.stack):
        yield scene.broken("no bucket")


@contextmanager
def disk_full(scene: Scene) -> Iterator[GoingOn]:
    """The embedded AWS can keep no more changes."""
    with processes.full_disk(scene.stack, SPARE_BYTES):
        yield scene.broken("full")


@contextmanager
def store_killed(scene: Scene) -> Iterator[GoingOn]:
    """The embedded AWS is killed in the middle of load, and started again."""
    with store.killed(scene.stack, scene.chance, scene.injected) as going_on:
        yield going_on
