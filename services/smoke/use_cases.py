"""The smoke test's use case."""

from services.smoke.model import Candidate
from services.smoke.ports import Versions
from shared import smoke


def try_out(candidate: Candidate, versions: Versions) -> str | None:
    """Ask the version all that changes no data; returns the reason against traffic, or None."""
    payload, error = versions.invoke(candidate, smoke.event())
    why = smoke.failure(payload, error)
    for event in () if why else smoke.more(payload):
        why = smoke.failure(*versions.invoke(candidate, event))
        if why:
            return f"{event['resource']}: {why}"
    return why
