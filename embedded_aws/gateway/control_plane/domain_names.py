"""Mutual TLS of custom domains, and UpdateDomainName, which moto lacks (API Gateway API)."""

import json
from typing import Any

from moto.apigateway.exceptions import BadRequestException
from moto.apigateway.models import DomainName
from moto.apigateway.responses import APIGatewayResponse

MUTUAL_TLS = "mutualTlsAuthentication"
CHANGEABLE = {
    "/certificateArn": "certificate_arn",
    "/regionalCertificateArn": "regional_certificate_arn",
    "/securityPolicy": "security_policy",
}
TRUSTSTORE = {f"/{MUTUAL_TLS}/{key}": key for key in ("truststoreUri", "truststoreVersion")}


def install() -> None:
    """Store and show the trust store, and add UpdateDomainName."""
    create, show = APIGatewayResponse.create_domain_name, DomainName.to_json

    def create_domain_name(self: Any) -> Any:
        answer = create(self)
        domain = self.backend.get_domain_name(self._get_param("domainName"))
        domain.mutual_tls = self._get_param(MUTUAL_TLS)
        return *answer[:2], json.dumps(domain.to_json())

    def to_json(self: Any) -> dict[str, Any]:
        trusted = getattr(self, "mutual_tls", None)
        return {**show(self), **({MUTUAL_TLS: trusted} if trusted else {})}

    APIGatewayResponse.create_domain_name = create_domain_name
    APIGatewayResponse.update_domain_name = _update_domain_name
    DomainName.to_json = to_json


def _update_domain_name(self: Any) -> str:
    domain = self.backend.get_domain_name(self.path.split("/")[2])
    for operation in self._get_param("patchOperations"):
        _patch(domain, operation["path"], operation.get("value") or None)
    return json.dumps(domain.to_json())


def _patch(domain: Any, path: str, value: str | None) -> None:
    """Apply one patch operation; removing the trust store ends mutual TLS."""
    if path in CHANGEABLE:
        setattr(domain, CHANGEABLE[path], value)
    elif path in TRUSTSTORE:
        truststore = {**(getattr(domain, "mutual_tls", None) or {}), TRUSTSTORE[path]: value}
        domain.mutual_tls = {key: text for key, text in truststore.items() if text} or None
    else:
        raise BadRequestException(f"Invalid patch path {path}")
