"""Exchanges of one method, without a server."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from embedded_aws.gateway.deployed.body_models import Models
from embedded_aws.gateway.deployed.model import Api, Integration, Method, Stage
from embedded_aws.gateway.exchange import Exchange
from embedded_aws.gateway.incoming import Incoming

INTEGRATION = Integration(
    kind="AWS",
    uri="",
    function_arn=None,
    timeout_seconds=29,
    request_templates={},
    passthrough="NEVER",
    responses=(),
    http_method="POST",
    credentials=None,
    request_parameters={},
    content_handling=None,
    cache_namespace="",
    cache_key_parameters=("method.request.path.id",),
)
METHOD = Method(
    http_method="GET",
    resource_id="resource",
    resource_path="/orders/{id}",
    authorization="NONE",
    authorizer_id=None,
    authorization_scopes=frozenset(),
    api_key_required=False,
    required_parameters=(),
    request_models={},
    validates_parameters=False,
    validates_body=False,
    integration=INTEGRATION,
)
API = Api(
    id="api",
    deployment_id="deployment",
    account_id="123456789012",
    region="eu-central-1",
    resources=(),
    authorizers={},
    gateway_responses={},
    binary_media_types=(),
    minimum_compression_bytes=None,
    api_key_source="HEADER",
    models=Models({}),
    policy=None,
)
STAGE = Stage(API, "v1", {}, None, None, cache_enabled=True)


def exchange(
    method: Method | None = METHOD,
    stage: Stage = STAGE,
    *,
    verb: str = "GET",
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> Exchange:
    """One request for order 1."""
    sent = tuple((headers or {}).items())
    incoming = Incoming(verb, "/v1/orders/1", "page=2", sent, "127.0.0.1", "HTTP/1.1")
    whole = Exchange(incoming, stage, "/orders/1", "localhost", method=method)
    return replace(whole, **({"path_parameters": {"id": "1"}} | more))
