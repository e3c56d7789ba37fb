"""Keys that sign cursors: one a service, derived from a root that never leaves KMS."""

from collections.abc import Callable
from functools import cache

from shared.aws import Clients


def cursor_key(clients: Clients, root_arn: str, service: str) -> Callable[[], bytes]:
    """The service's key, derived when the first cursor is needed, and kept."""

    @cache
    def derived() -> bytes:
        message = f"cursors of {service}".encode()
        mac = clients.client("kms").generate_mac(
            KeyId=root_arn, Message=message, MacAlgorithm="HMAC_SHA_256"
        )
        return bytes(mac["Mac"])

    return derived
