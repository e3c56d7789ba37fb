"""The tokens of a query."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_TOKEN = re.compile(
    r"\s*(?:(?P<text>\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')"
    r"|(?P<quoted>`[^`]+`)"
    r"|(?P<number>\d+(?:\.\d+)?(?![\w.@]))"
    r"|(?P<span>\d+(?:ms|s|m|h|d|w|mo|q|y)\b)"
    r"|(?P<name>[@A-Za-z_$][\w.@$:]*)"
    r"|(?P<sign>=~|!=|<=|>=|[=<>()\[\],|*/%+^-]))"
)
_REGEX = re.compile(r"\s*/((?:[^/\\]|\\.)*)/")


class QueryError(Exception):
    """The query is not one of Logs Insights."""


class UnservedError(NotImplementedError):
    """A part of the language that the embedded AWS does not have."""


@dataclass(frozen=True)
class Token:
    """A piece of a query: its kind, and its text without quotes."""

    kind: str
    text: str

    def says(self, *words: str) -> bool:
        """Whether it is one of these keywords or signs."""
        return self.kind in {"name", "sign"} and self.text.lower() in words


END = Token("end", "")


def tokens_of(query: str) -> list[Token]:
    """All tokens; QueryError where none can be read. Comments begin with `#`."""
    text = "\n".join(line for line in query.splitlines() if not line.strip().startswith("#"))
    tokens: list[Token] = []
    position = 0
    while text[position:].strip():
        token, position = _next(text, position, tokens)
        tokens.append(token)
    return tokens


def _next(text: str, position: int, before: Sequence[Token]) -> tuple[Token, int]:
    regex = _REGEX.match(text, position) if _may_be_regex(before) else None
    if regex:
        return Token("regex", regex[1]), regex.end()
    match = _TOKEN.match(text, position)
    if match is None or match.lastgroup is None:
        raise QueryError(f"unexpected symbol found at: {text[position:].strip()[:20]}")
    kind, raw = match.lastgroup, match[match.lastgroup]
    if kind == "text":
        return Token(kind, re.sub(r"\\([\"'\\])", r"\1", raw[1:-1])), match.end()
    return Token("name" if kind == "quoted" else kind, raw.strip("`")), match.end()


def _may_be_regex(before: Sequence[Token]) -> bool:
    """Whether a slash begins an expression, behind `like` or `parse <field>`, or divides."""
    if not before:
        return False
    last = before[-1]
    return last.says("like", "=~", "parse") or (len(before) > 1 and before[-2].says("parse"))
