"""Addresses of this machine that stand for places, and the table of their countries.

`make up` gives the table to the embedded web ACL. Only Linux has all of 127/8.
"""

import json
import sys

HOME = "127.0.0.1"
COUNTRIES = {
    "127.0.0.1/32": "DE", "127.0.0.2/32": "FR", "127.0.0.3/32": "US", "127.0.0.4/32": "JP",
    "127.0.0.5/32": "BR", "127.0.0.6/32": "PL", "127.0.0.66/32": "NL",
}  # fmt: skip
ABROAD = ("127.0.0.3", "127.0.0.4", "127.0.0.5", "127.0.0.6")
ATTACKER = "127.0.0.66"
SETTING = {"WAF_COUNTRIES": json.dumps(COUNTRIES)}
"""Of the embedded AWS, from its environment."""


def local(address: str) -> str:
    """The address, or the only one that other systems have."""
    return address if sys.platform == "linux" else HOME
