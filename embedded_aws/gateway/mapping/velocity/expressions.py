"""Expressions: literals, references and operators."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from embedded_aws.gateway.mapping.java import Flag, Real, Text, Whole
from embedded_aws.gateway.mapping.velocity.collections import a_list, a_map
from embedded_aws.gateway.mapping.velocity.operators import (
    EQUALITY,
    ORDER,
    PRODUCTS,
    SUMS,
    Binary,
)
from embedded_aws.gateway.mapping.velocity.references import reference
from embedded_aws.gateway.mapping.velocity.running import Evaluate, Scope, truth
from embedded_aws.gateway.mapping.velocity.source import Source, VelocityError

_OR = re.compile(r"\s*(?:\|\||or\b)")
_AND = re.compile(r"\s*(?:&&|and\b)")
_NOT = re.compile(r"\s*(?:!|not\b)")
_EQUALITY = re.compile(r"\s*(==|!=|eq\b|ne\b)")
_ORDER = re.compile(r"\s*(<=|>=|<|>|lt\b|le\b|gt\b|ge\b)")
_SUM = re.compile(r"\s*([+-])")
_PRODUCT = re.compile(r"\s*([*/%])")
_SPACE = re.compile(r"\s*")
_REAL = re.compile(r"-?\d*\.\d+(?:[eE][+-]?\d+)?")
_WHOLE = re.compile(r"-?\d+")
_SINGLE = re.compile(r"'((?:[^']|'')*)'")
_DOUBLE = re.compile(r'"((?:[^"]|"")*)"')
_WORD = re.compile(r"(true|false|null)\b")
_OPEN, _CLOSE = re.compile(r"\("), re.compile(r"\s*\)")
_LIST = re.compile(r"\[\s*")
_MAP = re.compile(r"\{\s*")


def _whole(digits: str) -> Whole:
    try:
        return Whole(digits)
    except ValueError as error:
        raise VelocityError("a number in the template has no end") from error


WORDS = {"true": Flag(1), "false": Flag(0), "null": None}
LITERALS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Any]], ...] = (
    (_SINGLE, lambda text: Text(text[1].replace("''", "'"))),
    (_REAL, lambda number: Real(number[0])),
    (_WHOLE, lambda number: _whole(number[0])),
    (_WORD, lambda word: WORDS[word[1]]),
)
LEVELS: tuple[tuple[re.Pattern[str], Mapping[str, Binary]], ...] = (
    (_EQUALITY, EQUALITY),
    (_ORDER, ORDER),
    (_SUM, SUMS),
    (_PRODUCT, PRODUCTS),
)
"""Binary operators, the weakest first."""


def expression(source: Source) -> Evaluate:
    """The expression that stands here."""
    left = _conjunction(source)
    while source.take(_OR):
        left = _either(left, _conjunction(source))
    return left


def _conjunction(source: Source) -> Evaluate:
    left = _binary(source, 0)
    while source.take(_AND):
        left = _both(left, _binary(source, 0))
    return left


def _either(left: Evaluate, right: Evaluate) -> Evaluate:
    return lambda scope: Flag(truth(left(scope)) or truth(right(scope)))


def _both(left: Evaluate, right: Evaluate) -> Evaluate:
    return lambda scope: Flag(truth(left(scope)) and truth(right(scope)))


def _binary(source: Source, level: int) -> Evaluate:
    if level == len(LEVELS):
        return _unary(source)
    pattern, operators = LEVELS[level]
    left = _binary(source, level + 1)
    while sign := source.take(pattern):
        left = _applied(operators[sign[1]], left, _binary(source, level + 1))
    return left


def _applied(operate: Binary, left: Evaluate, right: Evaluate) -> Evaluate:
    return lambda scope: operate(left(scope), right(scope))


def _unary(source: Source) -> Evaluate:
    if source.take(_NOT):
        negated = _unary(source)
        return lambda scope: Flag(not truth(negated(scope)))
    source.take(_SPACE)
    if source.take(_OPEN):
        inner = expression(source)
        source.require(_CLOSE, ")")
        return inner
    return _primary(source)


def _primary(source: Source) -> Evaluate:
    path = reference(source)
    if path:
        return path.value
    if text := source.take(_DOUBLE):
        return _interpolated(source, text[1].replace('""', '"'))
    for pattern, value in LITERALS:
        if literal := source.take(pattern):
            return _constant(value(literal))
    if source.take(_LIST):
        return a_list(source)
    if source.take(_MAP):
        return a_map(source)
    raise source.fault("a value")


def _constant(value: Any) -> Evaluate:
    return lambda _: value


def _interpolated(source: Source, text: str) -> Evaluate:
    """A text between double quotes, with its references and directives run."""
    if not ("$" in text or "#" in text):
        return _constant(Text(text))
    render = source.grammar.block(Source(text, source.grammar))

    def evaluate(scope: Scope) -> Text:
        output: list[str] = []
        render(scope, output)
        return Text("".join(output))

    return evaluate
