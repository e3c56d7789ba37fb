"""Streams of requests: who asks for what, from where, and when; a planted behaviour is one more."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tools.measure.insights.api import api


@dataclass(frozen=True)
class Stream:
    """Requests of one caller: at `hours` of the day by their share, or in an interval."""

    client_id: str
    requests: int
    addresses: Sequence[tuple[str, str]]
    """address and country"""
    agents: Sequence[str]
    tenant: str = "-"
    tier: str = "-"
    routes: Sequence[str] = field(default_factory=lambda: api().usual)
    hours: Sequence[int] = ()
    begin: float = 0
    span: float = 0
    sequential: bool = False
    """Whether the ids that are asked for are one after the other."""
    refused: tuple[float, float, float, float] = (0.004, 0.002, 0.0005, 0.0015)
    """Shares of 401, 403, 429 and 500."""
    bytes_factor: float = 1


@dataclass(frozen=True)
class Overlay:
    """A change of the requests to a route in an interval, whoever asks."""

    route: str
    begin: float
    span: float
    latency_factor: float = 1
    failing: float = 0
    """Share of the requests that fail."""
    hot_id: str = ""
    hot: float = 0
    """Share of the requests for one thing."""


@dataclass(frozen=True)
class Planted:
    """A behaviour that is to be found: the question that finds it, and the subject of its row."""

    question: str
    subject: str
