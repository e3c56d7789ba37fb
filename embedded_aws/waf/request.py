"""A web request as AWS WAF sees it, and what statements are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

type Content = Mapping[str, Any]
"""A statement or setting as the API has it."""
type Verdict = bool | None
"""Whether a statement matches; None when it cannot be told, whatever stands around it."""
type Statement = Callable[[Request], Verdict]
type Found = Sequence[bytes] | Verdict
"""What is to be inspected; or the verdict, where oversize or fallback handling decides alone."""
type Component = Callable[[Request], Found]


@dataclass
class Request:
    """One request; `body` is its beginning, as far as AWS WAF inspects it."""

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
        """All values of a header in their order, or None when it was not sent."""
        wanted = name.lower()
        found = [value for key, value in self.headers if key.lower() == wanted]
        return ",".join(found) if found else None

    def arguments(self) -> list[tuple[str, str]]:
        """Names and values in the query string, as they were sent."""
        parts = (part.partition("=") for part in self.query.split("&") if part)
        return [(name, value) for name, _, value in parts]

    def cookies(self) -> list[tuple[str, str]]:
        """Names and values of all cookies."""
        parts = (part.partition("=") for part in (self.header("Cookie") or "").split(";"))
        return [(name.strip(), value.strip()) for name, _, value in parts if name.strip()]


def inverse(verdict: Verdict) -> Verdict:
    """Not; what cannot be told stays so."""
    return None if verdict is None else not verdict
