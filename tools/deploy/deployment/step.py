"""A step of a deployment: its name, the steps that it needs, and its work."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Footprint:
    """Digests of a step's inputs and outcome, by which a finished step is recognized.

    A step with changed inputs, or with an outcome that was changed since, is not finished.
    """

    inputs: Callable[[], str]
    outcome: Callable[[], str]


@dataclass(frozen=True)
class Step:
    """A piece of work with a name, which starts when the steps that it needs are done."""

    name: str
    work: Callable[[], str]
    """Does it; the answer is what came of it, in a few words."""
    needs: tuple[str, ...] = ()
    footprint: Footprint | None = None
    """A step without one is done in every run: it looks itself at what is there."""
    quiet: bool = False
    """Not told unless it fails."""
