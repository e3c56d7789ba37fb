"""The time of each run of Terraform, by phase: AWS's answers, and waits between them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

WALKS = ("refresh and plan", "apply", "import", "destroy")
GAP_SECONDS = 0.25
"""So long without a request, in the midst of a walk, somebody waits: a retry, or a fixed delay."""


@dataclass(frozen=True)
class Request:
    """A request that the embedded AWS answered."""

    began: float
    seconds: float
    caller: str
    operation: str

    @property
    def ended(self) -> float:
        """The time of its answer."""
        return self.began + self.seconds


@dataclass(frozen=True)
class Run:
    """A run of Terraform with its requests."""

    name: str
    began: float
    ended: float
    cpu: float
    phases: tuple[tuple[str, float], ...]
    requests: tuple[Request, ...]

    @property
    def seconds(self) -> float:
        """The run's duration."""
        return self.ended - self.began

    def phase(self, *names: str) -> float:
        """Seconds of all phases of these names."""
        return sum(seconds for name, seconds in self.phases if name in names)

    @cached_property
    def answering(self) -> float:
        """Seconds in which at least one request was in progress."""
        return sum(until - since for since, until in _merged(self.requests))

    @cached_property
    def waits(self) -> list[tuple[float, float]]:
        """The intervals between requests in which Terraform waited."""
        busy = _merged(self.requests)
        return [
            (before[1], after[0])
            for before, after in pairwise(busy)
            if after[0] - before[1] >= GAP_SECONDS and before[1] >= self._walk_begins
        ]

    @property
    def waiting(self) -> float:
        """Seconds of all waits."""
        return sum(until - since for since, until in self.waits)

    @property
    def _walk_begins(self) -> float:
        moment = self.began
        for name, seconds in self.phases:
            if name in WALKS:
                break
            moment += seconds
        return moment


def runs(spans: Iterable[dict[str, Any]], requests: Sequence[Request]) -> list[Run]:
    """All runs of a trace, in order of time."""
    traced = [
        Run(
            span["name"],
            span["began"],
            span["ended"],
            span["cpu"] + _provider(span, spans),
            tuple((name, seconds) for name, seconds in span["phases"]),
            tuple(_of(span, requests)),
        )
        for span in spans
        if span["kind"] == "terraform"
    ]
    return sorted(traced, key=lambda run: run.began)


def _provider(span: dict[str, Any], spans: Iterable[dict[str, Any]]) -> float:
    """The processor time of the provider process that the run was attached to."""
    seconds: list[float] = [
        each["cpu"]
        for each in spans
        if each["kind"] == "provider"
        and each["name"] == span["name"]
        and each["began"] <= span["began"] <= each["ended"]
    ]
    return sum(seconds)


def _of(span: dict[str, Any], requests: Iterable[Request]) -> Iterable[Request]:
    """The requests of a run; those of its backend carry no name and are left out."""
    caller = span["name"].replace(" ", ":")
    return (
        each
        for each in requests
        if each.caller == caller and span["began"] <= each.began <= span["ended"]
    )


def _merged(requests: Iterable[Request]) -> list[tuple[float, float]]:
    """The intervals in which a request was in progress."""
    merged: list[tuple[float, float]] = []
    for each in sorted(requests, key=lambda request: request.began):
        if merged and each.began <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], each.ended))
        else:
            merged.append((each.began, each.ended))
    return merged
