"""The endpoint of a REST API (API reference, EndpointConfiguration)."""

from typing import Any

from embedded_aws.gateway.control_plane.protocol.errors import BadRequestError
from embedded_aws.gateway.control_plane.protocol.patches import Change

TYPES = ("REGIONAL", "EDGE", "PRIVATE")
NO_TYPE = "REGIONAL Configuration and EDGE Configuration cannot be both DISABLED."


def configuration(given: dict[str, Any] | None) -> dict[str, Any]:
    """The configuration of a new API."""
    types = (given or {}).get("types", ["EDGE"])
    if not types:
        raise BadRequestError(NO_TYPE)
    if len(types) > 1:
        raise BadRequestError("Cannot create an api with multiple Endpoint Types.")
    default = "dualstack" if types == ["PRIVATE"] else "ipv4"
    address = (given or {}).get("ipAddressType") or default
    _check(types, address)
    ids = (given or {}).get("vpcEndpointIds")
    return {
        "types": types,
        "ipAddressType": address,
        **({"vpcEndpointIds": ids} if ids else {}),
    }


def _check(types: list[str], address: str) -> None:
    if types == ["PRIVATE"] and address != "dualstack":
        raise BadRequestError("Only dualstack ipAddressType is supported for Private APIs.")


def change_type(change: Change) -> None:
    """Patch the type; a private API is reached by both kinds of addresses."""
    if change.value not in TYPES:
        raise BadRequestError(
            f"Invalid EndpointTypes specified. Valid options are {','.join(TYPES)}"
        )
    endpoint = change.target["endpointConfiguration"]
    endpoint["types"] = [change.value]
    if change.value == "PRIVATE":
        endpoint["ipAddressType"] = "dualstack"


def change_address(change: Change) -> None:
    """Patch the kind of addresses."""
    if change.value not in {"ipv4", "dualstack"}:
        raise BadRequestError("ipAddressType must be either ipv4 or dualstack.")
    endpoint = change.target["endpointConfiguration"]
    _check(endpoint["types"], change.value)
    endpoint["ipAddressType"] = change.value


def change_vpc_endpoints(change: Change) -> None:
    """Add or remove a VPC endpoint of a private API."""
    endpoint = change.target["endpointConfiguration"]
    others = [each for each in endpoint.get("vpcEndpointIds") or [] if each != change.value]
    endpoint["vpcEndpointIds"] = others + [change.value] * (change.op == "add")
    if not endpoint["vpcEndpointIds"]:
        del endpoint["vpcEndpointIds"]
