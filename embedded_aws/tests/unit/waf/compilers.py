"""A compiler without sets and countries, and sample requests."""

from typing import Any

from embedded_aws.waf import Countries, Request
from embedded_aws.waf.compiler import Compiler
from embedded_aws.waf.rates import Rates


class NoSets:
    """No sets at all."""

    def networks(self, arn: str) -> None:
        del arn

    def patterns(self, arn: str) -> None:
        del arn


def compiler() -> Compiler:
    return Compiler(
        "awswaf:1:webacl:front:",
        NoSets(),
        Countries({}),
        lambda _rule, _settings, seconds, limit: Rates(seconds, limit),
        rule="one",
    )


def request_for(**given: Any) -> Request:
    """A plain request with these changes."""
    plain = {"method": "GET", "uri_path": "/", "query": "", "headers": []}
    return Request(**{**plain, "source_ip": "192.0.2.1", "at": 0, **given})
