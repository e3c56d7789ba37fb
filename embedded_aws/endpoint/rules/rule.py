"""One rule about the parameters of some operations."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

type Parameters = Mapping[str, Any]
type Fault = Callable[[Parameters], str | None]


@dataclass(frozen=True)
class Rule:
    """The operations, the error's code, and what finds a fault in the parameters."""

    operations: frozenset[str]
    code: str
    fault: Fault


def rule(operations: str, code: str, fault: Fault) -> Rule:
    """A rule for operations that are named one after the other."""
    return Rule(frozenset(operations.split()), code, fault)
