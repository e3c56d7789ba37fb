"""A statement's tokens with their places, and the errors of a statement that cannot be read."""

import re
from dataclasses import dataclass

from embedded_aws.dynamodb.errors import ValidationError

_TOKEN = re.compile(
    r"(?P<space>\s+|--[^\n]*|/\*.*?\*/)"
    r"|(?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<word>[A-Za-z_$][A-Za-z0-9_$]*)"
    r'|"(?P<quoted>(?:[^"]|"")*)"'
    r"|'(?P<text>(?:[^']|'')*)'"
    r"|(?P<symbol><<|>>|<>|!=|<=|>=|[=<>(){}\[\],.:;?*+-])"
    r"|(?P<bad>.)",
    re.DOTALL,
)
LEFTOVER = "Unexpected token after expression"


@dataclass(frozen=True)
class Token:
    """One token: a word, a quoted name, a text, a number, a symbol or the end."""

    kind: str
    text: str
    begin: int
    place: str
    """Line, column and length, as errors name them."""


def malformed(detail: str = "") -> ValidationError:
    """The error of a statement that cannot be read."""
    return ValidationError(f"Statement wasn't well formed, can't be processed: {detail}")


class Tokens:
    """Tokens read from left to right."""

    def __init__(self, statement: str) -> None:
        self._tokens = list(_split(statement))
        self._at = 0

    @property
    def here(self) -> Token:
        """The next token, which stays."""
        return self._tokens[self._at]

    @property
    def after(self) -> Token:
        """The token behind the next one."""
        return self._tokens[min(self._at + 1, len(self._tokens) - 1)]

    def take(self) -> Token:
        """The next token, which is then read."""
        token = self.here
        self._at += token.kind != "end"
        return token

    def word(self, *words: str) -> str | None:
        """Read one of these keywords, in any case, if it is next."""
        if self.here.kind == "word" and self.here.text.upper() in words:
            return self.take().text.upper()
        return None

    def need_word(self, *words: str) -> str:
        """Read one of these keywords, which must be next."""
        word = self.word(*words)
        if word is None:
            raise malformed(f"Expected {' or '.join(words)}")
        return word

    def symbol(self, *texts: str) -> str | None:
        """Read one of these symbols, if it is next."""
        if self.here.kind == "symbol" and self.here.text in texts:
            return self.take().text
        return None

    def need(self, text: str) -> None:
        """Read this symbol, which must be next."""
        if not self.symbol(text):
            raise malformed(f"Expected '{text}'")

    def end(self) -> None:
        """The statement must end here."""
        self.symbol(";")
        if self.here.kind != "end":
            raise malformed(LEFTOVER)


def _split(statement: str) -> list[Token]:
    tokens = []
    for match in _TOKEN.finditer(statement):
        kind = match.lastgroup or ""
        if kind == "bad":
            raise malformed()
        if kind != "space":
            text = match[kind]
            if kind in {"quoted", "text"}:
                quote = match[0][0]
                text = text.replace(quote * 2, quote)
            tokens.append(Token(kind, text, match.start(), _place(statement, match)))
    return [*tokens, Token("end", "", len(statement), "")]


def _place(statement: str, match: re.Match[str]) -> str:
    before = statement[: match.start()]
    line, column = before.count("\n") + 1, match.start() - before.rfind("\n")
    return f"{line}:{column}:{len(match[0])}"
