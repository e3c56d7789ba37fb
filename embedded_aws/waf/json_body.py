"""Keys and values of a JSON body (AWS WAF developer guide, "JSON body")."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from embedded_aws.waf.request import Content, Found


def compile_json_body(content: Content) -> Callable[[bytes], Found]:
    """A function that extracts keys, values or both at the paths in the pattern."""
    paths = (content.get("MatchPattern") or {}).get("IncludedPaths") or [""]
    scope = content.get("MatchScope", "ALL")
    behaviour = content.get("InvalidFallbackBehavior")

    def extract(body: bytes) -> Found:
        try:
            document = json.loads(body)
            parts = [part for path in paths for part in _at(document, path)]
            return [each for part in parts for each in _walk(part, scope)]
        except (ValueError, RecursionError):
            return _fallback(body, behaviour)

    return extract


def _fallback(body: bytes, behaviour: str | None) -> Found:
    """The verdict for a body that is not JSON; without a setting nothing of it is inspected.

    AWS WAF would then inspect the part before the first error.
    """
    if behaviour == "EVALUATE_AS_STRING":
        return [body]
    return behaviour == "MATCH" if behaviour else []


def _at(document: Any, pointer: str) -> list[Any]:
    """The value at a JSON pointer (RFC 6901); empty when there is none."""
    for raw in pointer.split("/")[1:]:
        name = raw.replace("~1", "/").replace("~0", "~")
        if isinstance(document, dict) and name in document:
            document = document[name]
        elif isinstance(document, list) and name.isdecimal() and int(name) < len(document):
            document = document[int(name)]
        else:
            return []
    return [document]


def _walk(part: Any, scope: str) -> Iterator[bytes]:
    if isinstance(part, dict):
        for name, value in part.items():
            if scope != "VALUE":
                yield name.encode("utf-8", "surrogatepass")
            yield from _walk(value, scope)
    elif isinstance(part, list):
        for value in part:
            yield from _walk(value, scope)
    elif scope != "KEY":
        text = part if isinstance(part, str) else json.dumps(part)
        yield text.encode("utf-8", "surrogatepass")
