"""Domains of user pools show their certificate, which moto leaves out.

Cognito API reference, DomainDescriptionType: without it, Terraform replaces the domain each time.
"""

from typing import Any

from moto.cognitoidp.models import CognitoIdpUserPoolDomain

from embedded_aws.config import ACCOUNT_ID


def install() -> None:
    """Patch the description; safe to call more than once."""
    domain: Any = CognitoIdpUserPoolDomain
    if getattr(domain, "shows_certificate", False):
        return
    domain.shows_certificate = True
    show = domain.to_json

    def to_json(self: Any, extended: bool = True) -> dict[str, Any]:  # noqa: FBT001, FBT002 - moto's
        description: dict[str, Any] = show(self, extended)
        if not extended:
            return description if self.custom_domain_config else {}
        custom = {"CustomDomainConfig": self.custom_domain_config or {}}
        return {**description, "AWSAccountId": ACCOUNT_ID, **custom}

    domain.to_json = to_json
