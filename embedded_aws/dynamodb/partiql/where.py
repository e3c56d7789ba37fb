"""The grammar of WHERE, whose trees are those of conditions (PartiQL functions and operators)."""

from dataclasses import dataclass
from typing import Any

from embedded_aws.dynamodb.errors import ValidationError
from embedded_aws.dynamodb.expressions import condition_checks as checks
from embedded_aws.dynamodb.expressions.conditions import (
    ALWAYS,
    Between,
    Comparison,
    Condition,
    Function,
    In,
    Literal,
    Logical,
    Not,
)
from embedded_aws.dynamodb.expressions.grammar import NOWHERE
from embedded_aws.dynamodb.expressions.paths import Path
from embedded_aws.dynamodb.partiql.reader import Reader
from embedded_aws.dynamodb.partiql.tokens import malformed
from embedded_aws.dynamodb.values.attributes import Values
from embedded_aws.dynamodb.values.comparing import kind_of

COMPARATORS = ("=", "<>", "!=", "<=", ">=", "<", ">")
TYPES = {
    "NULL": ("NULL",),
    "BOOL": ("BOOL",),
    "BOOLEAN": ("BOOL",),
    "STRING": ("S",),
    "INT": ("N",),
    "INTEGER": ("N",),
    "DECIMAL": ("N",),
    "NUMERIC": ("N",),
    "BLOB": ("B",),
    "LIST": ("L",),
    "STRUCT": ("M",),
    "TUPLE": ("M",),
    "BAG": ("SS", "NS", "BS"),
}


@dataclass(frozen=True)
class IsType:
    """`IS` with a type's name."""

    path: Path
    kinds: tuple[str, ...]

    def holds(self, item: Values) -> bool:
        """Whether the value is there and of this type."""
        value = self.path.value(item)
        return value is not None and kind_of(value) in self.kinds


def parsed(reader: Reader) -> Condition:
    """The condition that is next."""
    return is_condition(_Where(reader).any())


def is_condition(part: Any) -> Condition:
    """The part, which must be a condition and no operand."""
    if isinstance(part, (Comparison, Between, In, Not, Logical, Function, IsType)):
        return part
    raise malformed("Expected a condition in the where clause")


class _Where:
    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._tokens = reader.tokens

    def any(self) -> Any:
        """Conditions joined by OR; in parentheses perhaps an operand alone."""
        parts = [self._all()]
        while self._tokens.word("OR"):
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else Logical("OR", tuple(map(is_condition, parts)))

    def _all(self) -> Any:
        parts = [self._negated()]
        while self._tokens.word("AND"):
            parts.append(self._negated())
        return parts[0] if len(parts) == 1 else Logical("AND", tuple(map(is_condition, parts)))

    def _negated(self) -> Any:
        if self._tokens.word("NOT"):
            return Not(is_condition(self._negated()))
        return self._relation()

    def _relation(self) -> Any:
        first = self._term()
        operator = self._tokens.symbol(*COMPARATORS)
        if operator:
            return self._comparison(operator.replace("!=", "<>"), first)
        if self._tokens.word("IS"):
            return self._is(first)
        negated = self._tokens.word("NOT")
        if self._tokens.word("BETWEEN"):
            relation = self._between(first)
        elif self._tokens.word("IN"):
            relation = self._in(first)
        elif negated:
            raise malformed("Expected BETWEEN or IN after NOT")
        else:
            return first
        return Not(relation) if negated else relation

    def _comparison(self, operator: str, first: Any) -> Condition:
        second = self._term()
        if isinstance(first, Function) and isinstance(second, Literal):
            holds = second.content == {"BOOL": operator == "="}
            return first if holds else Not(first)
        checks.comparison(self._reader, operator, first, second)
        return Comparison(operator, first, second)

    def _between(self, first: Any) -> Condition:
        low = self._term()
        self._tokens.need_word("AND")
        high = self._term()
        checks.between(self._reader, first, low, high)
        return Between(first, low, high)

    def _in(self, first: Any) -> Condition:
        end = {"[": "]", "(": ")", "<<": ">>"}.get(self._tokens.take().text)
        if end is None:
            raise malformed("Expected a list after IN")
        options: list[Any] = []
        while not self._tokens.symbol(end):
            if options:
                self._tokens.need(",")
            options.append(self._term())
        checks.several(self._reader, first, options)
        return In(first, tuple(options))

    def _is(self, first: Any) -> Condition:
        negated = self._tokens.word("NOT")
        kind = self._tokens.take().text.upper()
        if not isinstance(first, Path) or kind not in {*TYPES, "MISSING"}:
            raise malformed(f"Expected a type's name after IS, not {kind}")
        missing = Function("attribute_not_exists", (first,))
        condition = missing if kind == "MISSING" else IsType(first, TYPES[kind])
        return Not(condition) if negated else condition

    def _term(self) -> Any:
        """A path, a value, a function, or one of them or a condition in parentheses."""
        if self._tokens.symbol("("):
            inner = self.any()
            self._tokens.need(")")
            return inner
        if self._reader.calls():
            return self._function()
        return self._reader.literal() if self._reader.literals.begins() else self._reader.path()

    def _function(self) -> Any:
        token = self._tokens.take()
        name = token.text.lower()
        if name not in checks.OPERANDS:
            raise ValidationError(f"Unrecognized function: {name} at {token.place}")
        self._tokens.need("(")
        operands: list[Any] = []
        while not self._tokens.symbol(")"):
            if operands:
                self._tokens.need(",")
            operands.append(self._term())
        function = checks.function(self._reader, name, operands)
        return ALWAYS if function is NOWHERE else function


def conjuncts(condition: Condition) -> list[Any]:
    """The conditions that must all hold."""
    if isinstance(condition, Logical) and condition.operator == "AND":
        return [part for each in condition.conditions for part in conjuncts(each)]
    return [condition]


def equality(part: Any) -> tuple[str, Any] | None:
    """The attribute and the value that it must equal; None for another condition."""
    if not isinstance(part, Comparison) or part.operator != "=":
        return None
    left, right = part.left, part.right
    if isinstance(left, Literal):
        left, right = right, left
    if not isinstance(left, Path) or left.nested or not isinstance(right, Literal):
        return None
    return left.head, right.content
