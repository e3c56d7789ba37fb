"""Use cases of the smoke test."""

from services.smoke.model import Candidate
from services.smoke.ports import Versions
from shared import smoke


def try_out(candidate: Candidate, versions: Versions) -> str | None:
    """Ask the version something that changes nothing; why it must not take traffic, or None."""
    payload, error = versions.invoke(candidate, smoke.event())
    return smoke.failure(payload, error)
