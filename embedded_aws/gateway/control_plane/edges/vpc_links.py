"""VPC links (API reference, VpcLink): kept, because there is no VPC here."""

from embedded_aws.gateway.control_plane.protocol.calls import Call, Json, served
from embedded_aws.gateway.control_plane.protocol.errors import BadRequestError, NotFoundError
from embedded_aws.gateway.control_plane.protocol.identifiers import new_id
from embedded_aws.gateway.control_plane.protocol.paging import page
from embedded_aws.gateway.control_plane.protocol.patch_paths import (
    text,
)
from embedded_aws.gateway.control_plane.protocol.patches import (
    Patches,
)

READY = {"status": "AVAILABLE", "statusMessage": "Your vpc link is ready for use"}


@served("CreateVpcLink", only_kept=True)
def create_vpc_link(call: Call) -> Json:
    """A link, which is ready at the next look."""
    if not call["name"].strip():
        raise BadRequestError("Name cannot be empty")
    for arn in call["targetArns"]:
        if not arn.startswith("arn:"):
            raise BadRequestError(f"Invalid ARN. ARN is not well formed {arn}")
    link = {"id": new_id(), **call.chosen("name", "description", "targetArns", "tags")}
    call.store.vpc_links[link["id"]] = {**link, **READY}
    return {**link, "status": "PENDING"}


def _link(call: Call) -> Json:
    link = call.store.vpc_links.get(call["vpcLinkId"])
    if link is None:
        raise NotFoundError("Invalid Vpc Link identifier specified")
    return link


@served("GetVpcLink", only_kept=True)
def get_vpc_link(call: Call) -> Json:
    """One link."""
    return {"tags": {}, **_link(call)}


@served("GetVpcLinks", only_kept=True)
def get_vpc_links(call: Call) -> Json:
    """All links."""
    return page(call, call.store.vpc_links.values())


@served("UpdateVpcLink", only_kept=True)
def update_vpc_link(call: Call) -> Json:
    """Change a link's name or description."""
    link = _link(call)
    changed = PATCHES.applied(link, call.get("patchOperations"))
    call.store.vpc_links[link["id"]] = changed
    return {"tags": {}, **changed}


@served("DeleteVpcLink", only_kept=True)
def delete_vpc_link(call: Call) -> None:
    """Delete a link."""
    del call.store.vpc_links[_link(call)["id"]]


PATCHES = Patches((text("name"), text("description")))
