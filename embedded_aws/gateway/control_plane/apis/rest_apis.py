"""REST APIs (API reference, RestApi): create, read, change and delete."""

import json

from embedded_aws.gateway.control_plane.apis import endpoints, resource_policies
from embedded_aws.gateway.control_plane.apis.compression import compression
from embedded_aws.gateway.control_plane.definitions.default_models import default_models
from embedded_aws.gateway.control_plane.protocol.calls import Call, Json, served
from embedded_aws.gateway.control_plane.protocol.errors import BadRequestError
from embedded_aws.gateway.control_plane.protocol.identifiers import LONG, new_id, now
from embedded_aws.gateway.control_plane.protocol.paging import page
from embedded_aws.gateway.deployed.stored import Api


def new_api(call: Call, settings: Json) -> Api:
    """A stored API with a root resource and nothing else."""
    root = new_id(LONG)
    whole = {
        "id": new_id(LONG),
        "createdDate": now(),
        "apiKeySource": "HEADER",
        "disableExecuteApiEndpoint": False,
        **settings,
        "rootResourceId": root,
    }
    api = Api(whole, call.account_id, call.region)
    api.resources[root] = {"id": root, "path": "/"}
    call.store.apis[api.id] = api
    return api


@served("CreateRestApi")
def create_rest_api(call: Call) -> Json:
    """An empty API, or a copy of another one."""
    source = call.get("cloneFrom")
    settings = _checked(call)
    if source:
        return _cloned(call, settings)
    api = new_api(call, settings)
    api.models = default_models()
    return shown(api)


def _checked(call: Call) -> Json:
    if not call["name"].strip():
        raise BadRequestError("API name cannot be an empty string")
    if call.get("description") == "":
        raise BadRequestError("Description cannot be an empty string")
    names = ("name", "description", "version", "apiKeySource", "disableExecuteApiEndpoint")
    settings = call.chosen(*names, "policy", "tags", "securityPolicy", "endpointAccessMode")
    settings["endpointConfiguration"] = endpoints.configuration(call.get("endpointConfiguration"))
    if call.get("binaryMediaTypes"):
        settings["binaryMediaTypes"] = list(dict.fromkeys(call["binaryMediaTypes"]))
    if "minimumCompressionSize" in call.given:
        settings["minimumCompressionSize"] = compression(call["minimumCompressionSize"])
    return {name: value for name, value in settings.items() if value not in ("", {})}


def _cloned(call: Call, settings: Json) -> Json:
    source = call.store.apis.get(call["cloneFrom"])
    if source is None:
        raise BadRequestError("Invalid API identifier specified for cloneFrom")
    copied = json.loads(json.dumps(vars(source), default=lambda _: None))
    api = new_api(
        call, {**copied["settings"], **settings, "id": new_id(LONG), "createdDate": now()}
    )
    api.settings["rootResourceId"] = source.root["id"]
    for part in ("resources", "authorizers", "models", "request_validators", "gateway_responses"):
        setattr(api, part, copied[part])
    return shown(api)


def shown(api: Api, *, tags: bool = False) -> Json:
    """The API's answer; single ones have tags, even when there are none."""
    answer = dict(api.settings)
    if answer.get("policy"):  # escaped as inside a JSON string
        answer["policy"] = json.dumps(resource_policies.whole(api, answer["policy"]))[1:-1]
    if tags:
        answer.setdefault("tags", {})
    return answer


@served("GetRestApi")
def get_rest_api(call: Call) -> Json:
    """One API."""
    return shown(call.api, tags=True)


@served("GetRestApis")
def get_rest_apis(call: Call) -> Json:
    """All APIs, oldest first."""
    return page(call, map(shown, list(call.store.apis.values())))


@served("DeleteRestApi")
def delete_rest_api(call: Call) -> None:
    """Delete an API with everything in it; usage plans and mappings lose it."""
    api = call.api
    del call.store.apis[api.id]
    for plan in call.store.usage_plans.values():
        plan["apiStages"] = [each for each in plan["apiStages"] if each["apiId"] != api.id]
