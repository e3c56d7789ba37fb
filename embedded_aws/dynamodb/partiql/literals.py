"""Values in a statement: texts, numbers, lists, maps, sets, and parameters in their order."""

import re
from typing import Any

from embedded_aws.dynamodb.errors import ValidationError
from embedded_aws.dynamodb.partiql.tokens import Token, Tokens, malformed
from embedded_aws.dynamodb.values.attributes import Attribute, Values, attribute
from embedded_aws.dynamodb.values.numbers import canonical

COUNT = "Number of parameters in request and statement don't match."
SETS = {"S": "SS", "N": "NS", "B": "BS"}
WORDS: dict[str, Attribute] = {
    "TRUE": {"BOOL": True},
    "FALSE": {"BOOL": False},
    "NULL": {"NULL": True},
}
LARGEST_SCALE = 2**31 - 1
_NUMBER = re.compile(r"-?[0-9]*\.?(?P<digits>[0-9]*)(?:[eE](?P<exponent>[+-]?[0-9]+))?")


class Literals:
    """Reads values; each `?` takes the next parameter of the request."""

    def __init__(self, tokens: Tokens, parameters: list[Attribute]) -> None:
        self._tokens = tokens
        self._parameters = iter([attribute(each) for each in parameters])

    def begins(self) -> bool:
        """Whether a value is next."""
        here = self._tokens.here
        if here.kind == "word":
            return here.text.upper() in WORDS
        opens = here.kind == "symbol" and here.text in {"?", "[", "{", "<<", "-"}
        return opens or here.kind in {"text", "number"}

    def value(self, path: str = "root") -> Attribute:
        """The value that is next, checked as DynamoDB checks it."""
        token = self._tokens.take()
        if token.kind == "text":
            return {"S": token.text}
        if token.kind == "number":
            return {"N": _number(token.text, path)}
        if token.kind == "word" and token.text.upper() in WORDS:
            return WORDS[token.text.upper()]
        if token.kind == "word":
            raise ValidationError(
                f"Unsupported data type: {token.text} under key {path} at {token.place}"
            )
        return self._composed(token, path)

    def _composed(self, token: Token, path: str) -> Attribute:
        if token.text == "?" and token.kind == "symbol":
            return self._parameter()
        if token.text == "[":
            return {"L": self._elements("]", path)}
        if token.text == "{":
            return {"M": self.members(path)}
        if token.text == "-" and self._tokens.here.kind == "number":
            return {"N": _number(f"-{self._tokens.take().text}", path)}
        if token.text == "<<":
            return _set(self._elements(">>", path))
        raise malformed("Expected a value")

    def _parameter(self) -> Attribute:
        value = next(self._parameters, None)
        if value is None:
            raise ValidationError(COUNT)
        return value

    def _elements(self, end: str, path: str) -> list[Attribute]:
        elements: list[Attribute] = []
        while not self._tokens.symbol(end):
            if elements:
                self._tokens.need(",")
            elements.append(self.value(f"{path}[{len(elements)}]"))
        return elements

    def members(self, path: str | None) -> Values:
        """The members of a map behind its `{`; without a path each begins at the root."""
        members: Values = {}
        while not self._tokens.symbol("}"):
            if members:
                self._tokens.need(",")
            name = self._tokens.take()
            if name.kind not in {"text", "quoted"}:
                raise malformed("Expected a text as the name of a member")
            self._tokens.need(":")
            members[name.text] = self.value("root" if path is None else f"{path}.{name.text}")
        return members


def _number(text: str, path: str) -> str:
    parts = _NUMBER.fullmatch(text)
    exponent = int((parts and parts["exponent"]) or 0)
    scale = len(parts["digits"] if parts else "") - exponent
    if max(abs(exponent), abs(scale)) > LARGEST_SCALE:
        raise malformed()
    try:
        return canonical(text)
    except ValidationError as error:
        raise ValidationError(f"{error.message} under {path}") from error


def _set(elements: list[Attribute]) -> Attribute:
    if not elements:
        raise ValidationError("Empty bags are not supported")
    kinds: set[Any] = {kind for each in elements for kind in each}
    kind = next(iter(kinds))
    if len(kinds) > 1 or kind not in SETS:
        raise ValidationError("A set has members of one type: strings, numbers or binaries")
    return attribute({SETS[kind]: [each[kind] for each in elements]})
