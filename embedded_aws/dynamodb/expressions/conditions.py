"""Conditions, which hold for an item or do not; types that do not compare make them false."""

from dataclasses import dataclass
from typing import Protocol

from embedded_aws.dynamodb.values.attributes import Attribute, Values
from embedded_aws.dynamodb.values.comparing import (
    begins,
    comparable,
    extent,
    includes,
    kind_of,
    rank,
    same,
)


class Operand(Protocol):
    """A path, a value, or a function of one."""

    def value(self, item: Values) -> Attribute | None:
        """The operand's value for this item."""


class Condition(Protocol):
    """A condition on an item; an item that is not there is empty."""

    def holds(self, item: Values) -> bool:
        """Whether it holds."""


@dataclass(frozen=True)
class Literal:
    """A `:value` of the request."""

    content: Attribute

    def value(self, _: Values) -> Attribute:
        """The request's value."""
        return self.content


@dataclass(frozen=True)
class Size:
    """`size(…)`, a number; no value for types that have no size."""

    of: Operand

    def value(self, item: Values) -> Attribute | None:
        """The size."""
        value = self.of.value(item)
        size = extent(value) if value is not None else None
        return None if size is None else {"N": str(size)}


@dataclass(frozen=True)
class Comparison:
    """Two operands and `=`, `<>`, `<`, `<=`, `>` or `>=`."""

    operator: str
    left: Operand
    right: Operand

    def holds(self, item: Values) -> bool:
        """Whether both are there and compare so; what is absent differs from everything."""
        left, right = self.left.value(item), self.right.value(item)
        if self.operator in {"=", "<>"}:
            equal = left is not None and right is not None and same(left, right)
            return equal == (self.operator == "=")
        if left is None or right is None or not comparable(left, right):
            return False
        return _ordered(self.operator, left, right)


def _ordered(operator: str, left: Attribute, right: Attribute) -> bool:
    one, other = rank(left), rank(right)
    if operator[0] == "<":
        return bool(one < other or (operator == "<=" and one == other))
    return bool(one > other or (operator == ">=" and one == other))


@dataclass(frozen=True)
class Between:
    """An operand within two bounds, both included."""

    operand: Operand
    low: Operand
    high: Operand

    def holds(self, item: Values) -> bool:
        """Whether all three are of one type and in order."""
        above = Comparison(">=", self.operand, self.low)
        return above.holds(item) and Comparison("<=", self.operand, self.high).holds(item)


@dataclass(frozen=True)
class In:
    """An operand that is one of several."""

    operand: Operand
    options: tuple[Operand, ...]

    def holds(self, item: Values) -> bool:
        """Whether one option equals it."""
        return any(Comparison("=", self.operand, each).holds(item) for each in self.options)


@dataclass(frozen=True)
class Function:
    """A function of one or two operands that is a condition of its own."""

    name: str
    operands: tuple[Operand, ...]

    def holds(self, item: Values) -> bool:
        """Whether the function is true."""
        values = [operand.value(item) for operand in self.operands]
        if self.name == "attribute_exists":
            return values[0] is not None
        if self.name == "attribute_not_exists":
            return values[0] is None
        first, second = values
        if first is None or second is None:
            return False
        if self.name == "begins_with":
            return begins(first, second)
        if self.name == "contains":
            return includes(first, second)
        return kind_of(first) == second.get("S")


@dataclass(frozen=True)
class Not:
    """The opposite."""

    condition: Condition

    def holds(self, item: Values) -> bool:
        """Whether the condition does not hold."""
        return not self.condition.holds(item)


@dataclass(frozen=True)
class Logical:
    """Conditions joined by AND or OR."""

    operator: str
    conditions: tuple[Condition, ...]

    def holds(self, item: Values) -> bool:
        """Whether all or any hold."""
        results = (each.holds(item) for each in self.conditions)
        return all(results) if self.operator == "AND" else any(results)


ALWAYS = Logical("AND", ())
