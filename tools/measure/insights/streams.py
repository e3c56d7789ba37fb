"""Streams of requests: who asks for what, from where, and when; a planted behaviour is one more."""

from collections.abc import Sequence
from dataclasses import dataclass, field

ROUTES = {
    "GET /catalog/products/{productId}": (12.0, 900.0),
    "GET /catalog/products": (25.0, 6000.0),
    "POST /catalog/products": (40.0, 800.0),
    "PUT /catalog/products/{productId}": (45.0, 800.0),
    "GET /orders": (30.0, 4000.0),
    "POST /orders": (80.0, 1200.0),
    "GET /orders/{orderId}": (20.0, 1200.0),
    "POST /orders/{orderId}/cancel": (50.0, 1200.0),
    "GET /customers/me": (15.0, 500.0),
    "GET /customers/{customerId}": (15.0, 500.0),
}
"""Median milliseconds of the integration and median bytes of an answer."""
USUAL = (
    ["GET /catalog/products/{productId}"] * 9
    + ["GET /catalog/products"] * 3
    + ["GET /orders/{orderId}"] * 5
    + ["GET /orders"] * 2
    + ["POST /orders"] * 2
    + ["GET /customers/me"]
)


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
    routes: Sequence[str] = field(default_factory=lambda: USUAL)
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
