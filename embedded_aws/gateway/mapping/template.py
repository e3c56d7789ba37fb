"""Mapping templates: Velocity with API Gateway's own variables."""

from collections.abc import Callable
from functools import lru_cache

from embedded_aws.gateway.exchange import Exchange
from embedded_aws.gateway.mapping.json_path import JsonPathError
from embedded_aws.gateway.mapping.overrides import Overrides
from embedded_aws.gateway.mapping.payload import BadBodyError
from embedded_aws.gateway.mapping.variables import names
from embedded_aws.gateway.mapping.velocity import Scope, VelocityError, compiled

__all__ = ["BadBodyError", "MappingError", "render"]


class MappingError(Exception):
    """The template is invalid or ends in an error; the message says where."""


def render(template: str, exchange: Exchange, body: str, overrides: Overrides) -> str:
    """The template's output; MappingError, or BadBodyError when it needs a JSON body."""
    if not ("$" in template or "#" in template):
        return template
    try:
        return _compiled(template)(Scope(names(exchange, body, overrides)))
    except (VelocityError, JsonPathError) as error:
        raise MappingError(str(error)) from error
    except RecursionError:
        raise MappingError("the template or its values are nested too deeply") from None


@lru_cache(maxsize=1024)
def _compiled(template: str) -> Callable[[Scope], str]:
    return compiled(template)
