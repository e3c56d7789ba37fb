"""A small parser of Logs Insights queries: commands, functions, fields."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tools.review.aws_rules.knowledge.tables import table

TOKEN = re.compile(
    r"""\s+|(?P<comment>#[^\n]*)|(?P<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|(?P<quoted>`[^`]*`)"""
    r"""|(?P<number>\d+(?:\.\d+)?[a-zA-Z]*)|(?P<name>@?[A-Za-z_][\w.@]*(?:-[\w.]+)*)"""
    r"""|(?P<mark>[|(),\[\]{}*/+%^<>=!~:;.-])"""
)
PATTERN = re.compile(r"(?P<regex>/(?:\\.|[^/\\])+/)")
# Elsewhere a slash divides.
BEFORE_PATTERN = re.compile(r"(?:\blike|=~|\bparse\s+[\w@.]+)\s*$", re.IGNORECASE)


class QueryError(Exception):
    """The query cannot be parsed; the message says where."""


@dataclass
class Query:
    """The commands, functions and fields of a query, and the names that it defines."""

    commands: list[str] = field(default_factory=list)
    functions: set[str] = field(default_factory=set)
    fields: set[str] = field(default_factory=set)
    defined: set[str] = field(default_factory=set)


def read(text: str) -> Query:
    """The parsed query; QueryError when it is not one."""
    query = Query()
    for part in _parts(list(_tokens(text))):
        _command(part, query)
    if not query.commands:
        raise QueryError("it has no command")
    return query


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    position = 0
    while position < len(text):
        pattern = BEFORE_PATTERN.search(text, 0, position)
        token = (PATTERN.match(text, position) if pattern else None) or TOKEN.match(text, position)
        if token is None:
            raise QueryError(f"{text[position : position + 12]!r} is not understood")
        if token.lastgroup not in (None, "comment"):
            yield str(token.lastgroup), token[0]
        position = token.end()


def _parts(tokens: list[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """The commands between the pipes, each with its brackets closed."""
    part: list[tuple[str, str]] = []
    depth = 0
    for kind, text in tokens:
        depth += (text in "([{") - (text in ")]}") if kind == "mark" else 0
        if depth < 0:
            raise QueryError(f"a {text} closes what was never opened")
        if (kind, text) == ("mark", "|") and depth == 0:
            yield part
            part = []
        else:
            part.append((kind, text))
    if depth:
        raise QueryError("a bracket is never closed")
    if part:
        yield part


def _command(part: list[tuple[str, str]], query: Query) -> None:
    if not part or part[0][0] != "name":
        raise QueryError("a pipe is followed by no command")
    command = part[0][1].lower()
    if command not in table("logs_insights")["commands"]:
        raise QueryError(f"there is no command {part[0][1]}")
    query.commands.append(command)
    if command in ("source", "pattern", "diff", "anomaly", "unmask", "lookup", "join", "unnest"):
        return
    _names(part[1:], query)


def _names(part: list[tuple[str, str]], query: Query) -> None:
    words = table("logs_insights")["words"]
    making = False
    for index, (kind, text) in enumerate(part):
        name = text.strip("`")
        follows = part[index + 1][1] if index + 1 < len(part) else ""
        if kind not in ("name", "quoted"):
            making = making and text == ","
        elif making:
            query.defined.add(name)
        elif kind == "name" and text.lower() == "as":
            making = True
        elif kind == "name" and follows == "(" and text.lower() not in words:
            query.functions.add(text)
        elif kind == "quoted" or text.lower() not in words:
            query.fields.add(name)
