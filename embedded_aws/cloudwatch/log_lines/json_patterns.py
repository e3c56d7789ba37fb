"""JSON filter patterns: { ($.status = 5* || $.error.code EXISTS) && $.path != "/health" }."""

import json
import re
from collections.abc import Callable
from typing import Any

from embedded_aws.cloudwatch.log_lines.conditions import ABSENT, PatternError, compared, existing

type Holds = Callable[[Any], bool]

_TOKEN = re.compile(
    r"\s*(?:(?P<sign>&&|\|\||\(|\))"
    r"|(?P<selector>\$[^\s=!<>()&|]*)\s*(?:"
    r"(?P<compare>!=|<=|>=|=|<|>)\s*(?P<value>\"(?:[^\"\\]|\\.)*\"|%[^%]+%|[^\s()&|]+)"
    r"|(?P<words>IS\s+\w+|NOT\s+EXISTS|EXISTS)))",
    re.IGNORECASE,
)
_STEP = re.compile(r'\.([^.\[\]]+)|\[(\d+|\*)\]|\[[\'"]([^\'"]+)[\'"]\]')


def read(text: str) -> Holds:
    """The predicate of a pattern in braces, for parsed lines."""
    if not text.endswith("}"):
        raise PatternError("the pattern has a { that nothing closes")
    tokens = _tokens(text[1:-1].strip())
    try:
        holds = _either(tokens)
    except RecursionError:
        raise PatternError("the pattern is nested too deeply") from None
    if tokens:
        raise PatternError(f"the pattern has {tokens[0]} after its end")
    return holds


def parsed(line: str) -> Any:
    """The line's JSON; ABSENT when it is not JSON, or nested deeper than anybody reads."""
    try:
        return json.loads(line) if line.lstrip().startswith("{") else ABSENT
    except (ValueError, RecursionError):
        return ABSENT


def selected(content: Any, selector: str) -> Any:
    """The value at a selector such as `$.a.b[0]`; ABSENT without one."""
    value = content
    for name, index, quoted in _STEP.findall(selector.removeprefix("$")):
        key = int(index) if index.isdecimal() else name or quoted
        try:
            value = value[key]
        except (KeyError, IndexError, TypeError):
            return ABSENT
    return value


def _tokens(text: str) -> list[Any]:
    """Operators as text, and conditions as predicates."""
    tokens: list[Any] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if not match:
            raise PatternError(f"the pattern cannot be read from here on: {text[position:]}")
        tokens.append(match["sign"] or _condition(match))
        position = match.end()
    return tokens


def _condition(match: re.Match[str]) -> Holds:
    selector = match["selector"]
    words = match["words"]
    test = existing(words) if words else compared(match["compare"], match["value"])
    return lambda content: test(selected(content, selector))


def _either(tokens: list[Any]) -> Holds:
    left = _both(tokens)
    while tokens and tokens[0] == "||":
        tokens.pop(0)
        left = _or(left, _both(tokens))
    return left


def _both(tokens: list[Any]) -> Holds:
    left = _one(tokens)
    while tokens and tokens[0] == "&&":
        tokens.pop(0)
        left = _and(left, _one(tokens))
    return left


def _one(tokens: list[Any]) -> Holds:
    first = tokens.pop(0) if tokens else ""
    if first == "(":
        inner = _either(tokens)
        if not tokens or tokens.pop(0) != ")":
            raise PatternError("the pattern has a ( that nothing closes")
        return inner
    if not callable(first):
        raise PatternError(f"the pattern has {first or 'its end'} where a condition should come")
    condition: Holds = first
    return condition


def _or(left: Holds, right: Holds) -> Holds:
    return lambda content: left(content) or right(content)


def _and(left: Holds, right: Holds) -> Holds:
    return lambda content: left(content) and right(content)
