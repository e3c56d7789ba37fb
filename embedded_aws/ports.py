"""The server's two ports, free or in use."""

import socket

from embedded_aws.config import HOST, LocalConfig


def _port_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False


def port_conflict(config: LocalConfig) -> str | None:
    """A sentence about a port in use; None when both are free."""
    for name, port in (("AWS_PORT", config.aws_port), ("API_PORT", config.api_port)):
        if _port_taken(port):
            return f"port {port} is taken; end what uses it or choose another: {name}={port + 1}"
    return None
