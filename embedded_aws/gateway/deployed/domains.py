"""Custom domains and their base-path mappings.

API Gateway developer guide, "Use API Gateway to map multiple APIs to a custom domain name".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from moto.apigateway.models import apigateway_backends

from embedded_aws.state.regions import used

NONE = "(none)"
"""API Gateway's name for a mapping of the whole domain."""


@dataclass(frozen=True)
class DomainMapping:
    """One mapping: a base path (empty for all paths), the API, and its stage if it names one."""

    base_path: str
    api_id: str
    stage: str | None


def mappings(account_id: str, host: str) -> tuple[DomainMapping, ...] | None:
    """The domain's mappings, the longest base path first; None for a name that is no domain."""
    for name in (host, f"*.{host.partition('.')[2]}"):
        for store in _stores(account_id):
            if name in store.domain_names:
                every = map(_mapping, list((store.base_path_mappings.get(name) or {}).values()))
                return tuple(sorted(every, key=lambda each: -len(each.base_path)))
    return None


def _stores(account_id: str) -> Iterator[Any]:
    for backend in used(apigateway_backends, account_id).values():
        yield vars(backend).get("store", backend)


def _mapping(stored: Any) -> DomainMapping:
    raw: Mapping[str, Any] = stored if isinstance(stored, dict) else stored.to_json()
    base = raw.get("basePath") or NONE
    stage = raw.get("stage") or None
    return DomainMapping(
        "" if base == NONE else base, raw["restApiId"], None if stage == NONE else stage
    )
