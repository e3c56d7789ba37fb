"""`$input`: the payload and the parameters of the request."""

import json
from collections.abc import Mapping
from typing import Any

from embedded_aws.gateway.json_body import parsed
from embedded_aws.gateway.mapping.java import Java, Text, java
from embedded_aws.gateway.mapping.json_path import select

EMPTY = "{}"
"""An empty payload, as a template reads it (recorded of API Gateway)."""


class BadBodyError(Exception):
    """The template needs JSON, and the payload is not JSON."""


class Input(Java):
    """The payload and the parameters of the request."""

    def __init__(self, body: str, parameters: Mapping[str, Mapping[str, str]]) -> None:
        self._body = body or EMPTY
        self._parameters = parameters
        self._parsed: Any = None

    def getBody(self) -> Text:  # noqa: N802 - Java's name
        """The payload as text."""
        return Text(self._body)

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
        known = (value for key, value in places["header"].items() if key.lower() == name.lower())
        return Text(next(known, ""))

    def _select(self, expression: str) -> Any:
        if self._parsed is None:
            try:
                self._parsed = parsed(self._body) if self._body.strip() else {}
            except ValueError as error:
                raise BadBodyError(str(error)) from error
        return select(self._parsed, str(expression))
