"""Free ports."""

import socket
from contextlib import ExitStack


def free_ports(count: int) -> list[int]:
    """A number of ports that are all free at once."""
    with ExitStack() as open_sockets:
        sockets = [open_sockets.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [int(each.getsockname()[1]) for each in sockets]
