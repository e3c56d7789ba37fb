"""Versions of functions: no number comes twice, and none is deleted while an alias needs it.

Lambda API reference, PublishVersion, DeleteFunction, CreateAlias and UpdateAlias.
"""

import copy
import json
from typing import Any

from moto.awslambda.exceptions import (
    InvalidParameterValueException,
)
from moto.awslambda.models import LambdaBackend
from moto.awslambda.responses import LambdaResponse

from embedded_aws.patches.awslambda.errors import ConflictError
from embedded_aws.patches.awslambda.revisions import must_be_latest, revise

LATEST = "$LATEST"
MISMATCH = "The derived qualifier from the function name does not match the specified qualifier."


def install() -> None:
    """Patch moto; safe to call more than once."""
    backend: Any = LambdaBackend
    if getattr(backend, "numbers_versions_once", False):
        return
    backend.numbers_versions_once = True
    backend.publish_version = _publish
    _patch_deletion(backend)
    LambdaResponse.publish_version = _publish_version


def _publish_version(self: Any) -> tuple[int, dict[str, int], str]:
    name = self.path.split("/")[-2]
    function = self.backend.get_function(name)
    digest, revision = self._get_param("CodeSha256"), self._get_param("RevisionId")
    if digest and digest != function.code_sha_256:
        raise InvalidParameterValueException(
            f"CodeSHA256 ({digest}) is different from current CodeSHA256 in $LATEST "
            f"({function.code_sha_256}). Please try again with the CodeSHA256 in $LATEST."
        )
    must_be_latest(function, revision)
    version = self.backend.publish_version(name, self._get_param("Description"))
    return 201, {"status": 201}, json.dumps(version.get_configuration())


def _publish(self: Any, function_name: str, description: str = "") -> Any:
    """The latest code and settings as a version; the last one where nothing has changed."""
    storage = self._lambdas
    latest = storage.get_function_by_name_or_arn_forbid_qualifier(function_name)
    versions = storage._functions[latest.function_name]["versions"]  # noqa: SLF001 - moto's own place
    if versions and not latest.code_or_config_updated:
        return versions[-1]
    latest.code_or_config_updated = False
    number = (
        max([latest.__dict__.get("last_version", 0), *(int(each.version) for each in versions)]) + 1
    )
    latest.last_version = number
    version = copy.copy(latest)
    version.set_version(number)
    revise(version)
    version.description = description or latest.description
    versions.append(version)
    storage._arns[version.function_arn] = version  # noqa: SLF001 - moto's own place
    return version


def _patch_deletion(backend: Any) -> None:
    delete = backend.delete_function

    def delete_function(self: Any, function_name: str, qualifier: str | None = None) -> None:
        text = function_name.rsplit(":function:", maxsplit=1)[-1]
        name, _, own = text.partition(":")
        version = own or qualifier
        if own and qualifier and own != qualifier:
            raise InvalidParameterValueException(MISMATCH)
        if version == LATEST:
            raise InvalidParameterValueException(
                "$LATEST version cannot be deleted without deleting the function."
            )
        if version and not version.isdigit():
            raise InvalidParameterValueException(
                f"Deletion of aliases is not currently supported: {version}"
            )
        users = [each for each in _aliases(self, name) if version and _needs(each, version)]
        if users:
            names = ", ".join(each.name for each in users)
            raise ConflictError(
                f"Version(s) {version} cannot be deleted because the following alias(es) reference "
                f"it: [{names}]"
            )
        delete(self, function_name, qualifier)

    backend.delete_function = delete_function


def _aliases(backend: Any, name: str) -> list[Any]:
    known = name in backend._lambdas._functions  # noqa: SLF001 - no lookup without error
    return list(backend.list_aliases(name)) if known else []


def _needs(alias: Any, version: str) -> bool:
    weights = (alias.routing_config or {}).get("AdditionalVersionWeights") or {}
    return version == alias.function_version or version in weights
