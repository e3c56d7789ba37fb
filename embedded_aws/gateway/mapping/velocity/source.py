"""A template's text while it is read."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from embedded_aws.gateway.mapping.velocity.running import Evaluate, Render


class VelocityError(Exception):
    """The template cannot be read, or fails when it runs; the message says where."""


@dataclass(frozen=True)
class Grammar:
    """The rules that refer to each other from different modules."""

    expression: Callable[["Source"], Evaluate]
    block: Callable[["Source"], Render]


class Source:
    """A text and the position up to which it is read."""

    def __init__(self, text: str, grammar: Grammar) -> None:
        self.text = text
        self.at = 0
        self.grammar = grammar

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Read what matches here, if anything does."""
        match = pattern.match(self.text, self.at)
        if match:
            self.at = match.end()
        return match

    def require(self, pattern: re.Pattern[str], expected: str) -> re.Match[str]:
        """Read what must stand here."""
        match = self.take(pattern)
        if match is None:
            raise self.fault(expected)
        return match

    def sees(self, pattern: re.Pattern[str]) -> bool:
        """Whether the pattern matches here."""
        return pattern.match(self.text, self.at) is not None

    def fault(self, expected: str) -> VelocityError:
        """The error of a text that does not go on as expected."""
        read = self.text[: self.at]
        line, column = 1 + read.count("\n"), len(read) - read.rfind("\n")
        rest = self.text[self.at : self.at + 30].split("\n")[0] or "the end"
        return VelocityError(f"line {line}, column {column}: expected {expected}, not {rest}")
