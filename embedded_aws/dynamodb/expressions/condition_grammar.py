"""The grammar of conditions (Condition and filter expressions, operators, and functions)."""

from typing import Any

from embedded_aws.dynamodb.expressions import condition_checks as checks
from embedded_aws.dynamodb.expressions.conditions import (
    ALWAYS,
    Between,
    Comparison,
    Condition,
    Function,
    In,
    Logical,
    Not,
    Size,
)
from embedded_aws.dynamodb.expressions.grammar import NOWHERE, Grammar
from embedded_aws.dynamodb.expressions.references import References

COMPARATORS = ("=", "<>", "<=", ">=", "<", ">")


def parsed(text: str, references: References) -> Condition:
    """The condition that the text says; ValidationError as DynamoDB refuses it."""
    return _Parser(text, references).whole()


class _Parser(Grammar):
    _group = (-1, -1)
    """Where the last parentheses opened, and what follows them."""

    def whole(self) -> Condition:
        condition = self._condition(self._any())
        self.end()
        return condition

    def _any(self) -> Any:
        parts = [self._all()]
        while self.tokens.word("OR"):
            parts.append(self._all())
        return self._joined("OR", parts)

    def _all(self) -> Any:
        parts = [self._negated()]
        while self.tokens.word("AND"):
            parts.append(self._negated())
        return self._joined("AND", parts)

    def _joined(self, operator: str, parts: list[Any]) -> Any:
        if len(parts) == 1:
            return parts[0]
        return Logical(operator, tuple(map(self._condition, parts)))

    def _negated(self) -> Any:
        if self.tokens.word("NOT"):
            return Not(self._condition(self._negated()))
        return self._relation()

    def _relation(self) -> Any:
        """A comparison, or an operand or condition alone."""
        first = self._term()
        token = self.tokens.here
        if token.kind == "symbol" and token.text in COMPARATORS:
            return self._comparison(self.tokens.take().text, first)
        if self.tokens.word("BETWEEN"):
            return self._between(first)
        if self.tokens.word("IN"):
            return self._in(first)
        return first

    def _comparison(self, operator: str, first: Any) -> Condition:
        left, right = self._value(first), self._value(self._term())
        checks.comparison(self, operator, left, right)
        return Comparison(operator, left, right)

    def _between(self, first: Any) -> Condition:
        operand, low = self._value(first), self._value(self._term())
        if not self.tokens.word("AND"):
            raise self.tokens.error()
        high = self._value(self._term())
        checks.between(self, operand, low, high)
        return Between(operand, low, high)

    def _in(self, first: Any) -> Condition:
        self.tokens.need("(")
        options = [self._value(self._term())]
        while self.tokens.symbol(","):
            options.append(self._value(self._term()))
        self.tokens.need(")")
        operand = self._value(first)
        checks.several(self, operand, options)
        return In(operand, tuple(options))

    def _term(self) -> Any:
        """An operand, a function, or either or a condition in parentheses."""
        begin = self.tokens.mark()
        if not self.tokens.symbol("("):
            return self.operand(self._function)
        inner = self._any()
        if self._group == (begin + 1, self.tokens.mark()):
            self.fault("parentheses", "The expression has redundant parentheses;")
        self.tokens.need(")")
        self._group = (begin, self.tokens.mark())
        return inner

    def _function(self) -> Any:
        name, operands = self.call(self._term)
        operands = [self._value(each, within=name) for each in operands]
        return checks.function(self, name, operands)

    def _value(self, operand: Any, within: str = "") -> Any:
        """The operand, which must be no condition."""
        if isinstance(operand, Function):
            checks.misused(self, operand.name)
            return NOWHERE
        if isinstance(operand, Comparison | Between | In | Not | Logical):
            raise self.tokens.error()
        if within and isinstance(operand, Size):
            checks.misused(self, "size")
        return operand

    def _condition(self, part: Any) -> Condition:
        """The part, which must be a condition."""
        if isinstance(part, Size):
            checks.misused(self, "size")
        if isinstance(part, Size) or part is NOWHERE:  # at fault, which is told at the end
            return ALWAYS
        if isinstance(part, Comparison | Between | In | Not | Logical | Function):
            return part
        raise self.tokens.error()
