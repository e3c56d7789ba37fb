"""Mapping templates and parameter mappings of integrations (API Gateway developer guide)."""

from tools.local.gateway.mapping.parameters import integration_headers, request_mapping
from tools.local.gateway.mapping.template import BadBodyError, MappingError, render
from tools.local.gateway.mapping.variables import Overrides

__all__ = [
    "BadBodyError",
    "MappingError",
    "Overrides",
    "integration_headers",
    "render",
    "request_mapping",
]
