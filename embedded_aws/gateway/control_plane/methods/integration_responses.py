"""Integration responses (API reference, IntegrationResponse): a backend's answer, mapped."""

from embedded_aws.gateway.control_plane.methods import integration_checks, mappings
from embedded_aws.gateway.control_plane.methods.lookup import (
    NO_INTEGRATION,
    integration_of,
    method_of,
    remove_response,
    response_of,
)
from embedded_aws.gateway.control_plane.protocol.calls import Call, Json, served
from embedded_aws.gateway.control_plane.protocol.patch_paths import (
    entry,
    text,
)
from embedded_aws.gateway.control_plane.protocol.patches import (
    EACH,
    Change,
    Form,
    Patches,
    Path,
)

RESPONSES = "integrationResponses"
MEMBERS = (
    "statusCode",
    "selectionPattern",
    "responseParameters",
    "responseTemplates",
    "contentHandling",
)


@served("PutIntegrationResponse")
def put_integration_response(call: Call) -> Json:
    """The response for a status, in place of an earlier one."""
    integration = integration_of(call)
    response = call.chosen(*MEMBERS)
    check(response, method_of(call))
    integration.setdefault(RESPONSES, {})[call["statusCode"]] = response
    return response


def check(response: Json, method: Json) -> None:
    """Refuse a response that API Gateway refuses; an empty template becomes none."""
    templates = response.get("responseTemplates") or {}
    mappings.check_media_types(templates)
    for name, template in templates.items():
        templates[name] = template or None
    integration_checks.check_content_handling(response)
    declared = (method.get("methodResponses") or {}).get(response["statusCode"])
    mappings.check_response(response.get("responseParameters") or {}, declared)


@served("GetIntegrationResponse")
def get_integration_response(call: Call) -> Json:
    """One response."""
    return response_of(call, integration_of(call), RESPONSES)


@served("DeleteIntegrationResponse")
def delete_integration_response(call: Call) -> None:
    """Delete a response."""
    remove_response(call, integration_of(call, NO_INTEGRATION), RESPONSES)


@served("UpdateIntegrationResponse")
def update_integration_response(call: Call) -> Json:
    """Change a response."""
    integration = integration_of(call)
    response = response_of(call, integration, RESPONSES)
    changed = PATCHES.applied(response, call.get("patchOperations"))
    check(changed, method_of(call))
    integration[RESPONSES][call["statusCode"]] = changed
    return changed


def _template(change: Change) -> None:
    """Set or remove a template; an empty one passes the body on."""
    templates = change.target.setdefault("responseTemplates", {})
    templates.pop(change.names["name"], None)
    if change.op != "remove":
        templates[change.names["name"]] = change.value or None
    if not templates:
        del change.target["responseTemplates"]


PATCHES = Patches(
    (
        text("selectionPattern"),
        text("contentHandling"),
        entry("responseParameters", "Invalid parameter name specified"),
        Path("/responseTemplates/{name}", EACH, _template),
    ),
    Form.PATH,
)
