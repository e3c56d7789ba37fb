"""A method as an operation of an exported document."""

from typing import Any

from embedded_aws.gateway.control_plane.documents.exported_form import Form
from embedded_aws.gateway.control_plane.documents.exported_security import asked
from embedded_aws.gateway.control_plane.documents.operations import PREFIX
from embedded_aws.gateway.control_plane.methods.integrations import DEFAULT_TIMEOUT_MS
from embedded_aws.gateway.control_plane.protocol.calls import Json

PLACES = {"path": "path", "querystring": "query", "header": "header"}
TEXT = {"type": "string"}
KEPT = (
    "httpMethod",
    "uri",
    "credentials",
    "requestParameters",
    "requestTemplates",
    "contentHandling",
    "cacheKeyParameters",
    "connectionId",
    "tlsConfig",
)


def operation(snapshot: Json, method: Json, form: Form) -> Json:
    """The operation with its integration, if that is asked for."""
    parameters = [_parameter(*each, form) for each in _parameters(method)]
    whole: dict[str, Any] = {"operationId": method.get("operationName")}
    if form.is_swagger:
        whole.update(_swagger_bodies(method, parameters, form))
    else:
        whole["requestBody"] = _body(method, form)
    whole["parameters"] = parameters
    whole["responses"] = {
        status: _response(status, response, form)
        for status, response in (method.get("methodResponses") or {}).items()
    }
    whole["security"] = asked(snapshot, method)
    validators = {each["id"]: each["name"] for each in snapshot["request_validators"]}
    if "apigateway" in form.extensions:
        whole[f"{PREFIX}request-validator"] = validators.get(method.get("requestValidatorId"))
    if "integrations" in form.extensions and method.get("methodIntegration"):
        whole[f"{PREFIX}integration"] = _integration(method["methodIntegration"])
    return {name: each for name, each in whole.items() if each not in (None, [], {})}


def _parameters(method: Json) -> list[tuple[str, str, bool]]:
    """(name, place, whether it is required) of each parameter."""
    parameters = []
    for key, required in (method.get("requestParameters") or {}).items():
        place, _, name = key.removeprefix("method.request.").partition(".")
        parameters.append((name, PLACES[place], required))
    return parameters


def _parameter(name: str, place: str, required: bool, form: Form) -> Json:  # noqa: FBT001 - a row
    if form.is_swagger:
        return {"name": name, "in": place, "required": required, **TEXT}
    needed = {"required": True} if required else {}
    return {"name": name, "in": place, **needed, "schema": TEXT}


def _swagger_bodies(method: Json, parameters: list[Json], form: Form) -> Json:
    """Media types of bodies; the model of a request becomes a parameter."""
    models = method.get("requestModels") or {}
    for name in dict.fromkeys(models.values()):
        schema = {"$ref": form.schemas + name}
        parameters.append({"in": "body", "name": name, "required": True, "schema": schema})
    integration = method.get("methodIntegration") or {}
    consumed = [*models, *(integration.get("requestTemplates") or {})]
    produced = [
        media_type
        for response in (method.get("methodResponses") or {}).values()
        for media_type in response.get("responseModels") or {}
    ]
    for response in (integration.get("integrationResponses") or {}).values():
        produced += response.get("responseTemplates") or {}
    return {
        "consumes": list(dict.fromkeys(consumed)),
        "produces": list(dict.fromkeys(produced)),
    }


def _body(method: Json, form: Form) -> Json | None:
    content = _content(method.get("requestModels"), form)
    return {"content": content, "required": True} if content else None


def _content(models: Json | None, form: Form) -> Json:
    return {
        media_type: {"schema": {"$ref": form.schemas + name}}
        for media_type, name in (models or {}).items()
    }


def _response(status: str, response: Json, form: Form) -> Json:
    names = [key.rpartition(".")[2] for key in response.get("responseParameters") or {}]
    headers = {name: TEXT if form.is_swagger else {"schema": TEXT} for name in names}
    whole: Json = {"description": f"{status} response", **({"headers": headers} if headers else {})}
    content = _content(response.get("responseModels"), form)
    if not form.is_swagger:
        return {**whole, "content": content}
    schema = next((each["schema"] for each in content.values()), None)
    return {**whole, **({"schema": schema} if schema else {})}


def _integration(integration: Json) -> Json:
    whole = {name: integration[name] for name in KEPT if integration.get(name)}
    responses = {
        response.get("selectionPattern") or "default": {
            name: response[name]
            for name in ("statusCode", "responseParameters", "responseTemplates", "contentHandling")
            if response.get(name)
        }
        for response in (integration.get("integrationResponses") or {}).values()
    }
    if integration["timeoutInMillis"] != DEFAULT_TIMEOUT_MS:
        whole["timeoutInMillis"] = integration["timeoutInMillis"]
    if integration.get("connectionType") == "VPC_LINK":
        whole["connectionType"] = "VPC_LINK"
    return {
        **whole,
        "type": integration["type"].lower(),
        "passthroughBehavior": integration["passthroughBehavior"].lower(),
        **({"responses": responses} if responses else {}),
    }
