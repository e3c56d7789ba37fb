"""The country of an address, from a setting: there is no geographic database here.

AWS WAF developer guide, "Geographic match rule statement": an unknown country is `XX`.
"""

import json
import os
import re
from collections.abc import Mapping
from ipaddress import ip_network

from embedded_aws.waf.addresses import Address

UNKNOWN = "XX"
SETTING = "WAF_COUNTRIES"


class CountriesError(Exception):
    """The setting cannot be parsed; the message has an example."""


class Countries:
    """Countries by network; the narrowest network with the address decides."""

    def __init__(self, by_network: Mapping[str, str]) -> None:
        try:
            pairs = [(ip_network(cidr), code) for cidr, code in by_network.items()]
        except ValueError as error:
            raise CountriesError(f"{SETTING}: {error}; {_EXAMPLE}") from None
        wrong = [code for _, code in pairs if not re.fullmatch(r"[A-Z]{2}", str(code))]
        if wrong:
            raise CountriesError(f"{SETTING}: {wrong[0]} is not a country's code; {_EXAMPLE}")
        self._networks = sorted(pairs, key=lambda each: each[0].prefixlen, reverse=True)

    @classmethod
    def read(cls) -> "Countries":
        """The countries from the environment: a JSON object of networks and ISO 3166 codes."""
        text = os.environ.get(SETTING) or "{}"
        try:
            given = json.loads(text)
        except ValueError as error:
            raise CountriesError(f"{SETTING} is not JSON ({error}); {_EXAMPLE}") from None
        if not isinstance(given, dict):
            raise CountriesError(f"{SETTING} is not a JSON object; {_EXAMPLE}")
        return cls(given)

    def of(self, origin: Address) -> str:
        """The ISO 3166 code of the address's country, or `XX`."""
        return next((code for network, code in self._networks if origin in network), UNKNOWN)


_EXAMPLE = f"""write for example {SETTING}='{{"127.0.0.0/8": "DE", "198.51.100.0/24": "US"}}'"""
