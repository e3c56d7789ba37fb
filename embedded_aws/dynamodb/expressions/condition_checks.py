"""The faults of a condition that show without an item: types, numbers and order of operands."""

from typing import Any

from embedded_aws.dynamodb.expressions.conditions import Function, Literal, Size
from embedded_aws.dynamodb.expressions.grammar import NOWHERE, Faults, literal_kind
from embedded_aws.dynamodb.expressions.paths import Path
from embedded_aws.dynamodb.values.comparing import ORDERED, comparable, rank

OPERANDS = {
    "attribute_exists": 1,
    "attribute_not_exists": 1,
    "attribute_type": 2,
    "begins_with": 2,
    "contains": 2,
    "size": 1,
}
OF_UPDATES = ("if_not_exists", "list_append")
TYPES = "{B,NULL,SS,BOOL,L,BS,N,NS,S,M}"
LARGEST_IN = 100
WITHOUT_SIZE = ("N", "BOOL", "NULL")


def comparison(grammar: Faults, operator: str, left: Any, right: Any) -> None:
    """A comparator's two operands."""
    distinct(grammar, operator, [left, right])
    if operator in {"=", "<>"}:
        return
    for each in (left, right):
        kind = literal_kind(each)
        if kind and kind not in ORDERED:
            grammar.wrong_type(operator, kind)


def between(grammar: Faults, operand: Any, low: Any, high: Any) -> None:
    """Bounds of one type, the lower one first."""
    for each in (operand, low, high):
        kind = literal_kind(each)
        if kind and kind not in ORDERED:
            grammar.wrong_type("BETWEEN", kind)
            return
    if not isinstance(low, Literal) or not isinstance(high, Literal):
        return
    bounds = (
        f"lower bound operand: AttributeValue: {_shown(low)}, "
        f"upper bound operand: AttributeValue: {_shown(high)}"
    )
    if not comparable(low.content, high.content):
        message = "The BETWEEN operator requires same data type for lower and upper bounds; "
        grammar.fault("type", message + bounds)
    elif rank(low.content) > rank(high.content):
        message = "The BETWEEN operator requires upper bound to be greater than or equal to "
        grammar.fault("type", f"{message}lower bound; {bounds}")


def _shown(literal: Literal) -> str:
    ((kind, content),) = literal.content.items()
    return f"{{{kind}:{content}}}"


def several(grammar: Faults, operand: Any, options: list[Any]) -> None:
    """The options of IN."""
    distinct(grammar, "IN", [operand, *options])
    if len(options) >= LARGEST_IN:
        grammar.fault(
            "operand",
            "Invalid number of operands for operator or function; operator or function: IN, "
            f"number of operands: {len(options) + 1}",
        )


def distinct(grammar: Faults, operator: str, operands: list[Any]) -> None:
    """Refuse an operand that is compared with itself."""
    first, *others = operands
    if isinstance(first, Path) and first is not NOWHERE and first in others:
        grammar.fault(
            "distinct",
            "The first operand must be distinct from the remaining operands for this operator or "
            f"function; operator: {operator}, first operand: {first}",
        )


def misused(grammar: Faults, name: str) -> None:
    """A function in a place where it is none."""
    message = "The function is not allowed to be used this way in an expression; function: "
    grammar.fault("misuse", message + name)


def function(grammar: Faults, name: str, operands: list[Any]) -> Any:
    """The function with checked operands."""
    if name in OF_UPDATES:
        misused(grammar, name)
        return NOWHERE
    if name not in OPERANDS:
        grammar.fault("function", f"Invalid function name; function: {name}")
        return Function("attribute_exists", (NOWHERE,))
    if grammar.count(name, operands, OPERANDS[name]):
        distinct(grammar, name, operands)
        _CHECKS[name](grammar, name, operands)
    else:
        operands = [NOWHERE] * OPERANDS[name]
    return Size(operands[0]) if name == "size" else Function(name, tuple(operands))


def _path(grammar: Faults, name: str, operands: list[Any]) -> None:
    if not isinstance(operands[0], Path):
        grammar.fault(
            "type", f"Operator or function requires a document path; operator or function: {name}"
        )


def _texts(grammar: Faults, name: str, operands: list[Any]) -> None:
    for kind in map(literal_kind, operands):
        if kind and kind not in {"S", "B"}:
            grammar.wrong_type(name, kind)


def _type_name(grammar: Faults, name: str, operands: list[Any]) -> None:
    second = operands[1]
    if literal_kind(second) != "S" or not isinstance(second, Literal):
        grammar.wrong_type(name, literal_kind(second) or "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}")
        return
    text = second.content["S"]
    if text not in TYPES.strip("{}").split(","):
        grammar.fault(
            "type", f"Invalid attribute type name found; type: {text}, valid types: {TYPES}"
        )


def _sized(grammar: Faults, name: str, operands: list[Any]) -> None:
    kind = literal_kind(operands[0])
    if kind in WITHOUT_SIZE:
        grammar.wrong_type(name, str(kind))


def _any(_: Faults, __: str, ___: list[Any]) -> None:
    return


_CHECKS = {
    "attribute_exists": _path,
    "attribute_not_exists": _path,
    "attribute_type": _type_name,
    "begins_with": _texts,
    "contains": _any,
    "size": _sized,
}
