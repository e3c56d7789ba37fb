"""The address of a request: its stage, and the path of the resource.

`/restapis/<api-id>/<stage>/_user_request_/<path>`, `<api-id>.execute-api.… /<stage>/<path>`, a
custom domain by its base-path mappings, and on this machine's own names `/<stage>/<path>` of the
project's own API.
"""

import ipaddress
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from embedded_aws.gateway.deployed.domains import DomainMapping
from embedded_aws.gateway.deployed.model import Stage
from embedded_aws.gateway.incoming import Incoming
from embedded_aws.gateway.invoker import DeployedApis

ADDRESSED = "/restapis/"
USER_REQUEST = "_user_request_"
OWN_NAMES = (".localhost", ".local", ".internal")
_chance = secrets.SystemRandom()


@dataclass(frozen=True)
class Address:
    """A stage, the path before the resource's, and the resource's path as it was sent."""

    stage: Stage
    base_path: str
    sent_path: str
    custom_domain: str | None = None

    @property
    def path(self) -> str:
        """The resource's path: slashes before its first name are one (recorded on AWS)."""
        return "/" + self.sent_path.lstrip("/")


def address(apis: DeployedApis, incoming: Incoming) -> Address | None:
    """The address; None without a deployed stage there."""
    place = _address(apis, incoming)
    if place is None:
        return None
    stage = place.stage
    if stage.canary and _chance.random() * 100 < stage.canary_percent:
        return Address(stage.canary, place.base_path, place.sent_path, place.custom_domain)
    return place


def _address(apis: DeployedApis, incoming: Incoming) -> Address | None:
    host = _host(incoming)
    if incoming.path.startswith(ADDRESSED):
        return _addressed(apis, incoming.path)
    name, path = _first(incoming.path)
    if ".execute-api." in host:
        stage = apis.stage(host.split(".")[0], name, _region(host))
        closed = stage is not None and stage.api.default_endpoint_disabled
        return None if closed else _at(stage, f"/{name}", path)
    mappings = None if _is_machine(host) else apis.mappings(host)
    if mappings is not None:
        return _mapped(apis, mappings, host, incoming.path)
    own = _is_machine(host) or host.endswith(OWN_NAMES)
    return _at(apis.own(name), f"/{name}", path) if own else None


def _at(stage: Stage | None, base_path: str, path: str) -> Address | None:
    return Address(stage, base_path, path) if stage else None


def _addressed(apis: DeployedApis, sent: str) -> Address | None:
    api_id, name, marker, path = (*sent.split("/", 5)[2:], "", "", "")[:4]
    stage = apis.stage(api_id, name) if marker == USER_REQUEST else None
    return _at(stage, f"/{name}", f"/{path}")


def _mapped(
    apis: DeployedApis, mappings: Iterable[DomainMapping], host: str, sent: str
) -> Address | None:
    """The stage of the longest base path that the path begins with."""
    plain = "/" + sent.lstrip("/")
    for mapping in mappings:
        base = f"/{mapping.base_path}" if mapping.base_path else ""
        if not (plain == base or plain.startswith(f"{base}/")):
            continue
        rest = plain.removeprefix(base) or "/"
        name = mapping.stage
        if name is None:  # then the stage's name follows in the path
            name, rest = _first(rest)
            base = f"{base}/{name}"
        stage = apis.stage(mapping.api_id, name)
        return Address(stage, base, rest, host) if stage else None
    return None


def _host(incoming: Incoming) -> str:
    """The name that the request is sent to, without a port."""
    host = (incoming.header("Host") or "").strip().lower()
    return host.partition("]")[0].strip("[") if host.startswith("[") else host.split(":")[0]


@lru_cache(maxsize=256)
def _is_machine(host: str) -> bool:
    """Whether the name is no domain's: an address, or a name without dots."""
    if "." not in host:
        return True
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _first(path: str) -> tuple[str, str]:
    """(first segment, the rest); slashes before it are one."""
    name, slash, rest = path.lstrip("/").partition("/")
    return name, slash + rest or "/"


def _region(host: str) -> str | None:
    """The region in `<api>.execute-api.<region>.amazonaws.com`; None for another name."""
    labels = host.split(".")
    return labels[2] if len(labels) > 3 and labels[-2:] == ["amazonaws", "com"] else None  # noqa: PLR2004
