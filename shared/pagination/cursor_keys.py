"""Keys that sign cursors: one per service, derived from a KMS key that never leaves KMS."""

from collections.abc import Callable
from functools import cache

from shared.aws import Clients


def cursor_key(clients: Clients, root_arn: str, service: str) -> Callable[[], bytes]:
    """The service's key, derived for the first cursor and then cached."""

    @cache
    def derived() -> bytes:
        message = f"cursors of {service}".encode()
        mac = clients.client("kms").generate_mac(
            KeyId=root_arn, Message=message, MacAlgorithm="HMAC_SHA_256"
        )
        return bytes(mac["Mac"])

    return derived
