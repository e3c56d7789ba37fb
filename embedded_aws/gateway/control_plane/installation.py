"""Puts API Gateway's own control plane in the place of moto's."""

from typing import Any

from moto.apigateway import models, urls
from moto.core.base_backend import BaseBackend

from embedded_aws.gateway.control_plane import cloudformation, families
from embedded_aws.gateway.control_plane.protocol.operations import ROOTS
from embedded_aws.gateway.control_plane.protocol.responses import Responses
from embedded_aws.gateway.deployed.stored import Stage, store_of

OF_V2 = "v2"


def install() -> None:
    """Answer all of the service's paths; safe to call more than once."""
    backend: Any = models.APIGatewayBackend
    if getattr(backend, "has_own_store", False):
        return
    backend.has_own_store = bool(families.MODULES)
    backend.__init__ = _made
    backend.apis = property(lambda self: store_of(self).apis)
    backend.get_stage = _stage
    _route()
    cloudformation.install()


def _made(self: Any, region_name: str, account_id: str) -> None:
    """A backend without moto's own objects."""
    BaseBackend.__init__(self, region_name, account_id)
    store_of(self)


def _stage(self: Any, api_id: str, stage_name: str) -> Stage:
    """The stage; WAF reads and sets its web ACL."""
    return store_of(self).apis[api_id].stages[stage_name]


def _route() -> None:
    paths: dict[str, Any] = urls.url_paths
    for path in [each for each in paths if f"/{OF_V2}/" not in each]:
        del paths[path]
    for root in ROOTS:
        paths[f"{{0}}/{root}/?$"] = Responses.answer
        paths[f"{{0}}/{root}/(?P<below>.+)$"] = Responses.answer
