"""Gateway responses: types, statuses and headers."""

from collections.abc import Iterator
from functools import cache

import boto3

from tools.review.aws_rules.knowledge.openapi import RESPONSES
from tools.review.aws_rules.model import Fault, Subject

PROMISE = "Gateway responses have types, statuses and headers that API Gateway knows"
PAGE = (
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/"
    "supported-gateway-response-types.html"
)
PREFIXES = ("gatewayresponse.header.", "gatewayresponse.path.", "gatewayresponse.querystring.")


def faults(subject: Subject) -> Iterator[Fault]:
    """Faults of the documents' gateway responses."""
    for document in subject.documents:
        for kind, response in document.content.get(RESPONSES, {}).items():
            place = f"{document.place}: gateway response {kind}"
            if kind not in _types():
                yield Fault(place, f"There is no gateway response {kind}", "See the page")
            status = str(response.get("statusCode", "200"))
            if not (status.isdigit() and 100 <= int(status) <= 599):  # noqa: PLR2004
                yield Fault(place, f"{status} is no status", "Use three digits")
            for name in response.get("responseParameters") or {}:
                if not name.startswith(PREFIXES):
                    yield Fault(place, f"{name} cannot be set", "Write gatewayresponse.header.…")


@cache
def _types() -> frozenset[str]:
    """The types of gateway responses in API Gateway's API, from botocore."""
    client = boto3.client("apigateway", region_name="eu-central-1")
    model = client.meta.service_model
    return frozenset(model.shape_for("GatewayResponseType").enum)
