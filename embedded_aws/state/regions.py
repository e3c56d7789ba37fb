"""The regions of an account: moto's state of a service in each that has been used."""

from typing import Any


def used(services: Any, account_id: str) -> dict[str, Any]:
    """A service's state by region, where any request has made one; the first used comes first."""
    return dict(list(services[account_id].items()))


def of_arn(arn: str) -> str:
    """The region that an ARN names; empty for a global one."""
    return (arn.split(":", maxsplit=5) + [""] * 4)[3]
