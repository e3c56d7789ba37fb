"""The grammar of statements (PartiQL statements for DynamoDB)."""

from collections.abc import Callable

from embedded_aws.dynamodb.errors import ValidationError
from embedded_aws.dynamodb.expressions.conditions import Condition
from embedded_aws.dynamodb.expressions.paths import Path
from embedded_aws.dynamodb.partiql import assignments, where
from embedded_aws.dynamodb.partiql.reader import Reader, is_name
from embedded_aws.dynamodb.partiql.statements import (
    Delete,
    Exists,
    Insert,
    Select,
    Source,
    Statement,
    Update,
)
from embedded_aws.dynamodb.partiql.tokens import LEFTOVER, malformed
from embedded_aws.dynamodb.values.attributes import Attribute

ALIAS = "Aliasing is not supported"
ON_DELETE = "ALL OLD"


def parsed(statement: str, parameters: list[Attribute]) -> Statement:
    """The statement that the text says; ValidationError as DynamoDB refuses it."""
    reader = Reader(statement, parameters)
    word = reader.tokens.take().text.upper()
    read = READ.get(word)
    if read is None:
        raise malformed("Expected data manipulation")
    result = read(reader)
    reader.end()
    return result


def _select(reader: Reader) -> Select:
    paths = _projection(reader)
    reader.tokens.need_word("FROM")
    source = _source(reader)
    condition = _where(reader)
    return Select(source, paths, condition, _order(reader))


def _projection(reader: Reader) -> list[Path] | None:
    if reader.tokens.symbol("*"):
        return None
    paths = [_column(reader)]
    while reader.tokens.symbol(","):
        paths.append(_column(reader))
    return paths


def _column(reader: Reader) -> Path:
    if reader.calls() or reader.literals.begins():
        raise ValidationError(f"Unexpected path component at {reader.tokens.here.place}")
    return reader.path()


def _source(reader: Reader) -> Source:
    table = reader.name()
    index = reader.name() if reader.tokens.symbol(".") else None
    if reader.tokens.symbol("."):
        raise ValidationError("A path may contain at most 2 components in the FROM clause")
    if reader.tokens.word("AS") or is_name(reader.tokens.here):
        raise ValidationError(ALIAS)
    return Source(table, index)


def _where(reader: Reader) -> Condition | None:
    return where.parsed(reader) if reader.tokens.word("WHERE") else None


def _order(reader: Reader) -> tuple[str, bool] | None:
    if not reader.tokens.word("ORDER"):
        return None
    reader.tokens.need_word("BY")
    name = reader.name()
    return name, reader.tokens.word("ASC", "DESC") != "DESC"


def _insert(reader: Reader) -> Insert:
    reader.tokens.need_word("INTO")
    source = Source(reader.name(), reader.name() if reader.tokens.symbol(".") else None)
    if is_name(reader.tokens.here):
        raise malformed(LEFTOVER)
    reader.tokens.need_word("VALUE")
    reader.tokens.need("{")
    return Insert(source, reader.literals.members(None))


def _update(reader: Reader) -> Update:
    source = _source(reader)
    actions = assignments.parsed(reader)
    return Update(source, _where(reader), actions, _returning(reader))


def _from_first(reader: Reader) -> Update:
    """`FROM … WHERE … SET …`."""
    source, condition = _source(reader), _where(reader)
    return Update(source, condition, assignments.parsed(reader), _returning(reader))


def _delete(reader: Reader) -> Delete:
    reader.tokens.need_word("FROM")
    source, condition = _source(reader), _where(reader)
    returning = _returning(reader)
    if returning not in {None, ON_DELETE}:
        raise ValidationError(
            f"Invalid returning clause: RETURNING {returning} *. Only RETURNING ALL OLD * is "
            "allowed in DELETE statements."
        )
    return Delete(source, condition, returning)


def _returning(reader: Reader) -> str | None:
    if not reader.tokens.word("RETURNING"):
        return None
    which = reader.tokens.need_word("ALL", "MODIFIED")
    when = reader.tokens.need_word("OLD", "NEW")
    reader.tokens.need("*")
    return f"{which} {when}"


def _exists(reader: Reader) -> Exists:
    reader.tokens.need("(")
    reader.tokens.need_word("SELECT")
    select = _select(reader)
    reader.tokens.need(")")
    return Exists(select)


READ: dict[str, Callable[[Reader], Statement]] = {
    "SELECT": _select,
    "INSERT": _insert,
    "UPDATE": _update,
    "FROM": _from_first,
    "DELETE": _delete,
    "EXISTS": _exists,
}
