"""RevisionId: an update that names an old state fails, and each update makes a new one.

Lambda API reference, UpdateFunctionCode, UpdateFunctionConfiguration, PublishVersion.
"""

import uuid
from typing import Any

from moto.awslambda.exceptions import PreconditionFailedException
from moto.awslambda.models import LambdaBackend, LambdaFunction
from moto.moto_api._internal import mock_random

REVISION = (
    "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias "
    "API to retrieve the latest Revision Id"
)


def install() -> None:
    """Patch moto; safe to call more than once."""
    backend: Any = LambdaBackend
    if getattr(backend, "heeds_revisions", False):
        return
    backend.heeds_revisions = True
    _patch_revisions(backend)


def _patch_revisions(backend: Any) -> None:
    """Let an update with an old RevisionId fail, and give each update a new one."""
    show = LambdaFunction.get_configuration

    def get_configuration(self: Any, *given: Any, **named: Any) -> dict[str, Any]:
        return {**show(self, *given, **named), "RevisionId": revision_of(self)}

    LambdaFunction.get_configuration = get_configuration
    for operation in ("update_function_code", "update_function_configuration"):
        setattr(backend, operation, _with_revision(getattr(backend, operation)))


def _with_revision(update: Any) -> Any:
    def updated(self: Any, function_name: str, qualifier: str, body: dict[str, Any]) -> Any:
        function = self.get_function(function_name, qualifier)
        must_be_latest(function, body.get("RevisionId"))
        if not body.get("DryRun"):
            revise(function)
        return update(self, function_name, qualifier, body)

    return updated


def must_be_latest(function: Any, revision: str | None) -> None:
    """Refuse the id of another state than the present one."""
    if revision and revision != revision_of(function):
        raise PreconditionFailedException(REVISION)


def revision_of(function: Any) -> str:
    """The id of the function's present state; before its first update, of what it was made as."""
    first = f"{function.function_name}:{function.version}:{function.last_modified}"
    return str(getattr(function, "revision", uuid.uuid5(uuid.NAMESPACE_URL, first)))


def revise(function: Any) -> None:
    """Give the function a new id."""
    function.revision = str(mock_random.uuid4())
