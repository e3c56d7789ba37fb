"""Mapping expressions of parameters (developer guide, "Parameter mapping for REST APIs")."""

import re
from collections.abc import Iterable, Mapping

from embedded_aws.gateway.control_plane.protocol.calls import Json
from embedded_aws.gateway.control_plane.protocol.errors import BadRequestError

FAULT = "Validation Result: warnings : [], errors : [{}]"
MAPPING_FAULT = f"Invalid mapping expression specified: {FAULT}"
METHOD_REQUEST = re.compile(r"method\.request\.(path|querystring|header)\.[^\s'\"]+")
METHOD_RESPONSE = re.compile(r"method\.response\.header\.[^\s'\"]+")
INTEGRATION_REQUEST = re.compile(r"integration\.request\.(path|querystring|header)\.[^\s'\"]+")
MULTIVALUE = re.compile(r"method\.request\.multivalue(querystring|header)\.")
STATIC = r"'.*'|stageVariables\..+|context\..+"
REQUEST_SOURCE = re.compile(
    rf"{STATIC}|method\.request\.(body(\..+|\[.*)?|"
    r"(path|querystring|header|multivaluequerystring|multivalueheader)\.[^\s'\"]+)",
    re.DOTALL,
)
RESPONSE_SOURCE = re.compile(
    rf"{STATIC}|integration\.response\.(body(\..+|\[.*)?|(header|multivalueheader)\.[^\s'\"]+)",
    re.DOTALL,
)
MEDIA_TYPE = re.compile(r"[^/\s]+/[^/\s]+.*|\$default")


def fault(text: str) -> BadRequestError:
    """The refusal of a mapping."""
    return BadRequestError(MAPPING_FAULT.format(text))


def check_declared(names: Iterable[str], pattern: re.Pattern[str]) -> None:
    """Refuse names that a method cannot have: `method.request.header.X`."""
    for name in names:
        if not pattern.fullmatch(name):
            raise fault(f"Invalid mapping expression specified: {name}")


def check_unique(names: Iterable[str]) -> None:
    """Refuse a name that two places of a request have."""
    plain = [name.split(".", 3)[-1] for name in names]
    if len(plain) != len(set(plain)):
        raise BadRequestError("Parameter names must be unique across querystring, header and path")


def check_request(mappings: Mapping[str, str], method: Json) -> None:
    """Refuse mappings of a request that read what the method does not declare."""
    declared = method.get("requestParameters") or {}
    for target, source in mappings.items():
        if not INTEGRATION_REQUEST.fullmatch(target):
            raise fault(f"Invalid mapping expression specified: {target}")
        _check_source(source, REQUEST_SOURCE)
        name = MULTIVALUE.sub(r"method.request.\1.", source)
        if METHOD_REQUEST.fullmatch(name) and name not in declared:
            raise fault(f"Invalid mapping expression parameter specified: {source}")


def check_cache_keys(names: Iterable[str], method: Json, mappings: Mapping[str, str]) -> None:
    """Refuse cache keys that neither the method nor the integration has."""
    declared = {*(method.get("requestParameters") or {}), *mappings}
    for name in names:
        if name not in declared:
            raise BadRequestError("Invalid cache key parameter specified")


def check_response(mappings: Mapping[str, str], response: Json | None) -> None:
    """Refuse mappings of a response to headers that the method response lacks."""
    for target, source in mappings.items():
        if not METHOD_RESPONSE.fullmatch(target):
            raise fault(f"Invalid mapping expression specified: {target}")
        if response is None:
            raise fault("No method response exists for method.")
        if target not in (response.get("responseParameters") or {}):
            raise fault(f"Invalid mapping expression parameter specified: {target}")
        _check_source(source, RESPONSE_SOURCE)


def _check_source(source: str | None, pattern: re.Pattern[str]) -> None:
    if not pattern.fullmatch(source or ""):
        raise fault(f"Invalid mapping expression specified: {source}")


def check_media_types(names: Iterable[str]) -> None:
    """Refuse keys of templates that are no media type."""
    for name in names:
        if not MEDIA_TYPE.fullmatch(name):
            raise BadRequestError(FAULT.format(f"Invalid content type specified: {name}"))
