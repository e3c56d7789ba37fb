"""A port for whoever looks on: each request that was answered, with the stages it went through."""

from dataclasses import dataclass
from typing import Protocol

from embedded_aws.gateway.exchange import Exchange


@dataclass(frozen=True, slots=True)
class Answered:
    """The end of a request: its status, the answer's size, its time, and its access-log line."""

    status: int
    length: int
    milliseconds: float
    line: str | None


class Watcher(Protocol):
    """Looks at requests, now and then."""

    @property
    def watching(self) -> bool:
        """Whether anybody looks; requests of other times are not measured by stages."""

    def saw(self, exchange: Exchange, answered: Answered) -> None:
        """Take a request that is answered, without waiting."""


class Unwatched:
    """A watcher that never looks."""

    watching = False

    def saw(self, exchange: Exchange, answered: Answered) -> None:
        """Drop the request."""
