"""Routing: the resource and method of a request."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from embedded_aws.gateway.deployed.model import Api, Method, Resource


@dataclass(frozen=True)
class Match:
    """The method, and the values of the path's parameters, decoded and as they were sent."""

    method: Method
    parameters: Mapping[str, str]
    sent: Mapping[str, str]


def find(api: Api, method: str, path: str) -> Match | None:
    """The method of the most specific resource: literal before `{parameter}` before `{greedy+}`.

    A resource without the method (or ANY) does not count: the next specific one that has it does.
    """
    given = _segments(path)
    if given is None:
        return None
    best = max(
        (
            (specificity, resource)
            for resource in _candidates(api, given)
            if (method in resource.methods or "ANY" in resource.methods)
            and (specificity := _specificity(resource, given))
        ),
        key=lambda each: each[0],
        default=None,
    )
    if best is None:
        return None
    method_ = best[1].methods.get(method) or best[1].methods.get("ANY")
    if method_ is None:
        return None
    sent = _parameters(best[1], given)
    return Match(method_, {name: unquote(value) for name, value in sent.items()}, sent)


def _candidates(api: Api, given: tuple[str, ...]) -> Iterator[Resource]:
    """The resources that may match: an API of hundreds is not searched for each request."""
    first = unquote(given[0]) if given else ""
    yield from api.by_first_segment.get("", ())
    if first:
        yield from api.by_first_segment.get(first, ())


def _segments(path: str) -> tuple[str, ...] | None:
    """The raw path's parts; None for a dot segment, encoded or not."""
    trimmed = path.removeprefix("/").removesuffix("/")
    if not trimmed:
        return () if path in {"", "/"} else None
    parts = tuple(trimmed.split("/"))
    if any(unquote(part) in {".", ".."} for part in parts):
        return None
    return parts


def _specificity(resource: Resource, given: tuple[str, ...]) -> tuple[int, ...] | None:
    """The score of a match, part by part; None without a match."""
    segments = resource.segments
    greedy = bool(segments) and segments[-1].endswith("+}")
    if len(given) < len(segments) or (len(given) > len(segments) and not greedy):
        return None
    score = []
    for part, value in zip(segments, given, strict=False):
        rank = _rank(part, value)
        if not rank:
            return None
        score.append(rank)
    return (0, *score)


def _rank(part: str, value: str) -> int:
    """How specific the part is for the value; 0 without a match, as for an empty value."""
    if not value:  # only the rest of a greedy parameter may have empty parts
        return 0
    if part.endswith("+}"):
        return 1
    if part.startswith("{"):
        return 2
    return 3 if part == unquote(value) else 0


def parameters(resource: Resource, path: str) -> dict[str, str]:
    """The values of the path's parameters; none when the path is not the resource's."""
    given = _segments(path)
    if given is None or not _specificity(resource, given):
        return {}
    return {name: unquote(value) for name, value in _parameters(resource, given).items()}


def _parameters(resource: Resource, given: tuple[str, ...]) -> dict[str, str]:
    parameters = {}
    for index, part in enumerate(resource.segments):
        if part.endswith("+}"):
            parameters[part[1:-2]] = "/".join(given[index:])
        elif part.startswith("{"):
            parameters[part[1:-1]] = given[index]
    return parameters
