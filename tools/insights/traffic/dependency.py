"""A slow dependency: for a while a service's functions reach their tables by a detour."""

from collections.abc import Iterator
from contextlib import contextmanager

from tools.measure.faults.kinds.proxy import Mode, running_proxy
from tools.measure.faults.kinds.versions import changed, variables
from tools.measure.stack import running_stack

SECONDS = (0.3, 0.6)
"""Of each call of a table; within the time-out of a call, so that nothing fails."""


@contextmanager
def slow_tables(service: str, seed: int) -> Iterator[None]:
    """The service's tables answer late while the block runs; nothing is left afterwards."""
    stack = running_stack()
    target = ("127.0.0.1", stack.config.aws_port)
    with (
        running_proxy(target, seed, SECONDS) as proxy,
        changed(stack, [service], variables(AWS_ENDPOINT_URL_DYNAMODB=proxy.url)),
        proxy.failing(Mode.SLOW, 1.0),
    ):
        yield
