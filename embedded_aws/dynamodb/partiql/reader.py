"""One parse of a statement: names, paths and values, for the grammars of its clauses."""

from embedded_aws.dynamodb.errors import ValidationError
from embedded_aws.dynamodb.expressions.conditions import Literal
from embedded_aws.dynamodb.expressions.grammar import Faults
from embedded_aws.dynamodb.expressions.paths import Part, Path
from embedded_aws.dynamodb.partiql.literals import Literals
from embedded_aws.dynamodb.partiql.tokens import Token, Tokens, malformed
from embedded_aws.dynamodb.values.attributes import Attribute

_CLAUSES = """
SELECT FROM WHERE INSERT INTO VALUE UPDATE SET REMOVE DELETE RETURNING ORDER BY ASC DESC AND OR NOT
IN IS BETWEEN MISSING NULL TRUE FALSE AS EXISTS GROUP HAVING LIMIT OFFSET JOIN UNION LIKE CASE WHEN
THEN ELSE END VALUES DATE TIME TIMESTAMP USER TABLE CREATE DROP KEY
"""
CLAUSES = frozenset(_CLAUSES.split())
"""Keywords, which are names only in double quotes."""


class Reader(Faults):
    """Tokens, parameters and the faults found so far."""

    def __init__(self, statement: str, parameters: list[Attribute]) -> None:
        super().__init__()
        self.tokens = Tokens(statement)
        self.literals = Literals(self.tokens, parameters)

    def end(self) -> None:
        """The statement must end here, and have no fault."""
        self.tokens.end()
        self.judge()

    def name(self) -> str:
        """A name, as it is or in double quotes."""
        token = self.tokens.take()
        if not is_name(token):
            raise malformed("Expected identifier for simple path")
        if not token.text:
            raise ValidationError("Path component cannot be an empty string")
        return token.text

    def path(self) -> Path:
        """A document path, such as `lines[0].sku`."""
        parts: list[Part] = [self.name()]
        while True:
            if self.tokens.symbol("."):
                parts.append(self.name())
            elif self.tokens.symbol("["):
                parts.append(self._index())
                self.tokens.need("]")
            else:
                return Path(tuple(parts))

    def _index(self) -> int:
        token = self.tokens.take()
        if token.kind != "number" or not token.text.isdigit():
            raise malformed("Expected an index")
        return int(token.text)

    def literal(self) -> Literal:
        """A value that does not depend on an item."""
        return Literal(self.literals.value())

    def calls(self) -> bool:
        """Whether a function's name and its parenthesis are next."""
        return self.tokens.here.kind == "word" and self.tokens.after.text == "("


def is_name(token: Token) -> bool:
    """Whether the token can be a name: it is quoted, or no keyword."""
    if token.kind == "word":
        return token.text.upper() not in CLAUSES
    return token.kind == "quoted"
