"""What compiling a web ACL needs to know, and what it finds that this machine cannot do."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from embedded_aws.waf.addresses import Networks
from embedded_aws.waf.countries import Countries
from embedded_aws.waf.rates import Rates


class NotEnforcedError(Exception):
    """A part of a rule that nothing here can evaluate; says which."""


class Sets(Protocol):
    """The sets that rules refer to, as they are at the moment."""

    def networks(self, arn: str) -> Networks | None:
        """The addresses of an IP set; None when there is no such set."""

    def patterns(self, arn: str) -> tuple[re.Pattern[bytes], ...] | None:
        """The expressions of a regex pattern set; None when there is no such set."""


@dataclass
class Compiler:
    """Carried through all statements of one web ACL."""

    label_prefix: str
    sets: Sets
    countries: Countries
    rates: Callable[[str, object, float, int], Rates]
    rule: str = ""
    reads_body: bool = False
    gaps: list[str] = field(default_factory=list)

    def gap(self, what: str) -> None:
        """Note what of the current rule is not enforced."""
        sentence = f"rule {self.rule}: {what}"
        if sentence not in self.gaps:
            self.gaps.append(sentence)
