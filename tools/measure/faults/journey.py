"""A journey of a service's things, as its own checks describe it: creation, moves, table.

`services/<name>/checks/sample.json` says how a thing is created; `journey.json` beside it says who
may own it, how it moves from state to state, and what its item in the table looks like.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from tools.build.services import checks_of, names
from tools.command import CommandError

SAMPLE, JOURNEY = "sample.json", "journey.json"
MOST = 9
"""Things differ in their quantity, from 1 to this, so that a crossed answer is seen."""


@dataclass(frozen=True)
class Move:
    """A request that takes a thing from one state to another."""

    by: str
    request: str
    begins: tuple[str, ...]
    ends: str

    def path(self, thing: str) -> str:
        """The path of the thing's move."""
        return self.request.split()[1].replace("{id}", thing)


@dataclass(frozen=True)
class Journey:
    """The things of one service."""

    service: str
    owners: tuple[str, ...]
    preparation: Sequence[Mapping[str, Any]]
    creation: Mapping[str, Any]
    quantity: str
    thing: str
    state: str
    begins: str
    moves: tuple[Move, ...]
    stored: Mapping[str, str]

    @property
    def path(self) -> str:
        """The path where a thing is created."""
        return str(self.creation["request"].split()[1])

    def body(self, need: str, quantity: int) -> Any:
        """A body that creates a thing with this quantity."""
        content = json.loads(json.dumps(self.creation["body"]).replace("{id}", need))
        *way, last = self.quantity.split(".")
        _at(content, way)[int(last) if last.isdecimal() else last] = quantity
        return content

    def quantity_in(self, body: Any) -> int:
        """The quantity that an answer shows."""
        return int(_at(body, self.quantity.split(".")))


def journeys() -> list[Journey]:
    """The journey of each service that has one."""
    services = [name for name in names() if checks_of(name, JOURNEY).exists()]
    if not services:
        raise CommandError(f"no service has a journey: write services/<name>/checks/{JOURNEY}")
    return [journey_of(name) for name in services]


def journey_of(service: str) -> Journey:
    """The service's journey."""
    own = json.loads(checks_of(service, JOURNEY).read_text(encoding="utf-8"))
    sample = json.loads(checks_of(service, SAMPLE).read_text(encoding="utf-8"))
    *before, last = sample["requests"]
    return Journey(
        service=service,
        owners=tuple(own["owners"]),
        preparation=before,
        creation=last,
        quantity=own["quantity"],
        thing=own["thing"],
        state=own["state"],
        begins=own["begins"],
        moves=tuple(
            Move(each["by"], each["request"], tuple(each["from"]), each["to"])
            for each in own["moves"]
        ),
        stored=own["stored"],
    )


def _at(content: Any, way: Sequence[str]) -> Any:
    """The value at the end of the way through objects and lists."""
    return reduce(lambda value, step: value[int(step) if step.isdecimal() else step], way, content)
