"""The grammar of updates: SET, REMOVE, ADD and DELETE, each once (Update expressions)."""

from collections.abc import Callable
from typing import Any

from embedded_aws.dynamodb.errors import ValidationError
from embedded_aws.dynamodb.expressions.condition_checks import misused
from embedded_aws.dynamodb.expressions.grammar import NOWHERE, Grammar, literal_kind
from embedded_aws.dynamodb.expressions.paths import Path, apart
from embedded_aws.dynamodb.expressions.references import References
from embedded_aws.dynamodb.expressions.updates import Action, Appended, OrElse, Sum

CLAUSES = ("SET", "REMOVE", "ADD", "DELETE")
TAKES = {"ADD": ("N", "SS", "NS", "BS"), "DELETE": ("SS", "NS", "BS")}
LONG_NAMES = {
    "S": "STRING",
    "N": "NUMBER",
    "B": "BINARY",
    "BOOL": "BOOLEAN",
    "NULL": "NULL",
    "L": "LIST",
    "M": "MAP",
}


def parsed(text: str, references: References) -> list[Action]:
    """The actions that the text says; ValidationError as DynamoDB refuses it."""
    return _Parser(text, references).whole()


class _Parser(Grammar):
    def whole(self) -> list[Action]:
        actions: list[Action] = []
        seen: set[str] = set()
        while self.tokens.here.kind != "end":
            clause = self.tokens.word(*CLAUSES)
            if clause is None:
                raise self.tokens.error()
            if clause in seen:
                self.fault(
                    "section",
                    f'The "{clause}" section can only be used once in an update expression;',
                )
            seen.add(clause)
            actions += self._clause(clause)
        self._do_not_meet(actions)
        self.end()
        return actions

    def _do_not_meet(self, actions: list[Action]) -> None:
        try:
            apart(action.path for action in actions)
        except ValidationError as error:
            self.fault("overlap", error.message)

    def _clause(self, clause: str) -> list[Action]:
        read: Callable[[], Action] = {
            "SET": self._set,
            "REMOVE": lambda: Action("REMOVE", self.path()),
        }.get(clause, lambda: self._change(clause))
        actions = [read()]
        while self.tokens.symbol(","):
            actions.append(read())
        return actions

    def _set(self) -> Action:
        path = self.path()
        self.tokens.need("=")
        left = self._term()
        for sign in ("+", "-"):
            if self.tokens.symbol(sign):
                right = self._term()
                self._are("N", sign, left, right)
                return Action("SET", path, Sum(left, right, 1 if sign == "+" else -1))
        return Action("SET", path, left)

    def _change(self, clause: str) -> Action:
        """ADD or DELETE of a value."""
        path = self.path()
        if not self.tokens.here.text.startswith(":"):
            raise self.tokens.error()
        value = self.literal()
        kind = literal_kind(value)
        if kind and kind not in TAKES[clause]:
            self.fault(
                "operand",
                f"Incorrect operand type for operator or function; operator: {clause}, "
                f"operand type: {LONG_NAMES[kind]}, typeSet: ALLOWED_FOR_{clause}_OPERAND",
            )
        return Action(clause, path, value)

    def _term(self) -> Any:
        if not self.tokens.symbol("("):
            return self.operand(self._function)
        inner = self._term()
        self.tokens.need(")")
        return inner

    def _function(self) -> Any:
        name, operands = self.call(self._term)
        if name not in {"if_not_exists", "list_append"}:
            self.fault("function", f"Invalid function name; function: {name}")
            return NOWHERE
        if any(isinstance(each, Appended) for each in operands):
            misused(self, "list_append")
        if not self.count(name, operands, 2):
            return NOWHERE
        first, second = operands
        if name == "list_append":
            self._are("L", name, first, second)
            return Appended(first, second)
        if not isinstance(first, Path):
            self.fault(
                "type",
                f"Operator or function requires a document path; operator or function: {name}",
            )
            return NOWHERE
        return OrElse(first, second)

    def _are(self, kind: str, name: str, *operands: Any) -> None:
        """Both operands must be of this type, where the request says their type."""
        for each in operands:
            actual = literal_kind(each)
            if actual and actual != kind:
                self.wrong_type(name, actual)
                return
