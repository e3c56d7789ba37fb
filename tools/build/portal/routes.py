"""The contract's routes, as the portal's tables show them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tools.build.contracts.bodies import examples, operations

type Json = Mapping[str, Any]
PROBLEM = "application/problem+json"


def rows(contract: Json, levels: Json) -> list[dict[str, Any]]:
    """Each route with its scope, its limits, its cache and its errors."""
    return [_row(levels, *each) for each in operations(contract)]


def _row(levels: Json, path: str, verb: str, operation: Json) -> dict[str, Any]:
    name = operation.get("x-throttle-class")
    cache = operation.get("x-cache") or {}
    return {
        "id": operation["operationId"],
        "tag": (operation.get("tags") or ["other"])[0],
        "method": verb.upper(),
        "path": path,
        "summary": operation.get("summary", ""),
        "scope": operation.get("x-required-scope"),
        "throttle_class": name,
        "limit": levels.get("route_classes", {}).get(name),
        "cache_seconds": cache.get("seconds"),
        "errors": list(_errors(operation)),
    }


def _errors(operation: Json) -> Iterator[dict[str, Any]]:
    """Each status of a refusal, with the sentences that its examples have."""
    for status, response in operation["responses"].items():
        if int(status) < 400:  # noqa: PLR2004
            continue
        content = response.get("content", {}).get(PROBLEM, {})
        details = [each.get("detail", "") for each in examples(content)]
        title = response.get("description", "")
        yield {"status": status, "title": title, "details": list(dict.fromkeys(details))}


def sentence(row: Json) -> str:
    """The scope, the limit and the cache of a route in one line of Markdown."""
    parts = [f"Scope `{row['scope']}`" if row["scope"] else "No scope"]
    if row["limit"]:
        rate, burst = row["limit"]["rate_per_second"], row["limit"]["burst"]
        parts.append(f"{rate} calls a second and {burst} at once, of all consumers")
    if row["cache_seconds"]:
        parts.append(f"cached for {row['cache_seconds']} s")
    return ", ".join(parts) + "."


def errors(routes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every status with all sentences about it, and the routes that answer it."""
    by_status: dict[str, dict[str, Any]] = {}
    for route in routes:
        for each in route["errors"]:
            entry = by_status.setdefault(each["status"], {**each, "details": [], "routes": []})
            entry["details"] += [text for text in each["details"] if text not in entry["details"]]
            entry["routes"].append(route)
    return [by_status[status] for status in sorted(by_status)]


def first_read(routes: list[dict[str, Any]], known: Iterable[str]) -> dict[str, Any]:
    """The route of a first call: a known path, else one that reads and has nothing in its path."""
    plain = [each for each in routes if each["method"] == "GET" and "{" not in each["path"]]
    proved = [each for each in plain if each["path"] in set(known)]
    return (proved or plain or routes)[0]


def tiers(levels: Json) -> list[dict[str, Any]]:
    """The tiers, from the slowest to the fastest."""
    by_rate = sorted(levels.get("tiers", {}).items(), key=lambda each: each[1]["rate_per_second"])
    return [{"name": name, **settings} for name, settings in by_rate]
