"""The rules of an integration's settings (API reference, PutIntegration)."""

import re
from collections.abc import Mapping
from typing import Any

from embedded_aws.gateway.control_plane.methods import mappings
from embedded_aws.gateway.control_plane.methods.lookup import verb
from embedded_aws.gateway.control_plane.protocol.calls import Json
from embedded_aws.gateway.control_plane.protocol.errors import BadRequestError

SHORTEST, LONGEST = 50, 29_000
PASSTHROUGH = ("WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER")
CONTENT = ("CONVERT_TO_BINARY", "CONVERT_TO_TEXT")
OVER_HTTP = {"HTTP", "HTTP_PROXY"}
TO_AWS = {"AWS", "AWS_PROXY"}
FUNCTION = re.compile(
    r"arn:[\w-]+:apigateway:[\w-]+:lambda:path/2015-03-31/functions/.+/invocations"
    r"|arn:[\w-]+:apigateway:[\w-]+:lambda:path/2021-11-15/functions/.+/response-streaming-invocations"
)
FIREHOSE = re.compile(r"arn:[\w-]+:apigateway:[\w-]+:firehose:action/.+")
INTEGRATION_ARN = re.compile(
    r"arn:[\w-]+:apigateway:[\w$\{\}.-]+:[^:]+:(path|action)/.*", re.DOTALL
)
ONLY_FUNCTIONS = (
    "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose "
    "stream invocations."
)


def check(
    integration: Json, method: Json, links: Mapping[str, Any], before: Json | None = None
) -> None:
    """Refuse an integration that API Gateway refuses; what it had before is not judged anew.

    Terraform takes a parameter from the method first, then from the mappings, then from the keys.
    """
    kind = integration["type"]
    if kind != "MOCK":
        integration["httpMethod"] = verb(integration.get("httpMethod"))
        _check_uri(kind, integration.get("uri") or "")
    _check_role(integration)
    _check_settings(integration)
    if integration.get("connectionType") == "VPC_LINK":
        _check_link(integration.get("connectionId"), links)
    parameters, known = (
        each.get("requestParameters") or {} for each in (integration, before or {})
    )
    mappings.check_request(dict(parameters.items() - known.items()), method)
    keys, old = (each.get("cacheKeyParameters") or [] for each in (integration, before or {}))
    new = [each for each in keys if each not in old]
    mappings.check_cache_keys(new, method, parameters)
    mappings.check_media_types(integration.get("requestTemplates") or ())


def _check_uri(kind: str, uri: str) -> None:
    if kind in OVER_HTTP and not re.match(r"https?://|\$\{", uri):
        raise BadRequestError("Invalid HTTP endpoint specified for URI")
    if kind not in TO_AWS:
        return
    if not uri.startswith("arn:"):
        raise BadRequestError("Invalid ARN specified in the request")
    if not INTEGRATION_ARN.fullmatch(uri):
        raise BadRequestError("AWS ARN for integration must contain path or action")
    if kind == "AWS_PROXY" and not (FUNCTION.fullmatch(uri) or FIREHOSE.fullmatch(uri)):
        raise BadRequestError(ONLY_FUNCTIONS)


def _check_role(integration: Json) -> None:
    role, uri = integration.get("credentials"), integration.get("uri") or ""
    if role and not role.startswith("arn:"):
        raise BadRequestError("Invalid ARN specified in the request")
    if integration["type"] == "AWS" and not role and ":lambda:path/" not in uri:
        raise BadRequestError("Role ARN must be specified for AWS integrations")


def _check_settings(integration: Json) -> None:
    if not SHORTEST <= integration["timeoutInMillis"] <= LONGEST:
        raise BadRequestError(f"Timeout should be between {SHORTEST} ms and {LONGEST} ms")
    if integration["passthroughBehavior"] not in PASSTHROUGH:
        options = ",".join(PASSTHROUGH)
        raise BadRequestError(f"Invalid PassthroughBehavior specified. Valid options are {options}")
    check_content_handling(integration)


def check_content_handling(settings: Json) -> None:
    """Refuse another conversion than the two that there are."""
    if settings.get("contentHandling") not in (None, *CONTENT):
        raise BadRequestError(
            f"Invalid ContentHandling specified. Valid options are {','.join(CONTENT)}"
        )


def _check_link(link: str | None, links: Mapping[str, Any]) -> None:
    if not link:
        raise BadRequestError("VPC link id must be provided for connection type VPC_LINK")
    if not link.startswith("${") and link not in links:
        raise BadRequestError("Invalid Vpc Link identifier specified")
