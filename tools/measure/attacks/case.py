"""An attack: a request that must be refused, or must do no more than a plain one."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

OWASP = {
    "API1": "Broken object level authorization",
    "API2": "Broken authentication",
    "API3": "Broken object property level authorization",
    "API4": "Unrestricted resource consumption",
    "API5": "Broken function level authorization",
    "API6": "Unrestricted access to sensitive business flows",
    "API7": "Server side request forgery",
    "API8": "Security misconfiguration",
    "API9": "Improper inventory management",
    "API10": "Unsafe consumption of APIs",
}
REFUSED = range(400, 500)


@dataclass(frozen=True)
class Answer:
    """An answer, as far as an attacker sees it."""

    status: int
    headers: Mapping[str, str]
    body: str
    seconds: float = 0.0

    @property
    def request_id(self) -> str | None:
        """The id under which the request is logged; None when the HTTP server refused it."""
        return self.headers.get("x-amzn-requestid")


Send = Callable[[], Answer]


@dataclass(frozen=True)
class Case:
    """One attack: its request, and the statuses that are no success for the attacker."""

    owasp: str
    family: str
    name: str
    send: Send
    allowed: Collection[int] = field(default=REFUSED)
    harmless: Callable[[Answer], bool] = lambda _: True
    """A condition that an allowed answer must fulfil too."""
    alone: bool = False
    """Whether it is sent while no other is, because its time counts."""
