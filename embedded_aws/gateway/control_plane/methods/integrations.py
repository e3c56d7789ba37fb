"""Integrations (API reference, Integration): where a method's requests go."""

from embedded_aws.gateway.control_plane.apis.resources import resource_of
from embedded_aws.gateway.control_plane.methods import integration_checks
from embedded_aws.gateway.control_plane.methods.lookup import (
    NO_INTEGRATION,
    integration_of,
    method_of,
)
from embedded_aws.gateway.control_plane.protocol.calls import Call, Json, served
from embedded_aws.gateway.control_plane.protocol.patch_paths import (
    entry,
    number,
    text,
)
from embedded_aws.gateway.control_plane.protocol.patches import (
    Change,
    Form,
    Patches,
    Path,
)

DEFAULT_TIMEOUT_MS = 29_000
OPTIONAL = (
    "uri",
    "connectionId",
    "credentials",
    "requestParameters",
    "requestTemplates",
    "contentHandling",
    "tlsConfig",
    "responseTransferMode",
    "integrationTarget",
)


@served("PutIntegration")
def put_integration(call: Call) -> Json:
    """The method's integration, in place of an earlier one."""
    method = method_of(call)
    given = {"httpMethod": call.get("integrationHttpMethod"), **call.given}
    given["httpMethod"] = call.get("integrationHttpMethod")
    integration = composed(given, resource_of(call)["id"])
    integration_checks.check(integration, method, call.store.vpc_links)
    method["methodIntegration"] = integration
    return integration


def composed(given: Json, resource_id: str) -> Json:
    """An integration with API Gateway's defaults."""
    kind = given["type"].upper()
    whole = {
        "type": kind,
        "httpMethod": given.get("httpMethod") or None,
        "connectionType": given.get("connectionType"),
        "passthroughBehavior": (given.get("passthroughBehavior") or "WHEN_NO_MATCH").upper(),
        "timeoutInMillis": given.get("timeoutInMillis") or DEFAULT_TIMEOUT_MS,
        "cacheNamespace": given.get("cacheNamespace") or resource_id,
        "cacheKeyParameters": list(given.get("cacheKeyParameters") or []),
        **{name: given[name] for name in OPTIONAL if given.get(name) is not None},
    }
    if kind in integration_checks.OVER_HTTP:
        whole["connectionType"] = whole["connectionType"] or "INTERNET"
    elif kind == "MOCK":
        for name in ("uri", "httpMethod"):
            whole.pop(name, None)
    return {name: value for name, value in whole.items() if value is not None}


@served("GetIntegration")
def get_integration(call: Call) -> Json:
    """The method's integration."""
    return integration_of(call)


@served("DeleteIntegration")
def delete_integration(call: Call) -> None:
    """Delete the integration with its responses."""
    integration_of(call, NO_INTEGRATION)
    del method_of(call)["methodIntegration"]


@served("UpdateIntegration")
def update_integration(call: Call) -> Json:
    """Change the integration."""
    integration = integration_of(call)
    changed = PATCHES.applied(integration, call.get("patchOperations"))
    changed.setdefault("passthroughBehavior", "WHEN_NO_MATCH")
    changed.setdefault("timeoutInMillis", DEFAULT_TIMEOUT_MS)
    changed.setdefault("cacheNamespace", resource_of(call)["id"])
    integration_checks.check(changed, method_of(call), call.store.vpc_links, integration)
    method_of(call)["methodIntegration"] = changed
    return changed


def _cache_key(change: Change) -> None:
    name = change.names.get("name") or change.value
    others = [each for each in change.target["cacheKeyParameters"] if each != name]
    change.target["cacheKeyParameters"] = others + [name] * (change.op == "add")


def _insecure(change: Change) -> None:
    tls = change.target.setdefault("tlsConfig", {})
    tls["insecureSkipVerification"] = str(change.value).lower() == "true"


KEYS = ("add", "remove", "replace")
TEXTS = (
    "uri",
    "httpMethod",
    "credentials",
    "passthroughBehavior",
    "contentHandling",
    "cacheNamespace",
    "connectionType",
    "connectionId",
    "type",
    "responseTransferMode",
    "integrationTarget",
)
PATCHES = Patches(
    (
        *(text(name) for name in TEXTS),
        number("timeoutInMillis", int, "Timeout should be between 50 ms and 29000 ms"),
        entry("requestParameters", "Invalid parameter name specified"),
        entry("requestTemplates", "Invalid content type specified"),
        Path("/cacheKeyParameters/{name}", KEYS, _cache_key),
        Path("/cacheKeyParameters", KEYS, _cache_key),
        Path("/tlsConfig/insecureSkipVerification", ("replace",), _insecure),
    ),
    Form.OPERATIONS,
)
