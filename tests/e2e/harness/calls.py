"""Calls of functions to AWS, as the embedded AWS counts them."""

import httpx

from tests.e2e.harness.stack import Stack


def calls_by_role(stack: Stack) -> dict[str, list[tuple[str, str]]]:
    """(action, resource) of each call since the start, by the role that made it."""
    by_role = httpx.get(f"{stack.outputs['aws_endpoint']}/_local/calls").json()
    return {
        role: [(action, resource) for action, resource in calls] for role, calls in by_role.items()
    }
