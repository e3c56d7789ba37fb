"""Context for compiling a web ACL: the sets it refers to, and the gaps of this machine."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from embedded_aws.waf.addresses import Networks
from embedded_aws.waf.countries import Countries
from embedded_aws.waf.rates import Rates


class NotEnforcedError(Exception):
    """A part of a rule cannot be evaluated here; the message says which."""


class Sets(Protocol):
    """The present sets that rules refer to."""

    def networks(self, arn: str) -> Networks | None:
        """The addresses of an IP set; None when there is no such set."""

    def patterns(self, arn: str) -> tuple[re.Pattern[bytes], ...] | None:
        """The expressions of a regex pattern set; None when there is no such set."""


@dataclass
class Compiler:
    """The state of compiling one web ACL."""

    label_prefix: str
    sets: Sets
    countries: Countries
    rates: Callable[[str, object, float, int], Rates]
    rule: str = ""
    reads_body: bool = False
    gaps: list[str] = field(default_factory=list)

    def gap(self, what: str) -> None:
        """Record a part of the current rule that is not enforced."""
        sentence = f"rule {self.rule}: {what}"
        if sentence not in self.gaps:
            self.gaps.append(sentence)
