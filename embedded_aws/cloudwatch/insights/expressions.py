"""Expressions over the fields of one event: values, comparisons, functions."""

import inspect
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from embedded_aws.cloudwatch.insights.functions import FUNCTIONS, number, text
from embedded_aws.cloudwatch.insights.tokens import END, QueryError, Token, UnservedError

type Row = Mapping[str, Any]
type Value = Callable[[Row], Any]
COMPARED = {"=", "!=", "<", "<=", ">", ">="}


class Reader:
    """Reads the tokens of one command."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0

    @property
    def next(self) -> Token:
        """The token that comes."""
        return self._tokens[self._at] if self._at < len(self._tokens) else END

    def take(self) -> Token:
        """The token that comes, taken."""
        token = self.next
        self._at += 1
        return token

    def takes(self, *words: str) -> bool:
        """Take the token if it is one of these words."""
        if self.next.says(*words):
            self._at += 1
            return True
        return False

    def expect(self, word: str) -> None:
        """Take this word; QueryError for anything else."""
        if not self.takes(word):
            raise QueryError(f"expected {word} before {self.next.text or 'the end'}")

    def name(self) -> str:
        """Take a name."""
        token = self.take()
        if token.kind != "name":
            raise QueryError(f"expected a name before {token.text or 'the end'}")
        return token.text

    def source(self, begin: int) -> str:
        """The words since a place, as the name of a column without alias."""
        return "".join(_shown(each) for each in self._tokens[begin : self._at])

    @property
    def place(self) -> int:
        """The place that reading has come to."""
        return self._at


def _shown(token: Token) -> str:
    if token.kind == "text":
        return f'"{token.text}"'
    return f"{token.text} " if token.text == "," else token.text


def condition(reader: Reader) -> Value:
    """Alternatives, joined by `or`."""
    left = _both(reader)
    while reader.takes("or"):
        left = _or(left, _both(reader))
    return left


def _both(reader: Reader) -> Value:
    left = _not(reader)
    while reader.takes("and"):
        left = _and(left, _not(reader))
    return left


def _or(left: Value, right: Value) -> Value:
    return lambda row: bool(left(row)) or bool(right(row))


def _and(left: Value, right: Value) -> Value:
    return lambda row: bool(left(row)) and bool(right(row))


def _not(reader: Reader) -> Value:
    if reader.takes("not"):
        inner = _not(reader)
        return lambda row: not inner(row)
    return _comparison(reader)


def _comparison(reader: Reader) -> Value:
    left = sum_(reader)
    negated = reader.takes("not")
    if reader.takes("like", "=~"):
        test = _like(left, reader)
    elif reader.takes("in"):
        test = _in(left, reader)
    elif reader.next.says(*COMPARED) and not negated:
        sign = reader.take().text
        right = sum_(reader)
        test = _compared(left, sign, right)
    elif negated:
        raise QueryError("`not` stands before `like` or `in`")
    else:
        return left
    return (lambda row: not test(row)) if negated else test


def _like(left: Value, reader: Reader) -> Value:
    token = reader.take()
    if token.kind == "regex":
        expression = regular(token.text)
        return lambda row: left(row) is not None and bool(expression.search(text(left(row))))
    if token.kind != "text":
        raise QueryError(f"`like` needs a text or an expression before {token.text}")
    return lambda row: left(row) is not None and token.text in text(left(row))


@lru_cache(maxsize=200)
def regular(source: str) -> re.Pattern[str]:
    """The expression; groups are named `(?<name>…)`."""
    try:
        return re.compile(re.sub(r"\(\?<(?![=!])", "(?P<", source))
    except re.error as error:
        raise QueryError(f"the expression /{source}/ is invalid: {error}") from error


def _in(left: Value, reader: Reader) -> Value:
    reader.expect("[")
    members = [sum_(reader)]
    while reader.takes(","):
        members.append(sum_(reader))
    reader.expect("]")
    return lambda row: any(_equal(left(row), each(row)) for each in members)


def _compared(left: Value, sign: str, right: Value) -> Value:
    if sign == "=":
        return lambda row: _equal(left(row), right(row))
    if sign == "!=":
        return lambda row: not _equal(left(row), right(row))
    orders = {"<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (1, 0)}[sign]
    return lambda row: _order(left(row), right(row)) in orders


def _equal(left: Any, right: Any) -> bool:
    if left is None or right is None:
        return left is right
    return _order(left, right) == 0


def _order(left: Any, right: Any) -> int | None:
    """Less, equal or more; None when one is missing."""
    if left is None or right is None:
        return None
    one, other = number(left), number(right)
    if one is not None and other is not None:
        return (one > other) - (one < other)
    return (text(left) > text(right)) - (text(left) < text(right))


def sum_(reader: Reader) -> Value:
    """Sums of products."""
    left = _product(reader)
    while reader.next.says("+", "-"):
        sign = reader.take().text
        left = _calculated(left, sign, _product(reader))
    return left


def _product(reader: Reader) -> Value:
    left = _power(reader)
    while reader.next.says("*", "/", "%"):
        sign = reader.take().text
        left = _calculated(left, sign, _power(reader))
    return left


def _power(reader: Reader) -> Value:
    left = _one(reader)
    if reader.takes("^"):
        return _calculated(left, "^", _power(reader))
    return left


WORK: Mapping[str, Callable[[float, float], float]] = {
    "+": lambda one, other: one + other,
    "-": lambda one, other: one - other,
    "*": lambda one, other: one * other,
    "/": lambda one, other: one / other,
    "%": lambda one, other: one % other,
    "^": lambda one, other: one**other,
}


def _calculated(left: Value, sign: str, right: Value) -> Value:
    def value(row: Row) -> float | None:
        one, other = number(left(row)), number(right(row))
        if one is None or other is None:
            return None
        try:
            return WORK[sign](one, other)
        except (ZeroDivisionError, OverflowError):
            return None

    return value


def _one(reader: Reader) -> Value:
    token = reader.take()
    if token.says("("):
        inner = condition(reader)
        reader.expect(")")
        return inner
    if token.says("-"):
        inner = _one(reader)
        return lambda row: None if number(inner(row)) is None else -(number(inner(row)) or 0)
    if token.kind in {"text", "span"}:
        return lambda _: token.text
    if token.kind == "number":
        return lambda _: float(token.text)
    if token.kind == "name":
        return _call(token.text, reader) if reader.next.says("(") else _field(token.text)
    raise QueryError(f"unexpected {token.text or 'end'}")


def _field(name: str) -> Value:
    constants = {"true": True, "false": False}
    if name.lower() in constants:
        return lambda _: constants[name.lower()]
    return lambda row: row.get(name)


def _call(name: str, reader: Reader) -> Value:
    reader.expect("(")
    arguments: list[Value] = []
    while not reader.takes(")"):
        if arguments:
            reader.expect(",")
        arguments.append(condition(reader))
    return _applied(name, arguments)


def _applied(name: str, arguments: list[Value]) -> Value:
    """The function of these arguments; QueryError when it takes more or fewer."""
    function = FUNCTIONS.get(name.lower())
    if function is None:
        raise UnservedError(f"the function {name} of Logs Insights")
    if name.lower() == "bin":
        arguments = [_field("@timestamp"), *arguments]
    try:
        inspect.signature(function).bind(*arguments)
    except TypeError:
        raise QueryError(f"{name} takes another number of arguments") from None
    return lambda row: function(*(each(row) for each in arguments))
