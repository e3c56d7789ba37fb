"""A load's outcome: its phases and processes, and whether it is as the limits say."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tools.measure.load.arrivals import PERCENTILES, TOO_MANY, Step
from tools.measure.load.memory import Series, processes

SLOW_SECONDS, ANSWERED = 1.0, 0.9
TOLERANCE = 1.25


def saturated(step: Step) -> bool:
    """Whether a tenth was not answered well, or the 99th percentile passed a second."""
    return step.good < ANSWERED * len(step.samples) or step.percentile(99) > SLOW_SECONDS


@dataclass(frozen=True)
class Outcome:
    """The steps to saturation, the limits of a tier, the soak, and memory meanwhile."""

    steps: Sequence[Step]
    limited: Step
    allowed: float
    """Requests that the tier allows during `limited`."""
    soak: Step | None
    memory: Series

    @property
    def best(self) -> float:
        """The most good answers a second of any step."""
        return max(step.throughput for step in self.steps)

    @property
    def errors(self) -> int:
        """Answers neither good nor throttled, in phases below saturation."""
        return sum(step.errors for step in self._below) + self.limited.errors

    @property
    def throttled(self) -> int:
        """Throttled answers in phases below saturation, where the tier allows all."""
        return sum(step.statuses[TOO_MANY] for step in self._below)

    @property
    def failed(self) -> bool:
        """Whether limits were not as the tier says, or something failed that should not."""
        over = self.limited.good > TOLERANCE * self.allowed
        unlimited = self.limited.statuses[TOO_MANY] == 0
        return bool(self.errors or self.throttled or over or unlimited)

    @property
    def phases(self) -> list[dict[str, Any]]:
        """A row for each phase."""
        named = {f"step {number}": step for number, step in enumerate(self.steps, 1)}
        named["limits"] = self.limited
        if self.soak:
            named["soak"] = self.soak
        return [_row(name, step) for name, step in named.items()]

    @property
    def as_json(self) -> str:
        """The whole in one line."""
        content = {
            "saturation_per_second": round(self.best, 1),
            "errors": self.errors,
            "throttled_below_the_limit": self.throttled,
            "allowed_by_the_tier": self.allowed,
            "soak_minutes": round(self.soak.seconds / 60, 1) if self.soak else 0,
            "phases": self.phases,
            "processes": [asdict(each) for each in processes(self.memory)],
        }
        return json.dumps(content)

    @property
    def _below(self) -> list[Step]:
        """The phases below saturation; of the soak everything counts."""
        return [step for step in self.steps if not saturated(step)] + (
            [self.soak] if self.soak else []
        )


def _row(name: str, step: Step) -> dict[str, Any]:
    latencies = {f"p{each}_seconds": round(step.percentile(each), 3) for each in PERCENTILES}
    return {
        "phase": name,
        "offered_per_second": round(step.offered, 1),
        "good_per_second": round(step.throughput, 1),
        "requests": len(step.samples),
        **latencies,
        str(TOO_MANY): step.statuses[TOO_MANY],
        "errors": step.errors,
    }
