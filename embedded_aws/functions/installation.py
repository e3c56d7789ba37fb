"""Lambda's operations that worker processes of this machine carry out."""

import asyncio

from embedded_aws.functions import delete_operation, invoke_operation
from embedded_aws.functions.events.arrivals import Arrivals
from embedded_aws.functions.events.retries import Events
from embedded_aws.functions.workers.pool import Functions


def install(functions: Functions, events: Events, loop: asyncio.AbstractEventLoop) -> None:
    """Let moto's Lambda, and services that send events, reach `functions` in `loop`."""
    invoke_operation.install(functions, events, loop)
    delete_operation.install(functions, loop)
    Arrivals(events, loop).install()
