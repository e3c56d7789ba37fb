"""Consumers in services' own words: `terraform/services/<name>/consumers.json`.

An environment's values name its consumers. A service grants them its own scopes, and brings the
consumers that belong to it: itself, where it calls other services.
"""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from tools.command import CommandError

HERE, SERVICES, FILE = Path(), Path("terraform/services"), "consumers.json"
MOST_SCOPES = 50
"""Cognito's limit of an app client, which AWS does not raise."""


class Brought(BaseModel):
    """A consumer that belongs to a service."""

    model_config = ConfigDict(extra="forbid")

    tier: str
    tenant: str


class Said(BaseModel):
    """A service's file."""

    model_config = ConfigDict(extra="forbid")

    consumers: dict[str, Brought] = {}
    grants: dict[str, list[Literal["read", "write", "admin"]]] = {}


def with_services(consumers: Mapping[str, Any], tree: Path = HERE) -> dict[str, Any]:
    """The consumers, with those that services bring and the scopes that services grant."""
    paths = sorted((tree / SERVICES).glob(f"*/{FILE}"))
    files = {path.parent.name: _read(path) for path in paths}
    brought = _brought(files)
    # The environment has the last word: it may give one another tier, or disable it.
    everybody = dict(consumers) | {
        name: each | consumers.get(name, {}) for name, each in brought.items()
    }
    granted = {name: _granted(name, consumer, files) for name, consumer in everybody.items()}
    _check_room(granted)
    return granted


def has_app_client(consumer: Mapping[str, Any]) -> bool:
    """Whether a consumer asks Cognito for its tokens, as every machine does by default."""
    return bool(consumer.get("kind", "machine") == "machine")


def _check_room(consumers: Mapping[str, Any]) -> None:
    for name, consumer in consumers.items():
        count = len(consumer.get("scopes", []))
        if has_app_client(consumer) and count > MOST_SCOPES:
            raise CommandError(
                f"{name} is granted {count} scopes, and Cognito gives an app client {MOST_SCOPES} "
                f"at most; grant some of them to another consumer ({SERVICES}/<name>/{FILE}), or "
                f"make {name} a signer, which has no such limit (docs/operations/consumers.md)"
            )


def _brought(files: Mapping[str, Said]) -> dict[str, dict[str, Any]]:
    owners = [(name, service) for service, said in files.items() for name in said.consumers]
    for name, count in Counter(name for name, _ in owners).items():
        if count > 1:
            services = " and ".join(service for each, service in owners if each == name)
            raise CommandError(
                f"{services} both bring the consumer {name}; leave it to one of them, and have the "
                f"other only grant it scopes ({SERVICES}/<name>/{FILE})"
            )
    return {name: files[service].consumers[name].model_dump() for name, service in owners}


def _granted(name: str, consumer: Mapping[str, Any], files: Mapping[str, Said]) -> dict[str, Any]:
    scopes = {
        f"{service}/{access}"
        for service, said in files.items()
        for access in said.grants.get(name, [])
    }
    own = consumer.get("scopes", [])
    return {**consumer, "scopes": sorted({*own, *scopes})} if own or scopes else dict(consumer)


def _read(path: Path) -> Said:
    try:
        return Said.model_validate_json(path.read_bytes())
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(map(str, each['loc'])) or 'the file'}: {each['msg']}"
            for each in error.errors()
        )
        raise CommandError(
            f"{path} is not as docs/operations/consumers.md says: {problems}"
        ) from error
