"""The smoke test's ports."""

from typing import Any, Protocol

from services.smoke.model import Candidate


class Deployments(Protocol):
    """Deployments in progress."""

    def candidate(self, deployment_id: str) -> Candidate:
        """The version that the deployment is about to give traffic to."""

    def report(self, deployment_id: str, execution_id: str, *, passed: bool) -> None:
        """Let the deployment continue, or fail it."""


class Versions(Protocol):
    """Published versions of functions."""

    def invoke(self, candidate: Candidate, event: dict[str, Any]) -> tuple[Any, str | None]:
        """The version's answer, and the kind of its error if it failed."""
