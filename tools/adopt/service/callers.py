"""Consumers of a new service: those that its maker names, or the machines of every environment."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tools import hcl
from tools.command import CommandError
from tools.deploy.where.consumers import MOST_SCOPES, has_app_client, with_services

VALUES = Path("terraform/environments")
LOCAL = VALUES / "local.tfvars"
ACCESSES = ("read", "write")
"""The accesses that a new service grants."""
MORE = "docs/operations/consumers.md#scopes"


def named(text: str) -> list[str]:
    """The consumers in a text, with commas or spaces between."""
    return list(dict.fromkeys(re.findall(r"[^\s,]+", text)))


def usual(root: Path) -> list[str]:
    """The machines that every environment has and that can take more scopes, else all of them."""
    everywhere = _everywhere(root)
    return [name for name in everywhere if not any(_full(name, root))] or everywhere


def check(consumers: Sequence[str], root: Path) -> None:
    """CommandError with one sentence for who is no machine of this house, or has no room."""
    here = _consumers(root / LOCAL, root)
    machines = sorted(name for name, each in here.items() if each.get("kind") != "people")
    for name in consumers:
        if name not in machines:
            raise CommandError(
                f"{name!r} is no machine of the local environment, whose machines are "
                f"{', '.join(machines)}; add it to {LOCAL}, or name another with "
                f"CONSUMERS= ({MORE})"
            )
        for environment, count in _full(name, root):
            raise CommandError(
                f"{name} has {count} of the {MOST_SCOPES} scopes that an app client of Cognito "
                f"can have, in {environment}; name another machine of {LOCAL} with CONSUMERS=, or "
                f"make {name} a signer, which has no such limit ({MORE})"
            )


def _full(name: str, root: Path) -> Iterator[tuple[str, int]]:
    """The environments in which the consumer has no room for a service, and its scopes there."""
    for path in _values(root):
        consumer = _consumers(path, root).get(name, {})
        count = len(consumer.get("scopes", []))
        if has_app_client(consumer) and count + len(ACCESSES) > MOST_SCOPES:
            yield path.stem, count


def _everywhere(root: Path) -> list[str]:
    sets = []
    for path in _values(root):
        consumers = hcl.read(path)["environment"].get("consumers", {})
        sets.append({name for name, each in consumers.items() if each.get("kind") != "people"})
    everywhere = set.intersection(*sets) if sets else set()
    return sorted(everywhere) or sorted(set.union(*sets) if sets else ())[:1]


def _values(root: Path) -> list[Path]:
    return sorted((root / VALUES).glob("*.tfvars"))


def _consumers(path: Path, root: Path) -> dict[str, Any]:
    return with_services(hcl.read(path)["environment"].get("consumers", {}), root)
