"""Answers of AWS's query protocol in JSON, which a service gives who accepts it.

Recorded on AWS: `{"SendMessageResponse": {"SendMessageResult": {…}, "ResponseMetadata": {…}}}` with
null for what is absent. The embedded services answer in XML, or know JSON calls alone.
"""

import json
import uuid
from dataclasses import replace
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree as ET  # nosec B405 # answers of moto alone

import botocore.session

from embedded_aws.gateway.integrations.aws_services.requests import (
    NAMES,
    ServiceRequest,
    ServiceResponse,
)

JSON_HEADER = ("Content-Type", "application/json")
OTHERWISE_NAMED = {("sqs", "Messages"): ("messages", "Message")}
"""Members that the query protocol names otherwise: (in JSON, in XML)."""


def answered_in_json(request: ServiceRequest, response: ServiceResponse) -> ServiceResponse:
    """The response in JSON, if it is one of the query protocol and the request accepts JSON."""
    if not request.action or not request.wants_json:
        return response
    try:
        root = ET.fromstring(response.body)  # noqa: S314 - of the embedded AWS's own making
    except ET.ParseError:
        return response
    document = _told(request, root)
    others = [each for each in response.headers if each[0].lower() not in REPLACED]
    body = json.dumps(document).encode()
    return replace(response, headers=(*others, JSON_HEADER), body=body)


REPLACED = {"content-type", "content-length"}


def _told(request: ServiceRequest, root: ET.Element) -> dict[str, Any]:
    children = {_plain(each.tag): each for each in root}
    identity = root.find(".//{*}RequestId")
    number = identity.text if identity is not None and identity.text else str(uuid.uuid4())
    if "Error" in children:
        error = {_plain(each.tag): each.text for each in children["Error"]}
        document = {"Code": error.get("Code"), "Message": error.get("Message"), "Type": "Sender"}
        return {"Error": document, "RequestId": number}
    action = request.action or ""
    shape = output_shape(request.service, action)
    result = children.get(f"{action}Result")
    content: dict[str, Any] = {}
    if shape is not None and shape.members:
        content[f"{action}Result"] = _structure(request.service, shape, result)
    return {f"{action}Response": {**content, "ResponseMetadata": {"RequestId": number}}}


@lru_cache(maxsize=128)
def output_shape(service: str, action: str) -> Any:
    """The shape of an action's result; None for an unknown action."""
    model = botocore.session.get_session().get_service_model(NAMES.get(service, service))
    return model.operation_model(action).output_shape if action in model.operation_names else None


def _plain(tag: str) -> str:
    return tag.rpartition("}")[2]


def _structure(service: str, shape: Any, element: ET.Element | None) -> Any:
    if element is None:
        return None
    document = {}
    for name, member in shape.members.items():
        in_json, in_xml = OTHERWISE_NAMED.get((service, name), (name, name))
        wire = member.serialization.get("name", in_xml)
        parts = [each for each in element if _plain(each.tag) == wire]
        document[in_json] = _value(service, member, parts)
    return document


def _value(service: str, shape: Any, parts: list[ET.Element]) -> Any:
    if not parts:
        return None
    if shape.type_name == "list":
        wrapped = [each for each in parts[0] if _plain(each.tag) == "member"]
        return [_value(service, shape.member, [each]) for each in wrapped or parts]
    if shape.type_name == "map":
        return dict(_pairs(parts))
    if shape.type_name == "structure":
        return _structure(service, shape, parts[0])
    return scalar(shape.type_name, parts[0].text or "")


def _pairs(parts: list[ET.Element]) -> list[tuple[str, str]]:
    entries = [each for part in parts for each in part if _plain(each.tag) == "entry"] or parts
    return [(_text(each, 0), _text(each, 1)) for each in entries if len(each) > 1]


def _text(entry: ET.Element, place: int) -> str:
    return entry[place].text or ""


def scalar(kind: str, text: str) -> Any:
    """The text as the value of its shape."""
    if kind in {"integer", "long"}:
        return int(text)
    if kind in {"float", "double"}:
        return float(text)
    return text == "true" if kind == "boolean" else text
