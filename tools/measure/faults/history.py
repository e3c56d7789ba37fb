"""Everything that clients did and were told, thing by thing."""

import threading
from dataclasses import dataclass, field

from tools.measure.faults.client import Outcome
from tools.measure.faults.journey import Journey, Move


@dataclass
class Thing:
    """One creation, and all that followed."""

    key: str
    owner: str
    quantity: int
    outcome: Outcome
    late: bool = False
    """Whether nobody answered until the fault was over."""
    moves: list[tuple[Move, Outcome]] = field(default_factory=list)
    seen_by_others: int = 0
    """Answers to other owners that showed it."""
    repeated: int = 0
    """Repetitions of its creation that were answered with another thing."""
    misread: int = 0
    """Answers to its owner that were of another thing, or that denied it."""

    @property
    def id(self) -> str | None:
        """The id, once the creation is acknowledged."""
        return str(self.outcome.body["id"]) if self.outcome.acknowledged else None


@dataclass
class History:
    """The things of one fault, from many threads."""

    journey: Journey
    things: list[Thing] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    checked: int = 0
    """Repeated creations and reads, each held against the thing that they are about."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, thing: Thing) -> None:
        """Note a creation."""
        with self.lock:
            self.things.append(thing)

    def check(self) -> None:
        """Note a repeated creation or a read."""
        with self.lock:
            self.checked += 1

    def outcomes(self) -> list[Outcome]:
        """Of all that changes something."""
        return [
            each
            for thing in self.things
            for each in (thing.outcome, *(outcome for _, outcome in thing.moves))
        ]
