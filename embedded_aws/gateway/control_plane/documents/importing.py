"""ImportRestApi and PutRestApi (developer guide, "Develop REST APIs using OpenAPI")."""

import copy
from collections.abc import Mapping

from embedded_aws.gateway.control_plane.apis import endpoints
from embedded_aws.gateway.control_plane.apis.resources import add_resource
from embedded_aws.gateway.control_plane.apis.rest_apis import new_api, shown
from embedded_aws.gateway.control_plane.documents import definitions, operations
from embedded_aws.gateway.control_plane.documents.base_paths import base_path
from embedded_aws.gateway.control_plane.documents.methods import Methods
from embedded_aws.gateway.control_plane.documents.operations import ANY_METHOD, PREFIX, VERBS
from embedded_aws.gateway.control_plane.documents.parsing import INVALID, document, loaded
from embedded_aws.gateway.control_plane.documents.settings import apply_settings
from embedded_aws.gateway.control_plane.protocol.calls import Call, Json, served
from embedded_aws.gateway.control_plane.protocol.errors import BadRequestError
from embedded_aws.gateway.deployed.stored import Api

PARTS = (
    "resources",
    "authorizers",
    "models",
    "request_validators",
    "gateway_responses",
    "documentation_parts",
)
MODE = 'Enumeration value of OpenAPI import mode must be "overwrite" or "merge"'
OF_ANOTHER_TYPE = "Invalid OpenAPI input. A part of it is not of the type that OpenAPI says."
MALFORMED = (AttributeError, IndexError, KeyError, TypeError, ValueError)


@served("PutRestApi")
def put_rest_api(call: Call) -> Json:
    """Import a document into an API, adding to it or replacing it."""
    mode = call.get("mode", "merge")
    if mode not in {"merge", "overwrite"}:
        raise BadRequestError(MODE)
    if loaded(call["body"]) is None:  # an unreadable document comes before an unknown API
        raise BadRequestError(INVALID)
    api = call.api
    content = _document(call["body"])
    draft, warnings = _imported(call, api, content, overwrite=mode == "overwrite")
    for name, value in vars(draft).items():  # the same object: stages and deployments stay its own
        setattr(api, name, value)
    return {**shown(api, tags=True), **({"warnings": warnings} if warnings else {})}


@served("ImportRestApi")
def import_rest_api(call: Call) -> Json:
    """Create an API from a document; a refused document leaves none behind."""
    options = call.get("parameters") or {}
    types = options.get("endpointConfigurationTypes")
    given = {"types": types.split(",")} if types else {}
    configuration = endpoints.configuration({**given, **_vpc_endpoints(options)})
    api = new_api(call, {"name": "", "endpointConfiguration": configuration})
    del call.store.apis[api.id]
    draft, warnings = _imported(call, api, _document(call["body"]), overwrite=True)
    call.store.apis[draft.id] = draft
    return {**shown(draft), **({"warnings": warnings} if warnings else {})}


def _vpc_endpoints(options: Mapping[str, str]) -> Json:
    ids = options.get("endpointConfigurationVpcEndpointIds")
    return {"vpcEndpointIds": ids.split(",")} if ids else {}


def _document(body: bytes) -> Json:
    try:
        return document(body)
    except MALFORMED as error:
        raise BadRequestError(OF_ANOTHER_TYPE) from error


def _imported(call: Call, api: Api, content: Json, *, overwrite: bool) -> tuple[Api, list[str]]:
    """A changed copy of the API, and the warnings; a refused document changes nothing."""
    draft = copy.copy(api)
    for part in ("settings", *PARTS):
        setattr(draft, part, copy.deepcopy(getattr(api, part)))
    known = {each["name"]: each["id"] for each in draft.authorizers.values()}
    ids = {each["path"]: each["id"] for each in draft.resources.values()}
    if overwrite:
        _clear(draft)
    try:
        warnings = _fill(call, draft, content, known, ids)
    except MALFORMED as error:
        raise BadRequestError(OF_ANOTHER_TYPE) from error
    if warnings and call.get("failOnWarnings"):
        listed = "".join(f"\n\t{each}" for each in warnings)
        raise BadRequestError(f"Warnings found during import:{listed}")
    return draft, warnings


def _clear(api: Api) -> None:
    """Remove everything but the root resource, whose id never changes."""
    root = api.root
    root.pop("resourceMethods", None)
    for part in PARTS:
        getattr(api, part).clear()
    api.resources[root["id"]] = root
    api.settings["apiKeySource"] = "HEADER"
    for name in ("binaryMediaTypes", "minimumCompressionSize", "policy"):
        api.settings.pop(name, None)


def _fill(
    call: Call, api: Api, content: Json, known: Mapping[str, str], ids: Mapping[str, str]
) -> list[str]:
    options = call.get("parameters") or {}
    apply_settings(api, content)
    components = content.get("components") or {}
    schemes = components.get("securitySchemes") or {}
    methods = Methods(
        api,
        content,
        definitions.authorizations(api, schemes, known),
        definitions.validators(api, content.get(f"{PREFIX}request-validators") or {}),
        call.store.vpc_links,
    )
    for name, schema in (components.get("schemas") or {}).items():
        definitions.model(api, name, schema)
    for kind, response in (content.get(f"{PREFIX}gateway-responses") or {}).items():
        definitions.gateway_response(api, kind, response)
    if options.get("ignore") != "documentation":
        definitions.documentation(api, content.get(f"{PREFIX}documentation") or {})
    base = base_path(content, options.get("basepath", "ignore"))
    _add_paths(api, content, base, methods, ids)
    return methods.warnings


def _add_paths(
    api: Api, content: Json, base: str, methods: Methods, ids: Mapping[str, str]
) -> None:
    by_path = {each["path"]: each for each in api.resources.values()}
    for path, raw in sorted((content.get("paths") or {}).items()):
        if path.startswith("x-"):
            continue
        if not path.startswith("/"):
            raise BadRequestError(
                f"Invalid OpenAPI input. Failed to parse it: the path '{path}' has no slash before"
            )
        item = operations.followed(content, raw or {})
        resource = _resource(api, by_path, (base + path).rstrip("/"), ids)
        for verb in sorted(VERBS & set(item)):
            operation = operations.operation(content, item, verb)
            for schema in operations.inline_schemas(operation):
                definitions.model(api, operations.model_name(schema), schema)
            methods.put(resource, "ANY" if verb == ANY_METHOD else verb.upper(), operation)


def _resource(api: Api, by_path: dict[str, Json], path: str, ids: Mapping[str, str]) -> Json:
    """The path's resource, created with its parents if missing; a path keeps its earlier id."""
    known = by_path.get(path or "/")
    if known:
        return known
    above, _, part = path.rpartition("/")
    parent = _resource(api, by_path, above, ids)
    by_path[path] = add_resource(api, parent, part, imported=True, number=ids.get(path))
    return by_path[path]
