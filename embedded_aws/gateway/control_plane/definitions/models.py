"""Models of bodies (API reference, Model)."""

import json
from typing import Any

from embedded_aws.gateway.control_plane.definitions.model_templates import template
from embedded_aws.gateway.control_plane.definitions.references import refuse_if_used
from embedded_aws.gateway.control_plane.protocol.calls import Call, Json, served
from embedded_aws.gateway.control_plane.protocol.errors import (
    BadRequestError,
    ConflictError,
    NotFoundError,
)
from embedded_aws.gateway.control_plane.protocol.identifiers import new_id
from embedded_aws.gateway.control_plane.protocol.paging import page
from embedded_aws.gateway.control_plane.protocol.patch_paths import (
    text,
)
from embedded_aws.gateway.control_plane.protocol.patches import (
    REPLACE,
    Change,
    Patches,
    Path,
)
from embedded_aws.gateway.deployed.stored import Api

NO_SCHEMA = "Model schema must have at least 1 property or array items defined"
REFERENCE = "https://apigateway.amazonaws.com/restapis/{}/models/"


@served("CreateModel")
def create_model(call: Call) -> Json:
    """A model of a new name."""
    api, name = call.api, call["name"]
    check_name(name)
    if name in api.models:
        raise ConflictError("Model name already exists for this REST API")
    check_schema(call.get("schema"), call["contentType"])
    described = call.chosen("description") if call.get("description") else {}
    model = {"id": new_id(), **call.chosen("name", "schema", "contentType"), **described}
    api.models[name] = model
    return model


def check_name(name: str) -> None:
    """Refuse a name that no model may have."""
    if not name:
        raise BadRequestError("Model name must be non-empty")
    if not (name.isascii() and name.isalnum()):
        raise BadRequestError(f"Model name must be alphanumeric: {name}")


def check_schema(schema: str | None, content_type: str) -> None:
    """Refuse a schema that is missing, or none in JSON."""
    if not schema:
        raise BadRequestError(NO_SCHEMA)
    if "json" not in content_type:
        return
    try:
        valid = isinstance(json.loads(schema), dict)
    except (ValueError, RecursionError):
        valid = False
    if not valid:
        raise BadRequestError("Invalid model schema specified: it is not a JSON object")


def _model(call: Call) -> tuple[Api, Json]:
    """The model that the call names; AWS blames it even when the API is unknown."""
    api = call.store.apis.get(call["restApiId"])
    model = api.models.get(call["modelName"]) if api else None
    if api is None or model is None:
        raise NotFoundError(f"Invalid model name specified: {call['modelName']}")
    return api, model


@served("GetModel")
def get_model(call: Call) -> Json:
    """One model; with `flatten`, its references are replaced by what they refer to."""
    api, model = _model(call)
    if not call.get("flatten"):
        return model
    return {**model, "schema": json.dumps(_flat(api, json.loads(model["schema"]), ()))}


def _flat(api: Api, schema: Any, seen: tuple[str, ...]) -> Any:
    if isinstance(schema, list):
        return [_flat(api, each, seen) for each in schema]
    if not isinstance(schema, dict):
        return schema
    name = str(schema.get("$ref", "")).removeprefix(REFERENCE.format(api.id))
    if name in api.models and name not in seen:
        return _flat(api, json.loads(api.models[name]["schema"]), (*seen, name))
    return {key: _flat(api, value, seen) for key, value in schema.items()}


@served("GetModels")
def get_models(call: Call) -> Json:
    """All models, by name."""
    models = call.api.models
    return page(call, [models[name] for name in sorted(models)])


@served("GetModelTemplate")
def get_model_template(call: Call) -> Json:
    """A mapping template that makes a body of the model."""
    api, model = _model(call)
    return {"value": template(_flat(api, json.loads(model["schema"]), ()))}


@served("UpdateModel")
def update_model(call: Call) -> Json:
    """Change a model's schema or description."""
    api, model = _model(call)
    changed = PATCHES.applied(model, call.get("patchOperations"))
    api.models[model["name"]] = changed
    return changed


@served("DeleteModel")
def delete_model(call: Call) -> None:
    """Delete a model that neither a method nor another model uses."""
    api, model = _model(call)
    name = model["name"]
    what = f"model '{name}'"
    refuse_if_used(api, what, lambda method: _named(method, name), "method request")
    refuse_if_used(api, what, lambda method: _answered(method, name), "method response")
    for other in api.models.values():
        if other is not model and f'/models/{name}"' in other.get("schema", ""):
            raise ConflictError(f"Cannot delete {what}, is referenced in model: {other['name']}")
    del api.models[name]


def _named(method: Json, name: str) -> bool:
    return name in (method.get("requestModels") or {}).values()


def _answered(method: Json, name: str) -> bool:
    responses = (method.get("methodResponses") or {}).values()
    return any(name in (each.get("responseModels") or {}).values() for each in responses)


def _schema(change: Change) -> None:
    check_schema(change.value, change.target["contentType"])
    change.target["schema"] = change.value


PATCHES = Patches((text("description"), Path("/schema", REPLACE, _schema)))
