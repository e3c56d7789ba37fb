"""The OpenAPI document of an API in a CloudFormation stack."""

import json
from typing import Any

from moto.s3.models import s3_backends

from embedded_aws.gateway.control_plane.protocol.calls import Json
from embedded_aws.gateway.control_plane.protocol.errors import BadRequestError
from embedded_aws.gateway.control_plane.stack_changes import DOCUMENT


def with_document(template: Json, account_id: str) -> Json:
    """The properties in the template, with the document."""
    properties = template.get("Properties") or {}
    return {**properties, DOCUMENT: _document(properties, account_id)}


def _document(properties: Json, account_id: str) -> bytes | None:
    """The document that is given in the template, or stored in S3."""
    place = properties.get("BodyS3Location")
    if not place:
        document = properties.get("Body")
        return None if document is None else json.dumps(document).encode()
    stored: Any = s3_backends[account_id]["aws"]
    content = stored.get_object(place["Bucket"], place["Key"], version_id=place.get("Version"))
    if content is None:
        raise BadRequestError(f"There is no object {place['Key']} in the bucket {place['Bucket']}")
    return bytes(content.value)
