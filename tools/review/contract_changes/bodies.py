"""Compares the request and response bodies of two versions of a route."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from tools.review.contract_changes.change import Change, Json, Side, breaking, compatible, resolved
from tools.review.contract_changes.schemas import Walk


def request_changes(old: Any, new: Any, walk: Walk) -> Iterator[Change]:
    """Changes of the request body."""
    old, new = resolved(old, walk.old), resolved(new, walk.new)
    here = replace(walk, place="body")
    if old and new:
        yield from here.presence(old.get("required", False), new.get("required", False))
        yield from _content(old.get("content", {}), new.get("content", {}), here)
    elif old:
        yield breaking(walk.route, "body: removed", "what consumers send is lost", "Keep it")
    elif new:
        yield here.added(required=new.get("required", False))


def _content(old: Json, new: Json, walk: Walk) -> Iterator[Change]:
    """Changes of a body in each of its media types."""
    for media in old:
        if media in new:
            yield from walk.changes(old[media].get("schema", {}), new[media].get("schema", {}))
        else:
            what, why = f"{walk.place}: {media} removed", "consumers that use it are refused"
            yield breaking(walk.route, what, why, "Support it beside the new one")
    for media in [media for media in new if media not in old]:
        what = f"{walk.place}: {media} new"
        yield compatible(walk.route, what, "consumers go on using the one they know")


def response_changes(old: Json, new: Json, walk: Walk) -> Iterator[Change]:
    """Changes of the statuses, bodies and headers of responses."""
    answers = Walk(walk.route, "", Side.RESPONSE, walk.old, walk.new)
    for status in old:
        if status in new:
            yield from _answer(old[status], new[status], replace(answers, place=status))
        else:
            yield _removed(status, walk.route)
    for status in [status for status in new if status not in old]:
        yield _added(status, walk.route)


def _answer(old: Json, new: Json, walk: Walk) -> Iterator[Change]:
    before, after = resolved(old, walk.old), resolved(new, walk.new)
    yield from _content(before.get("content", {}), after.get("content", {}), walk)
    yield from _headers(before.get("headers", {}), after.get("headers", {}), walk)


def _removed(status: str, route: str) -> Change:
    if _is_error(status):
        return compatible(route, f"{status}: removed", "an error that no longer happens")
    why = "consumers wait for this status"
    return breaking(route, f"{status}: removed", why, "Go on answering this status")


def _added(status: str, route: str) -> Change:
    if _is_error(status):
        return compatible(route, f"{status}: new", "an unknown error is treated as its class is")
    why = "consumers do not know what to do with this status"
    return breaking(route, f"{status}: new", why, "Answer with a status of before")


def _is_error(status: str) -> bool:
    """Whether it is an error status, which consumers treat by its class (RFC 9110, 15)."""
    return status[0] in "45"


def _headers(old: Json, new: Json, walk: Walk) -> Iterator[Change]:
    for name in old:
        here = replace(walk, place=f"{walk.place} header {name}")
        if name not in new:
            why = "consumers that read it find nothing"
            yield breaking(walk.route, f"{here.place}: removed", why, "Go on sending it")
            continue
        before, after = resolved(old[name], walk.old), resolved(new[name], walk.new)
        yield from here.presence(before.get("required", False), after.get("required", False))
        yield from here.changes(before.get("schema", {}), after.get("schema", {}))
    for name in [name for name in new if name not in old]:
        what = f"{walk.place} header {name}: new"
        yield compatible(walk.route, what, "consumers ignore headers that they do not know")
