"""The grammar that all expressions share: paths, values, functions; and the faults of one parse."""

from collections.abc import Callable
from typing import Any

from embedded_aws.dynamodb.errors import ValidationError
from embedded_aws.dynamodb.expressions.conditions import Literal, Operand, Size
from embedded_aws.dynamodb.expressions.paths import Part, Path
from embedded_aws.dynamodb.expressions.references import RESERVED, References
from embedded_aws.dynamodb.expressions.tokens import Tokens

NOWHERE = Path(("?",))
"""Stands for an operand that is at fault, so that the rest is parsed too."""
FAULTS = (
    "parentheses",
    "function",
    "misuse",
    "reserved",
    "section",
    "reference",
    "overlap",
    "operand",
    "distinct",
    "type",
)
"""Which fault DynamoDB names, when there are several: the first of these."""


class Faults:
    """The faults of one parse, of which DynamoDB names one."""

    def __init__(self) -> None:
        self._faults: dict[str, str] = {}

    def fault(self, kind: str, message: str) -> None:
        """Note a fault; the first of a kind counts."""
        self._faults.setdefault(kind, message)

    def judge(self) -> None:
        """Refuse the expression, if it was at fault."""
        for kind in FAULTS:
            if kind in self._faults:
                raise ValidationError(self._faults[kind])

    def count(self, name: str, operands: list[Any], needed: int) -> bool:
        """Whether the function has its number of operands, else a fault."""
        if len(operands) != needed:
            self.fault(
                "operand",
                "Incorrect number of operands for operator or function; operator or function: "
                f"{name}, number of operands: {len(operands)}",
            )
        return len(operands) == needed

    def wrong_type(self, name: str, kind: str) -> None:
        """A fault: the operand's type does not fit."""
        self.fault(
            "type",
            "Incorrect operand type for operator or function; operator or function: "
            f"{name}, operand type: {kind}",
        )


class Grammar(Faults):
    """One parse; a syntax error ends it at once, other faults are raised by `judge`."""

    def __init__(self, text: str, references: References) -> None:
        super().__init__()
        self.tokens = Tokens(text)
        self._references = references

    def end(self) -> None:
        """The expression must end here, and have no fault."""
        if self.tokens.here.kind != "end":
            raise self.tokens.error()
        self.judge()

    def path(self) -> Path:
        """A document path."""
        parts: list[Part] = [self._name()]
        while True:
            if self.tokens.symbol("."):
                parts.append(self._name())
            elif self.tokens.symbol("["):
                if self.tokens.here.kind != "index":
                    raise self.tokens.error()
                parts.append(int(self.tokens.take().text))
                self.tokens.need("]")
            else:
                return Path(tuple(parts))

    def _name(self) -> str:
        token = self.tokens.here
        if token.kind == "name":
            if token.text.upper() in RESERVED:
                self.fault(
                    "reserved",
                    "Attribute name is a reserved keyword; reserved keyword: " + token.text,
                )
            return self.tokens.take().text
        if token.kind != "reference" or not token.text.startswith("#"):
            raise self.tokens.error()
        name = self._references.name(self.tokens.take().text)
        if name is None:
            self.fault(
                "reference",
                "An expression attribute name used in the document path is not defined; "
                f"attribute name: {token.text}",
            )
        return name or token.text

    def literal(self) -> Operand:
        """A `:value`."""
        reference = self.tokens.take().text
        content = self._references.value(reference)
        if content is not None:
            return Literal(content)
        self.fault(
            "reference",
            "An expression attribute value used in expression is not defined; "
            f"attribute value: {reference}",
        )
        return NOWHERE

    def operand(self, function: Callable[[], Any]) -> Any:
        """A path, a value, or what the function reads at a name with a parenthesis."""
        token = self.tokens.here
        if token.kind == "reference" and token.text.startswith(":"):
            return self.literal()
        if token.kind == "name" and self.tokens.after.text == "(":
            return function()
        return self.path()

    def call(self, operand: Callable[[], Any]) -> tuple[str, list[Any]]:
        """A function's name and operands."""
        name = self.tokens.take().text
        self.tokens.need("(")
        operands = [operand()]
        while self.tokens.symbol(","):
            operands.append(operand())
        self.tokens.need(")")
        return name, operands


def literal_kind(operand: Any) -> str | None:
    """The type of an operand that is known without an item."""
    if isinstance(operand, Literal):
        return next(iter(operand.content))
    return "N" if isinstance(operand, Size) else None
