"""Compares two versions of one route: security, parameters, body, responses."""

from collections.abc import Iterator
from typing import Any

from tools.review.contract_changes.bodies import request_changes, response_changes
from tools.review.contract_changes.change import Change, Json, Side, breaking, compatible
from tools.review.contract_changes.levels import class_changes
from tools.review.contract_changes.parameters import parameter_changes
from tools.review.contract_changes.schemas import Walk
from tools.review.contract_changes.version import Version

# Judged here, or saying nothing about what a consumer may rely on.
KNOWN = {"parameters", "requestBody", "responses", "security", "operationId", "deprecated"}
SILENT = {"summary", "description", "tags", "externalDocs"}


def route_changes(
    route: str, old: Json, new: Json, before: Version, after: Version
) -> Iterator[Change]:
    """All changes between two versions of an operation."""
    yield from _access(route, old, new, before.document, after.document)
    yield from class_changes(route, old, new, before.levels, after.levels)
    walk = Walk(route, "", Side.REQUEST, before.document, after.document)
    yield from parameter_changes(old, new, walk)
    yield from request_changes(old.get("requestBody"), new.get("requestBody"), walk)
    yield from response_changes(old.get("responses", {}), new.get("responses", {}), walk)
    yield from _rest(route, old, new)


def _access(route: str, old: Json, new: Json, before: Json, after: Json) -> Iterator[Change]:
    scopes = old.get("x-required-scope"), new.get("x-required-scope")
    if scopes[0] != scopes[1]:
        yield _demand(route, f"scope {scopes[0] or 'none'} → {scopes[1] or 'none'}", *scopes)
    was, now = _security(old, before), _security(new, after)
    if was != now:
        yield _demand(route, f"security {_told(was)} → {_told(now)}", was, now)


def _demand(route: str, what: str, was: Any, now: Any) -> Change:
    """A change of the scope or the security scheme that a caller needs."""
    if was and not now:
        return compatible(route, what, "who could call it still can")
    why = "consumers that could call it are refused"
    return breaking(route, what, why, "Accept the old one too, or grant the new one first")


def _security(operation: Json, document: Json) -> list[dict[str, Any]]:
    """The required security schemes with their kinds; empty when anyone may call."""
    schemes = document.get("components", {}).get("securitySchemes", {})
    return [
        {name: {**_kind(schemes.get(name, {})), "scopes": scopes} for name, scopes in each.items()}
        for each in operation.get("security", document.get("security", []))
    ]


def _kind(scheme: Json) -> Json:
    return {key: value for key, value in scheme.items() if key in {"type", "scheme", "in", "name"}}


def _told(demanded: list[dict[str, Any]]) -> str:
    kinds = [
        f"{name} ({scheme.get('scheme') or scheme.get('type', 'unknown')})"
        for each in demanded
        for name, scheme in each.items()
    ]
    return " or ".join(kinds) or "none"


def _rest(route: str, old: Json, new: Json) -> Iterator[Change]:
    """Changes of names and marks, and of keywords that this comparison does not know."""
    if old.get("operationId") != new.get("operationId"):
        what = f"operationId: {old.get('operationId')} → {new.get('operationId')}"
        yield compatible(route, what, "the same on the wire; a client generated anew renames it")
    if new.get("deprecated") and not old.get("deprecated"):
        yield compatible(route, "deprecated", "it works as before; consumers are asked to move on")
    for name in sorted({*old, *new} - KNOWN - SILENT):
        if not name.startswith("x-") and old.get(name) != new.get(name):
            why = "this check cannot judge it"
            yield breaking(route, f"{name}: changed", why, "Look at it, then mark it")
