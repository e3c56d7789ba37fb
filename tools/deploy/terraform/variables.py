"""The variables that each root needs beside the values of its environment."""

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
    """The bucket that the bootstrap adopts."""
    return {"state_bucket": place.state_bucket}


def platform_variables(place: Place) -> Variables:
    """A replica's platform uses the primary's; else what the AWS decides."""
    if isinstance(place, Replica):
        return {"primary": platform_of(place.primary)}
    return place.cloud.platform_variables()


def gateway_variables(place: Place) -> Variables:
    """A replica's gateway knows the primary's app clients; else what the AWS decides."""
    if isinstance(place, Replica):
        return {"client_ids": client_ids(place.primary)}
    return place.cloud.gateway_variables()


def service_variables(place: Place, service: str) -> Variables:
    """The service's package and contract, built anew."""
    package = build(service, place.cloud.package_platform)
    variables = {
        "package": str(package.path.resolve()),
        "architecture": place.cloud.architecture,
    }
    if service in services_with_routes():
        variables["contract"] = str(published_file(service).resolve())
    return variables


def preview_variables() -> Variables:
    """The working tree's contracts, to be laid over the live ones."""
    files = {name: str(published_file(name).resolve()) for name in services_with_routes()}
    return {"preview_contracts": files}


def planned_roots(
    place: Place, *, preview: bool = False
) -> dict[str, tuple[Root, Callable[[], Variables]]]:
    """Every root by the name that `make plan-…` has for it, and its variables."""

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
    """The parts of the primary's platform that serve both regions."""
    platform, name = Registry(primary).parameter("platform"), primary.environment.name
    if platform is None:
        raise CommandError(
            f"{name} is not deployed in {primary.region} yet, its primary region; "
            f"run `make deploy ENV={name}`, which deploys both in their order"
        )
    return {each: platform[each] for each in SHARED}


def client_ids(primary: Primary) -> dict[str, str]:
    """Consumer → its app client, which the primary's gateway made."""
    return {
        consumer["name"]: client_id
        for client_id, consumer in Registry(primary).parameters("consumers").items()
    }
