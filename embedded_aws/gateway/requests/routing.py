"""Which method of which resource a request is for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from embedded_aws.gateway.deployed.model import Api, Method, Resource


@dataclass(frozen=True)
class Match:
    """The method found and what the path's parameters are in this request."""

    method: Method
    parameters: Mapping[str, str]


def find(api: Api, method: str, path: str) -> Match | None:
    """The most specific resource wins: literal before `{parameter}` before `{greedy+}`.

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
    found = best[1].methods.get(method) or best[1].methods.get("ANY")
    return Match(found, _parameters(best[1], given)) if found else None


def _candidates(api: Api, given: tuple[str, ...]) -> Iterator[Resource]:
    """The resources that may fit: an API of hundreds is not looked through for each request."""
    first = unquote(given[0]) if given else ""
    yield from api.by_first_segment.get("", ())
    if first:
        yield from api.by_first_segment.get(first, ())


def _segments(path: str) -> tuple[str, ...] | None:
    """The raw path's parts; None when one is empty or a dot segment, however it is spelled."""
    trimmed = path.removeprefix("/").removesuffix("/")
    if not trimmed:
        return () if path in {"", "/"} else None
    parts = tuple(trimmed.split("/"))
    if any(not part or unquote(part) in {".", ".."} for part in parts):
        return None
    return parts


def _specificity(resource: Resource, given: tuple[str, ...]) -> tuple[int, ...] | None:
    """How well the resource fits, part by part; None when it does not."""
    wanted = resource.segments
    greedy = bool(wanted) and wanted[-1].endswith("+}")
    if len(given) < len(wanted) or (len(given) > len(wanted) and not greedy):
        return None
    score = []
    for part, value in zip(wanted, given, strict=False):
        if part.endswith("+}"):
            score.append(1)
        elif part.startswith("{"):
            score.append(2)
        elif part == unquote(value):
            score.append(3)
        else:
            return None
    return (0, *score)


def _parameters(resource: Resource, given: tuple[str, ...]) -> dict[str, str]:
    parameters = {}
    for index, part in enumerate(resource.segments):
        if part.endswith("+}"):
            parameters[part[1:-2]] = unquote("/".join(given[index:]))
        elif part.startswith("{"):
            parameters[part[1:-1]] = unquote(given[index])
    return parameters
