"""Permissions of functions: a statement's id is used once for each qualifier, as Lambda has it.

Lambda API reference, AddPermission; moto keeps statements of one id beside each other.
"""

from typing import Any
from urllib.parse import unquote

from moto.awslambda.exceptions import LambdaClientError, UnknownFunctionException
from moto.awslambda.models import LayerVersion
from moto.awslambda.policy import Policy
from moto.awslambda.responses import LambdaResponse


class StatementExistsError(LambdaClientError):  # type: ignore[misc]
    """The policy has a statement of that id."""

    code = 409

    def __init__(self, sid: str) -> None:
        super().__init__(
            "ResourceConflictException",
            f"The statement id ({sid}) provided already exists. Please provide a new statement id, "
            "or remove the existing statement.",
        )


class NoPermissionError(LambdaClientError):  # type: ignore[misc]
    """No such statement, or no policy."""

    code = 404

    def __init__(self, message: str) -> None:
        super().__init__("ResourceNotFoundException", message)


def install() -> None:
    """Refuse a second one; safe to call more than once."""
    policy: Any = Policy
    if getattr(policy, "refuses_ids", False):
        return
    policy.refuses_ids = True
    add = policy.add_statement

    def add_statement(self: Any, raw: str, qualifier: str | None = None) -> Any:
        before = list(self.statements)
        added, revision = add(self, raw, qualifier)
        if not isinstance(self.parent, LayerVersion) and _is_there(added, before):
            self.statements.remove(added)
            raise StatementExistsError(added["Sid"])
        return added, revision

    policy.add_statement = add_statement
    LambdaResponse.remove_permission = _remove


def _remove(self: Any) -> tuple[int, dict[str, int], str]:
    """RemovePermission, whose errors moto answers without a name."""
    parts = self.path.split("/")
    name, sid = unquote(parts[-3]), unquote(parts[-1].split("?")[0])
    try:
        statements = self.backend.get_function(name).policy.statements
    except UnknownFunctionException as error:
        arn = error.message.removeprefix("Function not found: ")
        raise NoPermissionError(f"No policy found for: {arn}") from error
    if not statements:
        raise NoPermissionError("No policy is associated with the given resource.")
    if not any(each.get("Sid") == sid for each in statements):
        raise NoPermissionError(f"Statement {sid} is not found in resource policy.")
    self.backend.remove_permission(name, sid, self.querystring.get("RevisionId", ""))
    return 204, {"status": 204}, "{}"


def _is_there(added: dict[str, Any], statements: list[dict[str, Any]]) -> bool:
    named = added["Sid"], added["Resource"]
    return any((each.get("Sid"), each.get("Resource")) == named for each in statements)
