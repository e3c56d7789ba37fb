"""Deployed functions as moto's Lambda holds them."""

import random
from dataclasses import replace
from typing import Any

from moto.awslambda.exceptions import UnknownFunctionException
from moto.awslambda.models import lambda_backends

from embedded_aws.functions.model import DeployedFunction, FailedEvents, Layer, UnknownFunctionError
from embedded_aws.functions.platform_lines import Logging
from embedded_aws.patches.awslambda.settings import dead_letters_of


def _split(function_name: str, qualifier: str | None) -> tuple[str, str | None]:
    """(name, qualifier) of a name, `name:qualifier` or ARN."""
    tail = function_name.rsplit(":function:", maxsplit=1)[-1]
    name, _, inline = tail.partition(":")
    return name, inline or qualifier


class MotoCatalog:
    """Reads functions, versions and aliases from moto's memory."""

    def __init__(self, account_id: str, region: str) -> None:
        self._account_id = account_id
        self._region = region
        self._shares = random.SystemRandom()

    def resolve(self, function_name: str, qualifier: str | None) -> DeployedFunction:
        """The version behind the name; an alias's weights choose among its versions."""
        name, qualifier = _split(function_name, qualifier)
        backend: Any = lambda_backends[self._account_id][self._region]
        try:
            latest = backend.get_function(name)
            alias = self._alias(backend, latest, qualifier)
            version = self._chosen(alias) if alias else qualifier
            found = backend.get_function(name, version)
        except UnknownFunctionException as error:
            raise UnknownFunctionError(f"Function not found: {function_name}") from error
        invoked = qualifier if alias else version
        function = _deployed(found, latest, f"{latest.function_arn}:{invoked}" if invoked else None)
        return replace(function, layers=_layers(backend, found)) if found.layers else function

    def _alias(self, backend: Any, latest: Any, qualifier: str | None) -> Any:
        storage = backend._lambdas  # noqa: SLF001 - moto offers no lookup without an error
        return storage._aliases[latest.function_arn].get(qualifier)  # noqa: SLF001

    def _chosen(self, alias: Any) -> str:
        weights = (alias.routing_config or {}).get("AdditionalVersionWeights") or {}
        draw = self._shares.random()
        for version, weight in weights.items():
            draw -= float(weight)
            if draw < 0:
                return str(version)
        return str(alias.function_version)


def _layers(backend: Any, found: Any) -> tuple[Layer, ...]:
    """The function's layers, without those that were deleted since."""
    held = (backend.layers_versions_by_arn(layer["Arn"]) for layer in found.layers)
    return tuple(Layer(each.code_bytes, each.code_sha_256) for each in held if each)


def _deployed(found: Any, latest: Any, invoked_arn: str | None) -> DeployedFunction:
    reserved = latest.reserved_concurrency
    return DeployedFunction(
        name=found.function_name,
        version=str(found.version) if found is not latest else "$LATEST",
        arn=invoked_arn or latest.function_arn,
        code=found.code_bytes,
        code_sha256=found.code_sha_256,
        handler=found.handler,
        runtime=found.run_time,
        role=found.role,
        timeout_seconds=int(found.timeout),
        memory_mb=int(found.memory_size),
        environment=dict(found.environment_vars),
        log_group=found.logs_group_name,
        region=found.region,
        account_id=found.account_id,
        reserved_concurrency=None if reserved is None else int(reserved),
        failed_events=_failed_events(found, latest),
        logging=_logging(found),
    )


def _logging(found: Any) -> Logging:
    given, usual = getattr(found, "logging_config", {}), Logging()
    return Logging(
        given.get("LogFormat", usual.format),
        given.get("ApplicationLogLevel", usual.application_level),
        given.get("SystemLogLevel", usual.system_level),
    )


def _failed_events(found: Any, latest: Any) -> FailedEvents:
    """The version's dead letters, and the function's event invoke config."""
    kept = FailedEvents(dead_letters=dead_letters_of(found))
    if not latest.event_invoke_config:
        return kept
    given = latest.event_invoke_config[-1].config
    destination = (given.get("DestinationConfig") or {}).get("OnFailure") or {}
    return replace(
        kept,
        retries=given.get("MaximumRetryAttempts", kept.retries),
        maximum_age_seconds=given.get("MaximumEventAgeInSeconds", kept.maximum_age_seconds),
        destination=destination.get("Destination") or None,
    )
