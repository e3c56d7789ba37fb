"""Lists, ranges and maps that a template writes down."""

import re
from typing import Any

from embedded_aws.gateway.mapping.java import Items, Table, java
from embedded_aws.gateway.mapping.velocity.running import Evaluate, Scope
from embedded_aws.gateway.mapping.velocity.source import Source

_LIST_END, _MAP_END = re.compile(r"\s*\]"), re.compile(r"\s*\}")
_COMMA, _COLON, _RANGE = re.compile(r"\s*,"), re.compile(r"\s*:"), re.compile(r"\s*\.\.")


def a_list(source: Source) -> Evaluate:
    """`[…]`, whose first bracket is read."""
    values: list[Evaluate] = []
    while not source.take(_LIST_END):
        if values and source.take(_RANGE):
            return _range(values[0], source)
        if values:
            source.require(_COMMA, "a comma or ]")
        values.append(source.grammar.expression(source))
    return lambda scope: Items(each(scope) for each in values)


def _range(first: Evaluate, source: Source) -> Evaluate:
    last = source.grammar.expression(source)
    source.require(_LIST_END, "]")

    def evaluate(scope: Scope) -> Any:
        begin, end = first(scope), last(scope)
        if not isinstance(begin, int) or not isinstance(end, int):
            return None
        step = 1 if end >= begin else -1
        return Items(java(each) for each in range(begin, end + step, step))

    return evaluate


def a_map(source: Source) -> Evaluate:
    """`{…}`, whose first brace is read."""
    pairs: list[tuple[Evaluate, Evaluate]] = []
    while not source.take(_MAP_END):
        if pairs:
            source.require(_COMMA, "a comma or }")
        key = source.grammar.expression(source)
        source.require(_COLON, "a colon")
        pairs.append((key, source.grammar.expression(source)))
    return lambda scope: Table((key(scope), value(scope)) for key, value in pairs)
