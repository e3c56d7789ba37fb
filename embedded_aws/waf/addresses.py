"""IP addresses: IP sets, and addresses in headers.

AWS WAF developer guide, "IP set match rule statement" and "Using forwarded IP addresses".
"""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

type Address = IPv4Address | IPv6Address

INSPECTED = 10
"""Of the addresses in a header, so many at its end are looked at for the position ANY."""


def address(text: str) -> Address | None:
    """The address; None when the text is not one."""
    try:
        return ip_address(text.strip())
    except ValueError:
        return None


class Networks:
    """A set of CIDR blocks; a look-up takes as long in ten of them as in ten thousand."""

    def __init__(self, cidrs: Iterable[str]) -> None:
        self._held: dict[tuple[int, int], set[int]] = {}
        for each in cidrs:
            network = ip_network(each, strict=False)
            bits = network.max_prefixlen - network.prefixlen
            self._held.setdefault((network.version, bits), set()).add(
                int(network.network_address) >> bits
            )

    def __contains__(self, address_: Address) -> bool:
        number, version = int(address_), address_.version
        return any(
            number >> bits in numbers for (of, bits), numbers in self._held.items() if of == version
        )


def forwarded(header: str, position: str) -> list[Address | None]:
    """The addresses in a header at FIRST, LAST or ANY position; None for an invalid one."""
    parts = header.split(",")
    chosen = {"FIRST": parts[:1], "LAST": parts[-1:]}.get(position, parts[-INSPECTED:])
    return [address(part) for part in chosen]
