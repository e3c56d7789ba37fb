"""An expression's tokens, and the errors that name them."""

import re
from dataclasses import dataclass

from embedded_aws.dynamodb.errors import ValidationError

END = "<EOF>"
LONGEST = 4096
_TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<name>[A-Za-z][A-Za-z0-9_]*)|(?P<reference>[#:][A-Za-z0-9_]+)"
    r"|(?P<index>[0-9]+)|(?P<symbol><>|<=|>=|[=<>(),.\[\]+-])|(?P<bad>.)",
    re.DOTALL,
)


@dataclass(frozen=True)
class Token:
    """One token and its place."""

    kind: str
    text: str
    begin: int
    end: int


class Tokens:
    """Tokens read from left to right."""

    def __init__(self, text: str) -> None:
        if not text.strip():
            raise ValidationError("The expression can not be empty;")
        size = len(text.encode("utf-8", "surrogatepass"))
        if size > LONGEST:
            raise ValidationError(
                f"Expression size has exceeded the maximum allowed size; expression size: {size}"
            )
        self._text = text
        self._tokens = [
            Token(match.lastgroup or "", match[0], match.start(), match.end())
            for match in _TOKEN.finditer(text)
            if match.lastgroup != "space"
        ]
        self._tokens.append(Token("end", END, len(text), len(text)))
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
        if token.kind == "bad":
            raise self.error()
        self._at += token.kind != "end"
        return token

    def symbol(self, text: str) -> bool:
        """Read this symbol, if it is next."""
        if self.here.kind == "symbol" and self.here.text == text:
            self._at += 1
            return True
        return False

    def need(self, text: str) -> None:
        """Read this symbol, which must be next."""
        if not self.symbol(text):
            raise self.error()

    def word(self, *words: str) -> str | None:
        """Read one of these keywords, in any case, if it is next and no function's name."""
        if self.here.kind == "name" and self.here.text.upper() in words:
            return self.take().text.upper()
        return None

    def mark(self) -> int:
        """The place, to come back to."""
        return self._at

    def back(self, mark: int) -> None:
        """Read again from there."""
        self._at = mark

    def error(self) -> ValidationError:
        """The syntax error about the next token."""
        token = self.here
        first = self._tokens[max(self._at - 1, 0)]
        near = self._text[first.begin : self.after.end].strip()
        return ValidationError(f'Syntax error; token: "{token.text}", near: "{near}"')
