"""The smoke test's use case."""

from services.smoke.model import Candidate
from services.smoke.ports import Versions
from shared import smoke


def try_out(candidate: Candidate, versions: Versions) -> str | None:
    """Invoke the version without changing data; returns the reason against traffic, or None."""
    payload, error = versions.invoke(candidate, smoke.event())
    return smoke.failure(payload, error)
