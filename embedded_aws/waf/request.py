"""A web request in AWS WAF's form, and the type of statements."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

type Content = Mapping[str, Any]
"""A statement or setting as the API has it."""
type Verdict = bool | None
"""Whether a statement matches; None when it cannot be told, whatever stands around it."""
type Statement = Callable[[Request], Verdict]
type Found = Sequence[bytes] | Verdict
"""The bytes to inspect; or the verdict, where oversize or fallback handling decides alone."""
type Component = Callable[[Request], Found]


@dataclass
class Request:
    """One request; `body` is the part of it that AWS WAF inspects."""

    method: str
    uri_path: str
    query: str
    headers: Sequence[tuple[str, str]]
    source_ip: str
    at: float
    body: bytes = b""
    body_goes_on: bool = False
    labels: set[str] = field(default_factory=set)

    def header(self, name: str) -> str | None:
        """All values of a header in order; None when it was not sent."""
        lowered = name.lower()
        values = [value for key, value in self.headers if key.lower() == lowered]
        return ",".join(values) if values else None

    def arguments(self) -> list[tuple[str, str]]:
        """Names and values in the query string, undecoded."""
        parts = (part.partition("=") for part in self.query.split("&") if part)
        return [(name, value) for name, _, value in parts]

    def cookies(self) -> list[tuple[str, str]]:
        """Names and values of all cookies."""
        parts = (part.partition("=") for part in (self.header("Cookie") or "").split(";"))
        return [(name.strip(), value.strip()) for name, _, value in parts if name.strip()]


def inverse(verdict: Verdict) -> Verdict:
    """The opposite verdict; an open one stays open."""
    return None if verdict is None else not verdict
