"""Pages of a collection: `limit` and `position` (API reference, the Get operations of lists)."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from typing import Any

from embedded_aws.gateway.control_plane.protocol.calls import Call
from embedded_aws.gateway.control_plane.protocol.errors import BadRequestError

DEFAULT, MOST = 25, 500


def page(call: Call, items: Iterable[Any]) -> dict[str, Any]:
    """One page of the items, and the position of the next one if there is one."""
    every = list(items)
    limit = call.get("limit", DEFAULT)
    limit = limit if 1 <= limit <= MOST else DEFAULT
    begin = _offset(call.get("position"))
    part = every[begin : begin + limit]
    more = begin + limit < len(every)
    return {"items": part, **({"position": _position(begin + limit)} if more else {})}


def _position(offset: int) -> str:
    return urlsafe_b64encode(f"from {offset}".encode()).decode()


def _offset(position: str | None) -> int:
    if not position:
        return 0
    try:
        return int(urlsafe_b64decode(position.encode()).decode().removeprefix("from "))
    except ValueError:
        raise BadRequestError("Invalid position parameter value") from None
