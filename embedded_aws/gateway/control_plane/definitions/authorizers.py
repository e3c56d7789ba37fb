"""Authorizers (API reference, Authorizer)."""

from embedded_aws.gateway.control_plane.definitions.authorizer_checks import checked
from embedded_aws.gateway.control_plane.definitions.references import refuse_if_used
from embedded_aws.gateway.control_plane.protocol.calls import Call, Json, served
from embedded_aws.gateway.control_plane.protocol.errors import ConflictError, NotFoundError
from embedded_aws.gateway.control_plane.protocol.identifiers import new_id
from embedded_aws.gateway.control_plane.protocol.paging import page
from embedded_aws.gateway.control_plane.protocol.patch_paths import (
    number,
    text,
)
from embedded_aws.gateway.control_plane.protocol.patches import (
    EACH,
    Change,
    Patches,
    Path,
)
from embedded_aws.gateway.deployed.stored import Api

# What AWS answers to the id of an API that does not exist, as recorded.
CONCURRENT = "Unable to complete operation due to concurrent modification. Please try again later."
MEMBERS = (
    "name",
    "type",
    "providerARNs",
    "authType",
    "authorizerUri",
    "authorizerCredentials",
    "identitySource",
    "identityValidationExpression",
    "authorizerResultTtlInSeconds",
    "jwtConfiguration",
)


@served("CreateAuthorizer")
def create_authorizer(call: Call) -> Json:
    """An authorizer of a new name."""
    api = call.store.apis.get(call["restApiId"])
    if api is None:
        raise ConflictError(CONCURRENT)
    authorizer = {"id": new_id(), **call.chosen(*MEMBERS)}
    api.authorizers[authorizer["id"]] = checked(api, authorizer)
    return authorizer


def _authorizer(call: Call) -> tuple[Api, Json]:
    api = call.store.apis.get(call["restApiId"])
    authorizer = api.authorizers.get(call["authorizerId"]) if api else None
    if api is None or authorizer is None:
        raise NotFoundError("Invalid Authorizer identifier specified")
    return api, authorizer


@served("GetAuthorizer")
def get_authorizer(call: Call) -> Json:
    """One authorizer."""
    return _authorizer(call)[1]


@served("GetAuthorizers")
def get_authorizers(call: Call) -> Json:
    """All authorizers."""
    return page(call, call.api.authorizers.values())


@served("UpdateAuthorizer")
def update_authorizer(call: Call) -> Json:
    """Change an authorizer."""
    api, authorizer = _authorizer(call)
    changed = PATCHES.applied(authorizer, call.get("patchOperations"))
    api.authorizers[authorizer["id"]] = checked(api, changed)
    return changed


@served("DeleteAuthorizer")
def delete_authorizer(call: Call) -> None:
    """Delete an authorizer that no method uses."""
    api, authorizer = _authorizer(call)

    def uses(method: Json) -> bool:
        return bool(method.get("authorizerId") == authorizer["id"])

    refuse_if_used(api, f"authorizer '{authorizer['name']}'", uses, "method")
    del api.authorizers[authorizer["id"]]


def _pools(change: Change) -> None:
    """Add or remove a user pool; `replace` sets the only one."""
    pools = change.target.get("providerARNs") or []
    others = [each for each in pools if each != change.value] if change.op != "replace" else []
    change.target["providerARNs"] = others + [change.value] * (change.op != "remove")


TEXTS = (
    "authorizerCredentials",
    "authorizerUri",
    "authType",
    "identitySource",
    "identityValidationExpression",
    "name",
    "type",
)
PATCHES = Patches(
    (
        *(text(name) for name in TEXTS),
        number("authorizerResultTtlInSeconds", int, "Authorizer result TTL must be a number"),
        Path("/providerARNs", EACH, _pools),
    )
)
