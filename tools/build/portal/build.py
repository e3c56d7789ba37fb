"""Builds the portal of this tree."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from tools.build.contracts.merge import public_contract
from tools.build.portal.addresses import Addresses
from tools.build.portal.site import Material, write
from tools.build.services import SERVICES, checks_of, services_with_routes
from tools.review.contract_changes.history import history

TARGET = Path(".build/portal")
LEVELS = Path("shared/throttling.json")


def build(addresses: Addresses) -> str:
    """Write the site to TARGET; returns a sentence about it."""
    services = services_with_routes()
    material = Material(
        contract=public_contract(SERVICES, services),
        levels=json.loads(LEVELS.read_text(encoding="utf-8")),
        addresses=addresses,
        versions=history(Path.cwd()),
        known=tuple(_known(services)),
    )
    files = write(TARGET, material)
    return f"{files} files about {', '.join(services)}"


def _known(services: Sequence[str]) -> Iterator[str]:
    """The paths that answer without a query, as services' samples say."""
    for service in services:
        sample = checks_of(service, "sample.json")
        if sample.exists():
            yield json.loads(sample.read_text(encoding="utf-8")).get("again", "")
