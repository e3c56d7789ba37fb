"""Rules of composite alarms: ALARM("a") AND NOT (OK(b) OR INSUFFICIENT_DATA(c))."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

STATES = ("ALARM", "OK", "INSUFFICIENT_DATA")
_TOKEN = re.compile(
    r'\s*(?:(?P<state>ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?P<name>"[^"]+"|[^()"]+?)\s*\)'
    r"|(?P<word>AND|OR|NOT|TRUE|FALSE|\(|\)))",
    re.IGNORECASE,
)


class RuleError(Exception):
    """The rule cannot be parsed; the message says where."""


@dataclass
class AlarmRule:
    """A parsed rule, which is evaluated over the alarms' states."""

    holds: Callable[[Mapping[str, str]], bool]
    names: set[str] = field(default_factory=set)


def read(text: str) -> AlarmRule:
    """The parsed rule; RuleError when the text is not one."""
    reader = _Reader(_tokens(text))
    try:
        holds = reader.either()
    except RecursionError:
        raise RuleError("AlarmRule is nested too deeply") from None
    if reader.tokens:
        raise RuleError(f"AlarmRule has something after its end: {reader.tokens[0]}")
    return AlarmRule(holds, reader.names)


def _tokens(text: str) -> list[tuple[str, str]]:
    """(word or state, name)."""
    tokens, position, end = [], 0, len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if not match:
            raise RuleError(f"AlarmRule cannot be read from here on: {text[position:].strip()}")
        word, name = match["word"] or match["state"], match["name"] or ""
        tokens.append((word.upper(), name.strip('"').rsplit(":alarm:", maxsplit=1)[-1]))
        position = match.end()
    return tokens


type _Holds = Callable[[Mapping[str, str]], bool]


class _Reader:
    """A parser of OR, AND and NOT, in order of precedence."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self.names: set[str] = set()

    def either(self) -> _Holds:
        left = self._both()
        while self._taken("OR"):
            left = _or(left, self._both())
        return left

    def _both(self) -> _Holds:
        left = self._one()
        while self._taken("AND"):
            left = _and(left, self._one())
        return left

    def _one(self) -> _Holds:
        if self._taken("NOT"):
            negated = self._one()
            return lambda states: not negated(states)
        if self._taken("("):
            inner = self.either()
            if not self._taken(")"):
                raise RuleError("AlarmRule has a parenthesis that nothing closes")
            return inner
        if not self.tokens:
            raise RuleError("AlarmRule ends where an alarm should come")
        word, name = self.tokens.pop(0)
        if word in {"TRUE", "FALSE"}:
            return lambda _: word == "TRUE"
        if word not in STATES:
            raise RuleError(f"AlarmRule has {word} where an alarm should come")
        self.names.add(name)
        return lambda states: states.get(name) == word

    def _taken(self, word: str) -> bool:
        if self.tokens and self.tokens[0][0] == word:
            self.tokens.pop(0)
            return True
        return False


def _or(left: _Holds, right: _Holds) -> _Holds:
    return lambda states: left(states) or right(states)


def _and(left: _Holds, right: _Holds) -> _Holds:
    return lambda states: left(states) and right(states)
