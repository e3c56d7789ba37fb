"""The grammar of SET and REMOVE in an UPDATE (PartiQL update statements)."""

from typing import Any

from embedded_aws.dynamodb.errors import ValidationError
from embedded_aws.dynamodb.expressions.conditions import Literal
from embedded_aws.dynamodb.expressions.grammar import literal_kind
from embedded_aws.dynamodb.expressions.paths import Path, apart
from embedded_aws.dynamodb.expressions.updates import Action, Appended, Sum
from embedded_aws.dynamodb.partiql.reader import Reader
from embedded_aws.dynamodb.partiql.tokens import Token, malformed
from embedded_aws.dynamodb.values.attributes import SETS

ON_SETS = {"SET_ADD": "ADD", "SET_DELETE": "DELETE"}


def parsed(reader: Reader) -> tuple[Action, ...]:
    """The actions of all clauses, of which there is one at least."""
    actions: list[Action] = []
    while clause := reader.tokens.word("SET", "REMOVE"):
        actions.append(_action(reader, clause))
        while reader.tokens.symbol(","):
            actions.append(_action(reader, clause))
    if not actions:
        raise malformed("Expected SET or REMOVE")
    apart(action.path for action in actions)
    return tuple(actions)


def _action(reader: Reader, clause: str) -> Action:
    path = reader.path()
    if clause == "REMOVE":
        return Action("REMOVE", path)
    reader.tokens.need("=")
    token = reader.tokens.here
    if reader.calls() and token.text.upper() in ON_SETS:
        return _of_set(reader, path)
    left = _term(reader)
    sign = reader.tokens.symbol("+", "-")
    if not sign:
        return Action("SET", path, left)
    right = _term(reader)
    for each in (left, right):
        if literal_kind(each) not in {None, "N"}:
            reader.wrong_type(sign, str(literal_kind(each)))
    return Action("SET", path, Sum(left, right, 1 if sign == "+" else -1))


def _term(reader: Reader) -> Any:
    if reader.tokens.symbol("("):
        inner = _term(reader)
        reader.tokens.need(")")
        return inner
    if reader.calls():
        return _appended(reader)
    return reader.literal() if reader.literals.begins() else reader.path()


def _appended(reader: Reader) -> Appended:
    token, operands, _ = _call(reader)
    if token.text.upper() != "LIST_APPEND":
        raise ValidationError(f"Unrecognized function: {token.text.lower()} at {token.place}")
    if len(operands) != 2:  # noqa: PLR2004 - its two lists
        raise ValidationError(f"LIST_APPEND must have exactly two arguments at {token.place}")
    return Appended(*operands)


def _of_set(reader: Reader, path: Path) -> Action:
    """`set_add(path, <<…>>)` or `set_delete`, of the path that is assigned to."""
    token, operands, first = _call(reader)
    name = token.text.upper()
    if len(operands) != 2:  # noqa: PLR2004 - the set, and its members
        raise ValidationError(f"{name} must have exactly two arguments at {token.place}")
    if operands[0] != path:
        raise ValidationError(
            f"The first argument to {name} must equal the assignment value at {token.place}"
        )
    if not isinstance(operands[1], Literal) or literal_kind(operands[1]) not in SETS:
        raise ValidationError(
            f"The second argument to {name} must be a value with type SET at {first.place}"
        )
    return Action(ON_SETS[name], path, operands[1])


def _call(reader: Reader) -> tuple[Token, list[Any], Token]:
    """A function's name, its operands, and the token of the first one."""
    token = reader.tokens.take()
    reader.tokens.need("(")
    first = reader.tokens.here
    operands: list[Any] = []
    while not reader.tokens.symbol(")"):
        if operands:
            reader.tokens.need(",")
        operands.append(_term(reader))
    return token, operands, first
