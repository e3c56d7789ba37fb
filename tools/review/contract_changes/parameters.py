"""Compares a route's parameters (path, query, headers, cookies) by place and name."""

from collections.abc import Iterator
from dataclasses import replace

from tools.review.contract_changes.change import Change, Json, breaking, compatible, resolved
from tools.review.contract_changes.schemas import Walk

JUDGED = {"name", "in", "required", "schema", "description", "example", "examples", "deprecated"}


def parameter_changes(old: Json, new: Json, walk: Walk) -> Iterator[Change]:
    """Changes of a route's parameters."""
    before, after = _by_name(old, walk.old), _by_name(new, walk.new)
    for key, parameter in before.items():
        here = replace(walk, place=f"{parameter['in']} {parameter['name']}")
        if key in after:
            yield from _both(parameter, after[key], here)
        else:
            why = "what consumers ask for with it is refused or ignored"
            yield breaking(walk.route, f"{here.place}: removed", why, "Go on accepting it")
    for key in [key for key in after if key not in before]:
        yield _added(after[key], walk.route)


def _by_name(operation: Json, document: Json) -> dict[tuple[str, str], Json]:
    parameters = [resolved(each, document) for each in operation.get("parameters", [])]
    # Names of headers are the same in any case (RFC 9110, 5.1).
    return {
        (each["in"], each["name"].lower() if each["in"] == "header" else each["name"]): each
        for each in parameters
    }


def _both(old: Json, new: Json, walk: Walk) -> Iterator[Change]:
    yield from walk.presence(old.get("required", False), new.get("required", False))
    yield from walk.changes(old.get("schema", {}), new.get("schema", {}))
    for name in sorted({*old, *new} - JUDGED):
        if old.get(name) != new.get(name):
            what = f"{walk.place}: {name} changed"
            yield breaking(walk.route, what, "it is written in another way", "Keep the old way")


def _added(parameter: Json, route: str) -> Change:
    place = f"{parameter['in']} {parameter['name']}"
    if not parameter.get("required"):
        return compatible(route, f"{place}: new", "consumers need not send it")
    why = "requests without it were accepted and are refused now"
    return breaking(route, f"{place}: new, required", why, "Make it optional, with a default")
