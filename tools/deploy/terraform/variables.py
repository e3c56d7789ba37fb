"""The variables that each root needs beside the environment's values."""

from collections.abc import Callable
from typing import Any

from tools.build.contracts.documents import published_file
from tools.build.packages.package import build
from tools.build.services import services_with_routes
from tools.command import CommandError
from tools.deploy.releases.registry import Registry
from tools.deploy.terraform.root import (
    BOOTSTRAP,
    GATEWAY,
    PLATFORM,
    Root,
    service_root,
    services,
)
from tools.deploy.where.place import Place, Primary, Replica

SHARED = ("user_pool_id", "issuer", "jwks_url", "token_url", "cursor_key_arn")

Variables = dict[str, Any]


def bootstrap_variables(place: Place) -> Variables:
    """The bucket that the bootstrap imports."""
    return {"state_bucket": place.state_bucket}


def platform_variables(place: Place) -> Variables:
    """The platform's variables: from the primary region, else from the cloud."""
    if isinstance(place, Replica):
        return {"primary": platform_of(place.primary)}
    return place.cloud.platform_variables()


def gateway_variables(place: Place) -> Variables:
    """The gateway's variables: the primary's app clients, else from the cloud."""
    if isinstance(place, Replica):
        return {"client_ids": client_ids(place.primary)}
    return place.cloud.gateway_variables()


def service_variables(place: Place, service: str) -> Variables:
    """The service's package and contract, built now."""
    package = build(service, place.cloud.package_platform)
    variables = {
        "package": str(package.path.resolve()),
        "architecture": place.cloud.architecture,
    }
    if service in services_with_routes():
        variables["contract"] = str(published_file(service).resolve())
    return variables


def preview_variables() -> Variables:
    """The working tree's contracts, which replace the live ones in a plan."""
    files = {name: str(published_file(name).resolve()) for name in services_with_routes()}
    return {"preview_contracts": files}


def planned_roots(
    place: Place, *, preview: bool = False
) -> dict[str, tuple[Root, Callable[[], Variables]]]:
    """Every root with its variables, by its name in `make plan-…`."""

    def of_gateway() -> Variables:
        return gateway_variables(place) | (preview_variables() if preview else {})

    def of_service(name: str) -> Callable[[], Variables]:
        return lambda: service_variables(place, name)

    return {
        "bootstrap": (BOOTSTRAP, lambda: bootstrap_variables(place)),
        "platform": (PLATFORM, lambda: platform_variables(place)),
        "gateway": (GATEWAY, of_gateway),
        **{name: (service_root(name), of_service(name)) for name in services()},
    }


def platform_of(primary: Primary) -> Variables:
    """The primary platform's values for both regions."""
    platform, name = Registry(primary).parameter("platform"), primary.environment.name
    if platform is None:
        raise CommandError(
            f"{name} is not deployed in {primary.region} yet, its primary region; "
            f"run `make deploy ENV={name}`, which deploys both in their order"
        )
    return {each: platform[each] for each in SHARED}


def client_ids(primary: Primary) -> dict[str, str]:
    """The app client of each consumer, from the primary's gateway."""
    return {
        consumer["name"]: client_id
        for client_id, consumer in Registry(primary).parameters("consumers").items()
    }
