"""The smallest body that an API compresses (API reference, RestApi)."""

from typing import Any

from embedded_aws.gateway.control_plane.protocol.errors import BadRequestError

LARGEST = 10_485_760
FAULT = f"Invalid minimum compression size, must be between 0 and {LARGEST}"


def compression(value: Any) -> int:
    """The smallest body that is compressed."""
    try:
        size = int(value)
    except ValueError:
        raise BadRequestError(FAULT) from None
    if not 0 <= size <= LARGEST:
        raise BadRequestError(FAULT)
    return size
