"""A table of all operations of API Gateway, and what each is worth here."""

from collections.abc import Iterator
from dataclasses import dataclass

from embedded_aws.gateway.control_plane import families
from embedded_aws.gateway.control_plane.protocol.calls import KEPT, SERVED
from embedded_aws.gateway.control_plane.protocol.operations import every
from embedded_aws.gateway.control_plane.protocol.responses import REFUSED

BY_THE_DATA_PLANE = {"TestInvokeAuthorizer", "TestInvokeMethod"}
"""Served by the gateway that runs the APIs, when it runs."""


@dataclass(frozen=True)
class Row:
    """One operation: `served`, `kept` (shown, but without effect here) or `refused`, and why."""

    operation: str
    request: str
    worth: str
    why: str


def api_operations() -> Iterator[Row]:
    """All operations that botocore's description has, by name."""
    known = {*SERVED, *BY_THE_DATA_PLANE} if families.MODULES else set()
    for name, operation in sorted(every().items()):
        query = "".join(f"?{key}={value}" for key, value in operation.query.items())
        request = f"{operation.method} /{'/'.join(operation.segments)}{query}"
        worth = ("kept" if name in KEPT else "served") if name in known else "refused"
        yield Row(name, request, worth, REFUSED.get(name, ""))
