"""The portal's site, and the values with which an environment switches it on."""

from collections.abc import Callable, Mapping
from typing import Any

from tools.build.portal.addresses import Addresses
from tools.build.portal.build import TARGET, build
from tools.command import CommandError
from tools.deploy.where.place import Place


def variables(place: Place, tell: Callable[[str], None]) -> dict[str, Any]:
    """The folder of the site, built now."""
    tell(f"site: {build(Addresses.of(values(place)))}")
    return {"site": str(TARGET.resolve())}


def values(place: Place) -> Mapping[str, Any]:
    """The environment's `portal`; CommandError while it is off."""
    written: Mapping[str, Any] | None = place.values.get("portal")
    name = place.environment.name
    if written is None:
        raise CommandError(
            f"the portal is off in {name}; `make portal-visitor NAME=acme` makes a visitor for "
            f"`portal` in terraform/environments/{name}.tfvars (docs/operations/portal.md)"
        )
    return written
