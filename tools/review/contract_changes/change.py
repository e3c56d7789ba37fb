"""One change of a contract, and whether it breaks consumers."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Any

type Json = Mapping[str, Any]


class Side(StrEnum):
    """The sender: a consumer's request, or the service's response."""

    REQUEST = "request"
    RESPONSE = "response"


class Shift(Enum):
    """The effect of a change on the set of allowed values."""

    FEWER = "fewer"
    MORE = "more"
    OTHER = "other"

    def breaks(self, side: Side) -> bool:
        """Whether consumers break: a request is allowed less, or a response more, than before."""
        return self is not (Shift.MORE if side is Side.REQUEST else Shift.FEWER)


@dataclass(frozen=True)
class Change:
    """One change of a route, and its consequence for consumers."""

    route: str
    what: str
    breaking: bool
    why: str
    advice: str = "nothing"

    @property
    def verdict(self) -> str:
        """`breaking` or `compatible`."""
        return "breaking" if self.breaking else "compatible"


def breaking(route: str, what: str, why: str, advice: str) -> Change:
    """A change that breaks consumers."""
    return Change(route, what, breaking=True, why=why, advice=advice)


def compatible(route: str, what: str, why: str) -> Change:
    """A change that consumers may ignore."""
    return Change(route, what, breaking=False, why=why)


def resolved(value: Any, document: Json) -> Any:
    """The value, with a local `$ref` replaced by its target."""
    while isinstance(value, Mapping) and "$ref" in value:
        target: Any = document
        for part in value["$ref"].removeprefix("#/").split("/"):
            target = target.get(part, {})
        value = target
    return value
