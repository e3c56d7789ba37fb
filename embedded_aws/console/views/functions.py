"""Functions with their versions, aliases and weights."""

from collections.abc import Iterator
from typing import Any

from moto.awslambda.models import lambda_backends

from embedded_aws.config import ACCOUNT_ID
from embedded_aws.state.regions import used

type Json = dict[str, Any]


def functions() -> list[Json]:
    """Every function of every region, by name."""
    views = [
        _function(backend, region, name)
        for region, backend in used(lambda_backends, ACCOUNT_ID).items()
        for name in sorted({each.function_name for each in backend.list_functions()})
    ]
    return sorted(views, key=lambda each: (each["name"], each["region"]))


def _function(backend: Any, region: str, name: str) -> Json:
    latest = backend.get_function(name)
    versions = backend.list_versions_by_function(name)
    published = [each for each in versions if str(each.version) != "$LATEST"]
    return {
        "name": name,
        "region": region,
        "runtime": latest.run_time,
        "memoryMb": int(latest.memory_size),
        "timeoutSeconds": int(latest.timeout),
        "reserved": latest.reserved_concurrency,
        "logGroup": latest.logs_group_name,
        "description": latest.description,
        "versions": [_version(each) for each in reversed(published)],
        "aliases": list(_aliases(backend, latest)),
    }


def _version(function: Any) -> Json:
    return {
        "version": str(function.version),
        "modified": str(function.last_modified),
        "sizeBytes": int(function.code_size),
        "description": function.description,
    }


def _aliases(backend: Any, latest: Any) -> Iterator[Json]:
    """Each alias with the share of each version, in percent."""
    storage = backend._lambdas  # noqa: SLF001 - moto offers no list without paging
    for name, alias in sorted(storage._aliases[latest.function_arn].items()):  # noqa: SLF001
        routing = alias.routing_config or {}
        weights = {
            str(version): float(weight) * 100
            for version, weight in (routing.get("AdditionalVersionWeights") or {}).items()
        }
        rest = 100 - sum(weights.values())
        shares = {str(alias.function_version): rest, **weights}
        yield {"name": name, "shares": {key: round(value, 1) for key, value in shares.items()}}
