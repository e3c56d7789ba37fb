"""The families of resources, whose modules add their operations to the table."""

from embedded_aws.gateway.control_plane.apis import (
    resource_moves,
    resources,
    rest_api_patches,
    rest_apis,
)
from embedded_aws.gateway.control_plane.consumers import (
    api_keys,
    key_import,
    usage,
    usage_plan_keys,
    usage_plans,
)
from embedded_aws.gateway.control_plane.definitions import (
    authorizers,
    documentation_parts,
    documentation_versions,
    gateway_responses,
    models,
    request_validators,
)
from embedded_aws.gateway.control_plane.documents import (
    exporting,
    importing,
    part_import,
)
from embedded_aws.gateway.control_plane.edges import (
    account,
    base_path_mappings,
    client_certificates,
    domain_names,
    sdk_types,
    tags,
    vpc_links,
)
from embedded_aws.gateway.control_plane.methods import (
    integration_responses,
    integrations,
    method_responses,
    methods,
)
from embedded_aws.gateway.control_plane.stages import (
    caches,
    deployments,
    stage_patches,
    stages,
)

MODULES = (
    resource_moves,
    resources,
    rest_api_patches,
    rest_apis,
    api_keys,
    key_import,
    usage,
    usage_plan_keys,
    usage_plans,
    authorizers,
    documentation_parts,
    documentation_versions,
    gateway_responses,
    models,
    request_validators,
    exporting,
    importing,
    part_import,
    account,
    base_path_mappings,
    client_certificates,
    domain_names,
    sdk_types,
    tags,
    vpc_links,
    integration_responses,
    integrations,
    method_responses,
    methods,
    caches,
    deployments,
    stage_patches,
    stages,
)
"""Imported for what they add."""
