"""The routes of all contracts, with the properties that decide their cost."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SERVICES = Path("services")
VERBS = ("get", "head", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Route:
    """One route: whether it is cached, and whether the gateway answers without the function."""

    service: str
    name: str
    reads: bool
    cached: bool
    direct: bool

    @property
    def address(self) -> str:
        """The path, with its parameters' names."""
        return self.name.partition(" ")[2]


def routes(folder: Path = SERVICES) -> list[Route]:
    """Every route of every committed contract."""
    return [
        _route(path.parent.name, address, verb, item[verb])
        for path in sorted(folder.glob("*/openapi.json"))
        for address, item in json.loads(path.read_text(encoding="utf-8"))["paths"].items()
        for verb in VERBS
        if verb in item
    ]


def _route(service: str, address: str, verb: str, operation: Mapping[str, Any]) -> Route:
    return Route(
        service=service,
        name=f"{verb.upper()} {address}",
        reads=verb in ("get", "head"),
        cached="x-cache" in operation,
        direct="x-direct" in operation,
    )
