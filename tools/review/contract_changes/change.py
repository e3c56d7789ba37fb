"""One change of a contract, and which way it may go."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Any

type Json = Mapping[str, Any]


class Side(StrEnum):
    """Who speaks: a consumer that sends a request, or a service that answers it."""

    REQUEST = "request"
    RESPONSE = "response"


class Shift(Enum):
    """What became of the values that are allowed."""

    FEWER = "fewer"
    MORE = "more"
    OTHER = "other"

    def breaks(self, side: Side) -> bool:
        """A request must stay allowed; a response may not bring what was not promised."""
        return self is not (Shift.MORE if side is Side.REQUEST else Shift.FEWER)


@dataclass(frozen=True)
class Change:
    """What changed on a route, and what it means for who calls it."""

    route: str
    what: str
    breaking: bool
    why: str
    advice: str = "nothing"

    @property
    def verdict(self) -> str:
        """The change's class in a word."""
        return "breaking" if self.breaking else "compatible"


def breaking(route: str, what: str, why: str, advice: str) -> Change:
    """A change that takes something from consumers."""
    return Change(route, what, breaking=True, why=why, advice=advice)


def compatible(route: str, what: str, why: str) -> Change:
    """A change that a consumer need not know of."""
    return Change(route, what, breaking=False, why=why)


def resolved(value: Any, document: Json) -> Any:
    """The value, or what its local reference stands for."""
    while isinstance(value, Mapping) and "$ref" in value:
        held: Any = document
        for part in value["$ref"].removeprefix("#/").split("/"):
            held = held.get(part, {})
        value = held
    return value
