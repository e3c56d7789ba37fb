"""GetExport (developer guide, "Export a REST API"): a stage's API as OpenAPI 3 or Swagger 2."""

import json
from datetime import UTC, datetime
from typing import Any

import yaml

from embedded_aws.gateway.control_plane.documents import exported_schemas
from embedded_aws.gateway.control_plane.documents.exported_form import Form
from embedded_aws.gateway.control_plane.documents.exported_operations import operation
from embedded_aws.gateway.control_plane.documents.exported_security import schemes
from embedded_aws.gateway.control_plane.documents.operations import ANY_METHOD, PREFIX
from embedded_aws.gateway.control_plane.protocol.calls import Call, Json, served
from embedded_aws.gateway.control_plane.protocol.errors import BadRequestError, NotFoundError
from embedded_aws.gateway.control_plane.stages.stages import stage_of

KINDS = ("oas30", "swagger")
EXTENSIONS = {"integrations", "authorizers", "apigateway"}
MEDIA_TYPES = {"application/json": "json", "application/yaml": "yaml", "*/*": "json"}


@served("GetExport")
def get_export(call: Call) -> Json:
    """The document, for a file of its own."""
    api, stage = stage_of(call)
    if call["exportType"] not in KINDS:
        raise BadRequestError(f"No API exporter for type '{call['exportType']}'")
    ending = MEDIA_TYPES.get(call.get("accepts", "*/*"))
    if ending is None:
        raise BadRequestError(f"Invalid export media type '{call['accepts']}'")
    deployment = api.deployments.get(stage.deployment_id)
    if deployment is None:
        raise NotFoundError("Invalid Deployment identifier specified")
    chosen = set((call.get("parameters") or {}).get("extensions", "").split(","))
    extended = chosen | (EXTENSIONS if "apigateway" in chosen else set())
    form = Form(is_swagger=call["exportType"] == "swagger", extensions=frozenset(extended))
    content = _document(deployment.snapshot, stage.settings["stageName"], form)
    name = f"{call['exportType']}_{content['info']['version']}.{ending}"
    return {
        "contentType": "application/octet-stream",
        "contentDisposition": f'attachment; filename="{name}"',
        "body": _written(content, ending),
    }


def _written(content: Json, ending: str) -> bytes:
    if ending == "yaml":
        return str(yaml.safe_dump(content, sort_keys=False)).encode()
    return json.dumps(content, indent=2).encode()


def _document(snapshot: Json, stage: str, form: Form) -> Json:
    settings = snapshot["settings"]
    paths = {
        resource["path"]: _item(snapshot, resource, form)
        for resource in snapshot["resources"]
        if resource.get("resourceMethods")
    }
    content = {**_head(snapshot, settings, stage, form), "paths": paths}
    security = schemes(snapshot, form)
    schemas = exported_schemas.used(snapshot, form.schemas)
    if form.is_swagger:
        content.update({"securityDefinitions": security} if security else {})
        content.update({"definitions": schemas} if schemas else {})
    else:
        parts = {"schemas": schemas, "securitySchemes": security}
        content["components"] = {name: part for name, part in parts.items() if part}
    if form.extensions & EXTENSIONS:
        content.update(_extensions(snapshot, form))
    return content


def _head(snapshot: Json, settings: Json, stage: str, form: Form) -> Json:
    created = datetime.fromtimestamp(settings["createdDate"], UTC)
    described = {"description": settings["description"]} if settings.get("description") else {}
    version = settings.get("version") or created.strftime("%Y-%m-%dT%H:%M:%SZ")
    info = {"title": settings["name"], **described, "version": version}
    host = f"{snapshot['id']}.execute-api.{snapshot['region']}.amazonaws.com"
    if form.is_swagger:
        return {
            "swagger": "2.0",
            "info": info,
            "host": host,
            "basePath": f"/{stage}",
            "schemes": ["https"],
        }
    variables = {"basePath": {"default": stage}}
    servers = [{"url": f"https://{host}/{{basePath}}", "variables": variables}]
    return {"openapi": "3.0.1", "info": info, "servers": servers}


def _item(snapshot: Json, resource: Json, form: Form) -> Json:
    return {
        ANY_METHOD if verb == "ANY" else verb.lower(): operation(snapshot, method, form)
        for verb, method in resource["resourceMethods"].items()
    }


def _extensions(snapshot: Json, form: Form) -> Json:
    """The extensions of the API as a whole."""
    size, policy = snapshot["minimum_compression_size"], snapshot["policy"]
    whole: dict[str, Any] = {
        "binary-media-types": snapshot["binary_media_types"],
        "minimum-compression-size": size,
        "api-key-source": None if snapshot["api_key_source"] == "HEADER" else "AUTHORIZER",
    }
    if "apigateway" in form.extensions:
        whole["policy"] = json.loads(policy) if policy else None
        whole["gateway-responses"] = {
            each["responseType"]: {
                name: each[name]
                for name in ("statusCode", "responseParameters", "responseTemplates")
                if each.get(name)
            }
            for each in snapshot["gateway_responses"]
        }
        whole["request-validators"] = {
            each["name"]: {
                name: each[name] for name in ("validateRequestBody", "validateRequestParameters")
            }
            for each in snapshot["request_validators"]
        }
    return {PREFIX + name: value for name, value in whole.items() if value not in (None, [], {})}
