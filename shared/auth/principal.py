"""The caller of a request, as the authorizer passed it on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from http import HTTPStatus
from typing import Any

from shared.problems import ProblemError


class Kind(StrEnum):
    """Machines act for a tenant; people act for themselves."""

    MACHINE = "machine"
    PEOPLE = "people"


@dataclass(frozen=True)
class Principal:
    """The caller: its subject, the tenant whose data it may see, and its scopes."""

    subject: str
    client_id: str
    tenant: str
    kind: Kind
    scopes: frozenset[str]
    tier: str = ""
    """The usage plan that its requests count in; for the access log alone."""

    def context(self) -> dict[str, str]:
        """The authorizer's context: strings only, as API Gateway passes them on."""
        return {
            "subject": self.subject,
            "client_id": self.client_id,
            "tenant": self.tenant,
            "kind": self.kind.value,
            "scopes": " ".join(sorted(self.scopes)),
            "tier": self.tier,
        }

    def towards(self, service: str) -> "Principal":
        """The caller with the scopes of one service, whatever it may do at others."""
        own = frozenset(scope for scope in self.scopes if scope.startswith(f"{service}/"))
        return replace(self, scopes=own)

    def require(self, scope: str) -> None:
        """Refuse a caller without the scope; `admin` includes the service's other scopes."""
        service = scope.partition("/")[0]
        if not self.scopes & {scope, f"{service}/admin"}:
            raise ProblemError(HTTPStatus.FORBIDDEN, f"This needs the scope {scope}.")


def principal_of(event: Mapping[str, Any]) -> Principal:
    """The caller from a proxy event's authorizer context."""
    context = (event.get("requestContext") or {}).get("authorizer") or {}
    try:
        return Principal(
            subject=context["subject"],
            client_id=context["client_id"],
            tenant=context["tenant"],
            kind=Kind(context["kind"]),
            scopes=frozenset(context["scopes"].split()),
        )
    except (KeyError, ValueError) as error:
        raise ProblemError(HTTPStatus.UNAUTHORIZED, "The caller is not known.") from error
