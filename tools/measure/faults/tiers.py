"""Tiers of the owners in a large campaign, which asks more often than a slow tier's quota lets."""

import re
from collections.abc import Collection, Sequence

from shared.throttling import service_levels
from tools.measure.faults.journey import Journey
from tools.measure.stack import Stack

FAST = "gold"
REQUESTS_OF_AN_OPERATION = 2
"""An operation is tried again under a fault."""


def slowed(stack: Stack, journeys: Sequence[Journey], operations: int) -> tuple[str, ...]:
    """The owners whose tier's quota ends before a campaign of so many operations does."""
    tiers = service_levels().tiers
    return tuple(
        sorted(
            {
                owner
                for journey in journeys
                for owner in journey.owners
                if REQUESTS_OF_AN_OPERATION * operations // (len(journeys) * len(journey.owners))
                > tiers[stack.outputs["consumers"][owner]["tier"]].quota.limit
            }
        )
    )


def with_fast_tiers(values: str, consumers: Collection[str]) -> str:
    """An environment's values in which these consumers have a tier whose quota lasts."""
    for name in consumers:
        own = rf'(^\s*{re.escape(name)}\s*=\s*\{{\s*tier\s*=\s*)"\w+"'
        values = re.sub(own, rf'\g<1>"{FAST}"', values, flags=re.MULTILINE)
    return values
