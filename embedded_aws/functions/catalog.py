"""The deployed functions in moto's Lambda."""

import random
from dataclasses import replace
from typing import Any

from moto.awslambda.exceptions import UnknownFunctionException
from moto.awslambda.models import lambda_backends

from embedded_aws.config import REGION
from embedded_aws.functions.model import DeployedFunction, FailedEvents, Layer, UnknownFunctionError
from embedded_aws.functions.platform_lines import Logging
from embedded_aws.patches.awslambda.settings import birth_of, dead_letters_of
from embedded_aws.state.regions import of_arn


def _split(function_name: str, qualifier: str | None) -> tuple[str, str | None]:
    """(name, qualifier) of a name, a `name:qualifier` or an ARN."""
    tail = function_name.rsplit(":function:", maxsplit=1)[-1]
    name, _, inline = tail.partition(":")
    return name, inline or qualifier


def arn_of(function_name: str, region: str, account_id: str) -> str:
    """The ARN for a name, a `name:qualifier`, a partial ARN or an ARN, in the caller's region."""
    if function_name.startswith("arn:"):
        return function_name
    name = function_name.rsplit("function:", maxsplit=1)[-1]
    return f"arn:aws:lambda:{region}:{account_id}:function:{name}"


class MotoCatalog:
    """Looks functions, versions and aliases up in moto, in the region of their ARN.

    A plain name is one of the region that the embedded AWS takes for its own.
    """

    def __init__(self, account_id: str) -> None:
        self._account_id = account_id
        self._shares = random.SystemRandom()

    def resolve(self, function_name: str, qualifier: str | None) -> DeployedFunction:
        """The version behind the name; an alias chooses among its versions by weight."""
        name, qualifier = _split(function_name, qualifier)
        region = of_arn(function_name) or REGION
        backend: Any = lambda_backends[self._account_id].get(region)
        if backend is None:
            raise UnknownFunctionError(f"Function not found: {function_name}")
        try:
            latest = backend.get_function(name)
            alias = self._alias(backend, latest, qualifier)
            version = self._chosen(alias) if alias else qualifier
            published = backend.get_function(name, version)
        except UnknownFunctionException as error:
            raise UnknownFunctionError(f"Function not found: {function_name}") from error
        invoked = qualifier if alias else version
        function = _deployed(
            published, latest, f"{latest.function_arn}:{invoked}" if invoked else None
        )
        return (
            replace(function, layers=_layers(backend, published)) if published.layers else function
        )

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


def _layers(backend: Any, published: Any) -> tuple[Layer, ...]:
    """The function's layers, without deleted ones."""
    versions = (backend.layers_versions_by_arn(layer["Arn"]) for layer in published.layers)
    return tuple(Layer(each.code_bytes, each.code_sha_256) for each in versions if each)


def _deployed(published: Any, latest: Any, invoked_arn: str | None) -> DeployedFunction:
    reserved = latest.reserved_concurrency
    return DeployedFunction(
        name=published.function_name,
        version=str(published.version) if published is not latest else "$LATEST",
        arn=invoked_arn or latest.function_arn,
        code=published.code_bytes,
        code_sha256=published.code_sha_256,
        handler=published.handler,
        runtime=published.run_time,
        role=published.role,
        timeout_seconds=int(published.timeout),
        memory_mb=int(published.memory_size),
        environment=dict(published.environment_vars),
        log_group=published.logs_group_name,
        region=published.region,
        account_id=published.account_id,
        reserved_concurrency=None if reserved is None else int(reserved),
        failed_events=_failed_events(published, latest),
        logging=_logging(published),
        birth=birth_of(latest),
    )


def _logging(published: Any) -> Logging:
    given, usual = getattr(published, "logging_config", {}), Logging()
    return Logging(
        given.get("LogFormat", usual.format),
        given.get("ApplicationLogLevel", usual.application_level),
        given.get("SystemLogLevel", usual.system_level),
    )


def _failed_events(published: Any, latest: Any) -> FailedEvents:
    """The version's dead letters, and the function's event invoke config."""
    settings = FailedEvents(dead_letters=dead_letters_of(published))
    if not latest.event_invoke_config:
        return settings
    given = latest.event_invoke_config[-1].config
    destination = (given.get("DestinationConfig") or {}).get("OnFailure") or {}
    return replace(
        settings,
        retries=given.get("MaximumRetryAttempts", settings.retries),
        maximum_age_seconds=given.get("MaximumEventAgeInSeconds", settings.maximum_age_seconds),
        destination=destination.get("Destination") or None,
    )
