"""A review: what changes in each root, what is dangerous in it, contracts and costs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tools.review.contract_changes.change import Change as ContractChange
from tools.review.plan.facts.model import Danger, Weight
from tools.review.plan.waivers import Waiver


@dataclass(frozen=True)
class Listed:
    """One change as the table of changes has it: names alone, no values."""

    address: str
    verb: str
    moved_from: str | None = None
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Check:
    """A finding of a generic check: Checkov's, or `make lint-aws`."""

    source: str
    root: str
    place: str
    rule: str
    sentence: str


@dataclass(frozen=True)
class Waived:
    """A danger that somebody answers for."""

    danger: Danger
    waiver: Waiver


@dataclass(frozen=True)
class RootReview:
    """One root: its changes and its dangers."""

    root: str
    changes: tuple[Listed, ...] = ()
    dangers: tuple[Danger, ...] = ()
    waived: tuple[Waived, ...] = ()
    expired: Mapping[Danger, Waiver] = field(default_factory=dict)
    failure: str = ""
    """Why there is no plan; empty when there is one."""


@dataclass(frozen=True)
class Costs:
    """USD of the environment before and after, or why they are not known."""

    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    unknown: str = ""


@dataclass(frozen=True)
class Review:
    """All of it."""

    environment: str
    base: str
    commit: str
    roots: tuple[RootReview, ...] = ()
    checks: tuple[Check, ...] = ()
    contracts: Mapping[str, tuple[ContractChange, ...]] = field(default_factory=dict)
    contracts_unknown: str = ""
    costs: Costs = field(default_factory=Costs)

    @cached_property
    def dangers(self) -> list[tuple[str, Danger]]:
        """Every danger with its root, the gravest first."""
        every = [(each.root, danger) for each in self.roots for danger in each.dangers]
        return sorted(every, key=lambda pair: -pair[1].weight)

    @property
    def breaking(self) -> list[tuple[str, ContractChange]]:
        """The changes that break consumers."""
        return [
            (service, change)
            for service, changes in self.contracts.items()
            for change in changes
            if change.breaking
        ]

    @cached_property
    def weight(self) -> int:
        """The weight of the gravest danger; 0 without any."""
        grave = [Weight.STOP] if self.breaking or self.failures else []
        return max([*grave, *(danger.weight for _, danger in self.dangers)], default=0)

    @property
    def failures(self) -> list[RootReview]:
        """Roots without a plan."""
        return [each for each in self.roots if each.failure]
