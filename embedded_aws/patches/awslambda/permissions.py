"""Permissions of functions: a statement's id is used once for each qualifier, as Lambda has it.

Lambda API reference, AddPermission; moto keeps statements of one id beside each other.
"""

from typing import Any

from moto.awslambda.exceptions import LambdaClientError
from moto.awslambda.models import LayerVersion
from moto.awslambda.policy import Policy


class StatementExistsError(LambdaClientError):  # type: ignore[misc]
    """The policy has a statement of that id."""

    code = 409

    def __init__(self, sid: str) -> None:
        super().__init__(
            "ResourceConflictException",
            f"The statement id ({sid}) provided already exists. Please provide a new statement id, "
            "or remove the existing statement.",
        )


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


def _is_there(added: dict[str, Any], statements: list[dict[str, Any]]) -> bool:
    named = added["Sid"], added["Resource"]
    return any((each.get("Sid"), each.get("Resource")) == named for each in statements)
