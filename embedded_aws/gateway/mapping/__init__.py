"""Mapping templates and parameter mappings of integrations (API Gateway developer guide)."""

from embedded_aws.gateway.mapping.overrides import Overrides
from embedded_aws.gateway.mapping.parameters import integration_headers, request_mapping
from embedded_aws.gateway.mapping.template import BadBodyError, MappingError, render

__all__ = [
    "BadBodyError",
    "MappingError",
    "Overrides",
    "integration_headers",
    "render",
    "request_mapping",
]
