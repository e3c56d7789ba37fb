"""Every parameter of a request by the names of its service's model, whatever the protocol.

moto reads requests the same way. What it cannot read has no parameters here, and is refused there.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote

from moto.core.parse import PROTOCOL_PARSERS
from moto.core.responses import determine_request_protocol
from moto.core.utils import get_service_model
from werkzeug.datastructures import EnvironHeaders, MultiDict

from embedded_aws.endpoint import failures
from embedded_aws.endpoint.actions import path_parameters
from embedded_aws.endpoint.reach.request import Request
from embedded_aws.endpoint.rules.rule import Given

MODELS = {"monitoring": "cloudwatch", "tagging": "resourcegroupstaggingapi"}
"""Models of services that sign under another name."""

NEWER = {
    "PutBucketLifecycle": "PutBucketLifecycleConfiguration",
    "PutBucketNotification": "PutBucketNotificationConfiguration",
}
"""Operations of S3 that nothing in a request tells from their forerunners."""


def operation_of(request: Request) -> str:
    """The operation that clients of today mean."""
    return NEWER.get(request.operation, request.operation)


def parameters_of(service: str, request: Request) -> Given:
    """All parameters, and the region that the request is signed for."""
    region = failures.region_of(request.environ)
    key = failures.access_key_of(request.environ)
    try:
        parsed = _parsed(service, request)
    except Exception:  # noqa: BLE001 - whatever it is, the service has words for it
        parsed = {}
    return Given(parsed, region=region, access_key=key)


def _parsed(service: str, request: Request) -> Mapping[str, Any]:
    environ = request.environ
    model = get_service_model(MODELS.get(service, service))
    operation = model.operation_model(operation_of(request))
    content_type = str(environ.get("CONTENT_TYPE", ""))
    protocol = determine_request_protocol(model, content_type)
    query = str(environ.get("QUERY_STRING", ""))
    text = request.text if request.is_form else query
    named = path_parameters(service, environ)
    parsed: Mapping[str, Any] = PROTOCOL_PARSERS[protocol](operation).parse(
        {
            "method": environ["REQUEST_METHOD"],
            "values": MultiDict(parse_qsl(text, keep_blank_values=True)),
            "headers": EnvironHeaders(dict(environ)),
            "body": request.raw,
            "url_path": request.path,
            "url_params": {name: unquote(value) for name, value in named.items()},
        }
    )
    return parsed
