"""Merges all services' contracts into the public one, as the gateway serves it."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from openapi_spec_validator import validate

from shared.problems import Problem
from shared.product import TITLE
from tools.build.contracts.bodies import operations
from tools.build.contracts.publish import renamed
from tools.build.contracts.schemas import component_schemas
from tools.command import CommandError

type Contract = dict[str, Any]

# Every service answers errors with these; they keep their names.
SHARED = frozenset(component_schemas([Problem]))
INFO = {
    "title": TITLE,
    "version": "1.0.0",
    "description": "All services behind one gateway. Written by `make contract`.",
}


def public_contract(folder: Path, services: Sequence[str]) -> Contract:
    """The merged contract, validated; else CommandError."""
    contracts = {service: _committed(folder / service / "openapi.json") for service in services}
    if not contracts:
        raise CommandError(f"no service in {folder} has routes, so there is no contract")
    document = merged(contracts)
    validate(document)
    return document


def _committed(path: Path) -> Contract:
    if not path.exists():
        raise CommandError(f"there is no {path}; run `make contracts`")
    contract: Contract = json.loads(path.read_text(encoding="utf-8"))
    return contract


def merged(contracts: Mapping[str, Contract]) -> Contract:
    """The merged contract; schemas and operations get their service's name, unless shared."""
    parts = {name: _named(contracts[name], name) for name in sorted(contracts)}
    schemas: Contract = {}
    schemes: Contract = {}
    for service, part in parts.items():
        _add(schemas, part["components"]["schemas"], service)
        _add(schemes, part["components"]["securitySchemes"], service)
    return {
        "openapi": "3.0.3",
        "info": INFO,
        "servers": [{"url": "/v1", "description": "The gateway's stage"}],
        "tags": [{"name": service} for service in parts],
        "paths": {path: item for part in parts.values() for path, item in part["paths"].items()},
        "components": {"schemas": schemas, "securitySchemes": schemes},
    }


def _named(contract: Contract, service: str) -> Contract:
    part = renamed(contract, service, common=SHARED)
    for _, _, operation in operations(part):
        operation["operationId"] = f"{service}_{operation['operationId']}"
        # How the gateway comes to its answer is not the consumer's business.
        operation.pop("x-direct", None)
    return part


def _add(whole: Contract, more: Mapping[str, Any], service: str) -> None:
    for name, value in more.items():
        if whole.setdefault(name, value) != value:
            raise CommandError(
                f"{name} of {service} is not what another service calls {name}; "
                "a shared schema is declared once, in shared/"
            )
