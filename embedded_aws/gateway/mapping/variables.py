"""`$input`, `$context`, `$stageVariables` and `$util`.

Source: API Gateway developer guide, "Variables for data transformations".
"""

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote_plus, unquote_plus

from embedded_aws.gateway.exchange import Exchange
from embedded_aws.gateway.json_body import parsed
from embedded_aws.gateway.mapping.json_path import select
from embedded_aws.gateway.mapping.values import Table, Text, java

HYPHEN = "_HYPHEN_"
"""What stands for `-` in a name, which airspeed takes for a minus."""
_ESCAPES = {"\b": "\\b", "\n": "\\n", "\t": "\\t", "\f": "\\f", "\r": "\\r"}
_ESCAPED = {"'", '"', "\\", "/"}


class BadBodyError(Exception):
    """The template needs JSON, and the payload is not JSON."""


class Input:
    """The payload and the parameters of the request."""

    def __init__(self, body: str, parameters: Mapping[str, Mapping[str, str]]) -> None:
        self.body = Text(body)
        self._parameters = parameters
        self._parsed: Any = None

    def path(self, expression: str) -> Any:
        """The value at a JSONPath, with Java's methods."""
        return java(self._select(expression))

    def json(self, expression: str) -> Text:
        """The value at a JSONPath as JSON; an empty text for a missing one."""
        value = self._select(expression)
        printed = "" if value is None else value
        return Text(json.dumps(printed, separators=(",", ":"), ensure_ascii=False))

    def params(self, name: str | None = None) -> Any:
        """One parameter (path, then query string, then header; empty if absent), or all."""
        if name is None:
            return java({place: dict(values) for place, values in self._parameters.items()})
        places = self._parameters
        if name in places["path"] or name in places["querystring"]:
            return Text(places["path"].get(name) or places["querystring"].get(name, ""))
        named = (value for key, value in places["header"].items() if key.lower() == name.lower())
        return Text(next(named, ""))

    def _select(self, expression: str) -> Any:
        if self._parsed is None:
            try:
                self._parsed = parsed(self.body) if self.body.strip() else {}
            except ValueError as error:
                raise BadBodyError(str(error)) from error
        return select(self._parsed, expression)


class Unknown(Text):
    """A `$context` variable without a value: prints nothing, and neither do those below it."""

    _context: "Context"
    _prefix: str

    def __new__(cls, context: "Context", prefix: str) -> "Unknown":
        """An empty text that knows its place."""
        unknown = super().__new__(cls, "")
        unknown._context, unknown._prefix = context, prefix
        return unknown

    def __getitem__(self, name: Any) -> Any:
        return self._context.below(f"{self._prefix}.{name}")


class Overrides:
    """A template's overrides (developer guide, "Override request and response parameters")."""

    def __init__(self) -> None:
        places = ("header", "path", "querystring")
        self.request = Table((place, Table()) for place in places)
        self.response = Table(header=Table())

    def status(self) -> int | None:
        """The status that the template set; MappingError for an invalid one."""
        chosen = self.response.get("status")
        return None if chosen is None else int(chosen)

    def headers(self) -> dict[str, str]:
        """The headers that the response template set."""
        return named(self.response["header"])


def named(values: Mapping[str, Any]) -> dict[str, str]:
    """Names without the template's escapes, values as text."""
    return {name.replace(HYPHEN, "-"): str(value) for name, value in values.items()}


class Context:
    """`$context`: the facts about the request, and the overrides."""

    def __init__(self, exchange: Exchange, overrides: Overrides) -> None:
        self._exchange = exchange
        self._own = {"requestOverride": overrides.request, "responseOverride": overrides.response}

    def __getitem__(self, name: str) -> Any:
        """One variable, or the first level of a nested one."""
        return self._own[name] if name in self._own else self.below(name)

    def below(self, name: str) -> Any:
        """A variable by its full name."""
        value = self._exchange.variable(name.replace(HYPHEN, "-"))
        return Text(value) if value is not None else Unknown(self, name)


class Util:
    """`$util`: escaping and encoding."""

    def escapeJavaScript(self, value: object) -> Text:  # noqa: N802 - API Gateway's name
        """The text escaped as by Java's commons-lang, `'` and `/` included."""
        return Text("".join(_escaped(each) for each in str(value)))

    def parseJson(self, value: str) -> Any:  # noqa: N802 - API Gateway's name
        """The values in a JSON text."""
        return java(json.loads(value))

    def urlEncode(self, value: object) -> Text:  # noqa: N802 - API Gateway's name
        """The text as application/x-www-form-urlencoded."""
        return Text(quote_plus(str(value), safe="*-._"))

    def urlDecode(self, value: str) -> Text:  # noqa: N802 - API Gateway's name
        """The text from application/x-www-form-urlencoded."""
        return Text(unquote_plus(value))

    def base64Encode(self, value: object) -> Text:  # noqa: N802 - API Gateway's name
        """The base64 of the UTF-8 bytes."""
        return Text(base64.b64encode(str(value).encode()).decode())

    def base64Decode(self, value: str) -> Text:  # noqa: N802 - API Gateway's name
        """The text from base64."""
        return Text(base64.b64decode(value).decode("utf-8", "replace"))


def _escaped(character: str) -> str:
    if character in _ESCAPED:
        return f"\\{character}"
    if character in _ESCAPES:
        return _ESCAPES[character]
    if " " <= character <= "~":
        return character
    units = character.encode("utf-16-be", "surrogatepass")
    pairs = (units[at : at + 2] for at in range(0, len(units), 2))
    return "".join(f"\\u{pair.hex().upper()}" for pair in pairs)


def request_parameters(exchange: Exchange) -> dict[str, dict[str, str]]:
    """The request's parameters in the order in which `$input.params(name)` looks."""
    return {
        "path": dict(exchange.path_parameters),
        "querystring": dict(exchange.incoming.query_pairs()),
        "header": dict(exchange.incoming.headers),
    }


def names(exchange: Exchange, body: str, overrides: Overrides) -> dict[str, Any]:
    """The root variables of a template."""
    makers: dict[str, Callable[[], Any]] = {
        "input": lambda: Input(body, request_parameters(exchange)),
        "context": lambda: Context(exchange, overrides),
        "stageVariables": lambda: java(dict(exchange.stage.variables)),
        "util": Util,
    }
    return {name: make() for name, make in makers.items()}
