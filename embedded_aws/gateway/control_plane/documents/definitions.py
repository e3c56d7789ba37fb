"""Imports what methods refer to: models, validators, authorizers, gateway responses, parts."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from embedded_aws.gateway.control_plane.definitions import documentation_parts, gateway_responses
from embedded_aws.gateway.control_plane.definitions.authorizer_checks import checked
from embedded_aws.gateway.control_plane.definitions.models import REFERENCE, check_name
from embedded_aws.gateway.control_plane.documents.operations import PREFIX
from embedded_aws.gateway.control_plane.protocol.calls import Json
from embedded_aws.gateway.control_plane.protocol.errors import BadRequestError
from embedded_aws.gateway.control_plane.protocol.identifiers import new_id
from embedded_aws.gateway.deployed.stored import Api


@dataclass(frozen=True)
class Authorization:
    """The authorization that a security scheme stands for."""

    kind: str
    authorizer_id: str | None


def model(api: Api, name: str, schema: Mapping[str, Any]) -> None:
    """Create a model, or replace one; its references become URLs of models."""
    check_name(name)
    address = f'"{REFERENCE.format(api.id)}'
    text = json.dumps(schema).replace('"#/components/schemas/', address)
    known = api.models.get(name) or {"id": new_id()}
    described = {"description": schema["description"]} if schema.get("description") else {}
    api.models[name] = {
        "id": known["id"],
        "name": name,
        **described,
        "schema": text,
        "contentType": "application/json",
    }


def authorizations(
    api: Api, schemes: Mapping[str, Any], known: Mapping[str, str]
) -> dict[str, Authorization]:
    """The authorization of each security scheme; `known` are the ids of earlier authorizers."""
    by_name = {}
    for name, scheme in schemes.items():
        raw = scheme.get(f"{PREFIX}authorizer")
        kind = (scheme.get(f"{PREFIX}authtype") or "").lower()
        if raw:
            by_name[name] = _authorizer(api, known.get(name), name, scheme, raw)
        elif kind == "awssigv4":
            by_name[name] = Authorization("AWS_IAM", None)
        elif scheme.get("type") == "apiKey" and scheme.get("name", "").lower() == "x-api-key":
            by_name[name] = Authorization("API_KEY", None)
    return by_name


def _authorizer(
    api: Api, known: str | None, name: str, scheme: Mapping[str, Any], raw: Mapping[str, Any]
) -> Authorization:
    """Create the authorizer; one of the same name keeps its id, which permissions refer to."""
    kind = str(raw.get("type", "")).upper()
    if kind not in {"TOKEN", "REQUEST", "COGNITO_USER_POOLS"}:
        raise BadRequestError(f"Unable to import authorizer '{name}': its type is unknown")
    header = f"method.request.header.{scheme.get('name', 'Authorization')}"
    number = known or new_id()
    whole = {
        "id": number,
        "name": name,
        "type": kind,
        "providerARNs": raw.get("providerARNs"),
        "authType": scheme.get(f"{PREFIX}authtype"),
        "authorizerUri": raw.get("authorizerUri"),
        "authorizerCredentials": raw.get("authorizerCredentials"),
        "identitySource": raw.get("identitySource") or (None if kind == "REQUEST" else header),
        "identityValidationExpression": raw.get("identityValidationExpression"),
        "authorizerResultTtlInSeconds": _seconds(raw.get("authorizerResultTtlInSeconds")),
    }
    given = {key: value for key, value in whole.items() if value is not None}
    api.authorizers[number] = checked(api, given)
    of_pool = kind == "COGNITO_USER_POOLS"
    return Authorization("COGNITO_USER_POOLS" if of_pool else "CUSTOM", number)


def _seconds(value: Any) -> int | None:
    return None if value is None else int(value)


def validators(api: Api, declared: Mapping[str, Any]) -> dict[str, str]:
    """Create or update the validators; returns all ids by name."""
    by_name = {each["name"]: each["id"] for each in api.request_validators.values()}
    for name, raw in declared.items():
        number = by_name.setdefault(name, new_id())
        api.request_validators[number] = {
            "id": number,
            "name": name,
            "validateRequestBody": bool(raw.get("validateRequestBody")),
            "validateRequestParameters": bool(raw.get("validateRequestParameters")),
        }
    return by_name


def gateway_response(api: Api, kind: str, response: Json) -> None:
    """Create or replace a gateway response."""
    if kind not in gateway_responses.STATUSES:
        raise BadRequestError(f"Unable to import gateway response '{kind}': its type is unknown")
    status: Any = response.get("statusCode")
    given = {**response, "statusCode": None if status is None else str(status)}
    gateway_responses.store(api, kind, gateway_responses.composed(kind, given))


def documentation(api: Api, raw: Mapping[str, Any]) -> list[str]:
    """Create the documentation's parts, or replace those about the same places; their ids."""
    ids = []
    for each in raw.get("documentationParts") or []:
        properties = json.dumps(each.get("properties") or {})
        location = _whole(each["location"])
        part = documentation_parts.find(api, location)
        if part:
            part["properties"] = properties
        else:
            part = documentation_parts.add(api, location, properties)
        ids.append(part["id"])
    return ids


def _whole(location: Json) -> Json:
    """The location with its path: that of the root, where the document has none."""
    without_path = location["type"] in {"API", "AUTHORIZER", "MODEL"}
    return dict(location) if without_path else {"path": "/", **location}
