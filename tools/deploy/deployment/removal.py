"""The steps that destroy a service, or everything."""

from collections.abc import Sequence

from shared.product import NAME
from tools.command import CommandError
from tools.deploy.deployment.site import PACKAGES, Site
from tools.deploy.deployment.step import Step
from tools.deploy.operations.portal_removal import remove
from tools.deploy.operations.restore import Tables
from tools.deploy.terraform.root import (
    GATEWAY,
    PLATFORM,
    PORTAL,
    check_service,
    service_root,
    services,
)
from tools.deploy.terraform.variables import platform_variables

UNPOINTED, FORGOTTEN = "contracts are taken away", "the lease is over"


def of_service(site: Site, name: str) -> list[Step]:
    """Remove the pointer → apply the gateway → destroy the service's root."""
    check_service(name)
    if name == "authorizer" and site.registry.parameter("gateway"):
        raise CommandError("the gateway needs the authorizer; take all down with `make destroy`")
    without = f"gateway without {name}"

    def gateway() -> str:
        if site.registry.served_contract_key(name):
            return site.apply_gateway()
        return "untouched, it serves nothing of it"

    return [
        site.packages([name]),
        _unpoint(site, [name]),
        Step(without, gateway, needs=(UNPOINTED,)),
        _destroy_service(site, name, needs=(without, PACKAGES)),
    ]


def everything(site: Site) -> list[Step]:
    """Destroy everything but the bootstrap, which other environments of the account share."""
    names, place = services(), site.place
    gateway, platform, pages = (f"destroy {root.name}" for root in (GATEWAY, PLATFORM, PORTAL))
    return [
        site.packages(names),
        _unpoint(site, names),
        Step(gateway, site.destroy_gateway, needs=(UNPOINTED,)),
        *(_destroy_service(site, name, needs=(gateway, PACKAGES)) for name in names),
        Step(
            platform,
            site.destroy(PLATFORM, lambda: platform_variables(place)),
            needs=tuple(f"destroy {service_root(name).name}" for name in names),
        ),
        Step(pages, lambda: remove(place), needs=(gateway,)),
        Step(FORGOTTEN, lambda: _forget(site), needs=(platform, pages), quiet=True),
    ]


def _unpoint(site: Site, names: Sequence[str]) -> Step:
    def unpoint() -> str:
        for name in names:
            site.registry.unpoint(name)
        return ""

    return Step(UNPOINTED, unpoint, quiet=True)


def _destroy_service(site: Site, name: str, needs: tuple[str, ...]) -> Step:
    """Destroy its root, and if data is not protected, also unused restored tables."""
    destroy = site.destroy(service_root(name), lambda: site.variables_of(name))

    def work() -> str:
        summary = destroy()
        if not site.place.values["protect_data"]:
            tables = Tables(site.place.client("dynamodb"))
            tables.delete_restored(f"{NAME}-{site.place.environment.name}-{name}")
        return summary

    return Step(f"destroy {service_root(name).name}", work, needs)


def _forget(site: Site) -> str:
    if not site.place.values["protect_data"]:
        site.place.leases().end(site.place.environment.name)
    return ""
