"""A step of a deployment: its name, the steps that it needs, and its work."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Footprint:
    """How a step is known to be done: what it read, and what it left behind.

    Both are told by a digest. A step whose inputs have changed, or whose outcome somebody else has
    changed since, is not done.
    """

    inputs: Callable[[], str]
    outcome: Callable[[], str]


@dataclass(frozen=True)
class Step:
    """A piece of work that is told, timed, and begun when the steps that it needs are done."""

    name: str
    work: Callable[[], str]
    """Does it; the answer is what came of it, in a few words."""
    needs: tuple[str, ...] = ()
    footprint: Footprint | None = None
    """A step without one is done in every run: it looks itself at what is there."""
    quiet: bool = False
    """Not told unless it fails."""
