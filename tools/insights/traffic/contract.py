"""Collections of things in the committed contracts: how to list, read and make them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Collection:
    """Things that a list shows and that are read one by one."""

    path: str
    """The list's, in which things are made, too."""
    example: Mapping[str, Any] | None
    """The body that makes one; None where none can be made."""
    query: Mapping[str, str]
    """Parameters by which the list shows what is made of the example."""


def operations(services: Path = Path("services")) -> list[tuple[str, str, Mapping[str, Any]]]:
    """Method, path and description of each operation."""
    return [
        (verb.upper(), address, operation)
        for path in sorted(services.glob("*/openapi.json"))
        for address, item in json.loads(path.read_text(encoding="utf-8"))["paths"].items()
        for verb, operation in item.items()
        if isinstance(operation, dict) and "responses" in operation
    ]


def collections(services: Path = Path("services")) -> list[Collection]:
    """The collections of all services."""
    known = {(verb, address): each for verb, address, each in operations(services)}
    return [
        _collection(address, operation, known.get(("POST", address)))
        for (verb, address), operation in known.items()
        if verb == "GET" and _has_things(address, known)
    ]


def _has_things(address: str, known: Mapping[tuple[str, str], Any]) -> bool:
    return any(
        verb == "GET"
        and other.startswith(f"{address}/{{")
        and other.count("/") == address.count("/") + 1
        for verb, other in known
    )


def _collection(
    address: str, listing: Mapping[str, Any], making: Mapping[str, Any] | None
) -> Collection:
    body = (making or {}).get("requestBody", {}).get("content", {})
    example = body.get("application/json", {}).get("example")
    query = {
        each["name"]: str(example[each["name"]])
        for each in listing.get("parameters", ())
        if each["in"] == "query" and example and each["name"] in example
    }
    return Collection(address, example, query)
