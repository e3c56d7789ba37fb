"""Security schemes of an exported document, and what a method asks of its callers."""

from typing import Any

from embedded_aws.gateway.control_plane.documents.exported_form import Form
from embedded_aws.gateway.control_plane.documents.operations import PREFIX
from embedded_aws.gateway.control_plane.protocol.calls import Json

KEY, SIGNATURE = "api_key", "sigv4"
MEMBERS = (
    "authorizerUri",
    "authorizerCredentials",
    "authorizerResultTtlInSeconds",
    "identityValidationExpression",
    "providerARNs",
)


def schemes(snapshot: Json, form: Form) -> Json:
    """The schemes that methods use."""
    methods = [
        method
        for resource in snapshot["resources"]
        for method in (resource.get("resourceMethods") or {}).values()
    ]
    numbers = {method.get("authorizerId") for method in methods}
    by_name: Json = {
        each["name"]: _authorizer(each, form)
        for each in snapshot["authorizers"]
        if each["id"] in numbers
    }
    if any(method["apiKeyRequired"] for method in methods):
        by_name[KEY] = {"type": "apiKey", "name": "x-api-key", "in": "header"}
    if any(method["authorizationType"] == "AWS_IAM" for method in methods):
        by_name[SIGNATURE] = {**_header("Authorization"), f"{PREFIX}authtype": "awsSigv4"}
    return by_name


def _header(name: str) -> Json:
    return {"type": "apiKey", "name": name, "in": "header"}


def _authorizer(authorizer: Json, form: Form) -> Json:
    source = authorizer.get("identitySource") or ""
    name = source.rpartition(".")[2] if "," not in source else "Unused"
    scheme: dict[str, Any] = {
        **_header(name or "Authorization"),
        f"{PREFIX}authtype": authorizer.get("authType", "custom"),
    }
    if "authorizers" in form.extensions:
        own = {member: authorizer[member] for member in MEMBERS if member in authorizer}
        if authorizer["type"] == "REQUEST" and source:
            own["identitySource"] = source
        scheme[f"{PREFIX}authorizer"] = {**own, "type": authorizer["type"].lower()}
    return scheme


def asked(snapshot: Json, method: Json) -> list[Json]:
    """The `security` of a method."""
    names = {each["id"]: each["name"] for each in snapshot["authorizers"]}
    security: list[Json] = []
    if method.get("authorizerId") in names:
        scopes = method.get("authorizationScopes") or []
        security.append({names[method["authorizerId"]]: scopes})
    if method["authorizationType"] == "AWS_IAM":
        security.append({SIGNATURE: []})
    return security + [{KEY: []}] * method["apiKeyRequired"]
