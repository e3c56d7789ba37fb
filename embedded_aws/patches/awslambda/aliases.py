"""Aliases: made once, and with weights that they can have.

Lambda API reference, CreateAlias and UpdateAlias.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from moto.awslambda.exceptions import (
    InvalidParameterValueException,
    LambdaClientError,
    PreconditionFailedException,
)
from moto.awslambda.models import LambdaBackend
from moto.awslambda.responses import LambdaResponse

from embedded_aws.patches.awslambda.errors import ConflictError
from embedded_aws.patches.awslambda.revisions import REVISION

LATEST = "$LATEST"
WEIGHT = (
    "1 validation error detected: Value '{{{}={}}}' at 'routingConfig.additionalVersionWeights' "
    "failed to satisfy constraint: Map value must satisfy constraint: [Member must have value less "
    "than or equal to 1.0, Member must have value greater than or equal to 0.0, Member must not be "
    "null]"
)


def install() -> None:
    """Patch moto; safe to call more than once."""
    backend: Any = LambdaBackend
    if getattr(backend, "checks_aliases", False):
        return
    backend.checks_aliases = True
    _patch_aliases(backend)
    LambdaResponse.update_alias = _with_alias_revision(LambdaResponse.update_alias)


def _with_alias_revision(update: Any) -> Any:
    def update_alias(self: Any) -> Any:
        *_, name, _, alias = self.path.split("/")
        given = self._get_param("RevisionId")
        if given and given != self.backend.get_alias(unquote(alias), unquote(name)).revision_id:
            raise PreconditionFailedException(REVISION)
        return update(self)

    return update_alias


def _patch_aliases(backend: Any) -> None:
    create, update = backend.create_alias, backend.update_alias

    def create_alias(
        self: Any, name: str, function_name: str, function_version: str, *more: Any, **named: Any
    ) -> Any:
        _check_weights(self, function_name, function_version, (*more, *named.values()))
        aliases = self._lambdas._get_function_aliases(function_name)  # noqa: SLF001 - moto's own place
        if name in aliases:
            raise ConflictError(f"Alias already exists: {aliases[name].arn}")
        return create(self, name, function_name, function_version, *more, **named)

    def update_alias(
        self: Any, name: str, function_name: str, function_version: str, *more: Any, **named: Any
    ) -> Any:
        alias = self.get_alias(name, function_name)
        version = function_version or alias.function_version
        _check_weights(self, function_name, version, (*more, *named.values()))
        return update(self, name, function_name, function_version, *more, **named)

    backend.create_alias, backend.update_alias = create_alias, update_alias


def _check_weights(backend: Any, function_name: str, version: str, given: tuple[Any, ...]) -> None:
    """Refuse weights of versions that an alias cannot lead to."""
    routing = next((each for each in given if isinstance(each, Mapping)), {})
    weights: Mapping[str, float] = routing.get("AdditionalVersionWeights") or {}
    if not weights:
        return
    if version == LATEST or LATEST in weights:
        raise InvalidParameterValueException(
            "$LATEST is not supported for an alias pointing to more than 1 version"
        )
    if len(weights) > 1:
        raise InvalidParameterValueException(
            "Number of items in AdditionalVersionWeights cannot be greater than 1"
        )
    ((other, weight),) = weights.items()
    if other == version:
        raise InvalidParameterValueException(
            f"Invalid function version {other}. Function version {version} is already included in "
            "routing configuration."
        )
    if not 0.0 <= weight <= 1.0:
        raise LambdaClientError("ValidationException", WEIGHT.format(other, float(weight)))
    backend.get_function(function_name, other)
