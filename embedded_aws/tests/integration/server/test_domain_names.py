"""Custom domains, created and changed as Terraform does."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from embedded_aws.tests.integration.server.conftest import EmbeddedAws
from embedded_aws.tests.integration.server.test_operations import refused

TRUSTED = {"truststoreUri": "s3://trusted/truststore.pem", "truststoreVersion": "1"}


@dataclass(frozen=True)
class Domain:
    """One custom domain."""

    client: Any
    name: str

    def read(self) -> dict[str, Any]:
        answer: dict[str, Any] = self.client.get_domain_name(domainName=self.name)
        return answer

    def change(self, operation: str, path: str, value: str | None = None) -> Any:
        patch = {"op": operation, "path": path, **({"value": value} if value else {})}
        return self.client.update_domain_name(domainName=self.name, patchOperations=[patch])


def certificate(aws: EmbeddedAws) -> str:
    """The ARN of a new certificate."""
    requested = aws.client("acm").request_certificate(DomainName="api.example.com")
    return str(requested["CertificateArn"])


@pytest.fixture
def domain(aws: EmbeddedAws) -> Iterator[Domain]:
    client = aws.client("apigateway")
    client.create_domain_name(
        domainName="api.example.com",
        regionalCertificateArn=certificate(aws),
        endpointConfiguration={"types": ["REGIONAL"]},
        securityPolicy="TLS_1_2",
        mutualTlsAuthentication=TRUSTED,
    )
    yield Domain(client, "api.example.com")
    client.delete_domain_name(domainName="api.example.com")


def test_a_domain_keeps_whom_it_trusts(domain: Domain) -> None:
    assert domain.read()["mutualTlsAuthentication"] == TRUSTED


def test_a_domain_trusts_another_version(domain: Domain) -> None:
    domain.change("replace", "/mutualTlsAuthentication/truststoreVersion", "2")

    assert domain.read()["mutualTlsAuthentication"] == {**TRUSTED, "truststoreVersion": "2"}


def test_a_domain_without_a_trust_store_has_no_mutual_tls(domain: Domain) -> None:
    domain.change("replace", "/mutualTlsAuthentication/truststoreVersion")
    domain.change("replace", "/mutualTlsAuthentication/truststoreUri")

    assert "mutualTlsAuthentication" not in domain.read()


def test_a_domain_takes_another_certificate(domain: Domain, aws: EmbeddedAws) -> None:
    another = certificate(aws)

    answer = domain.change("replace", "/regionalCertificateArn", another)

    assert answer["regionalCertificateArn"] == domain.read()["regionalCertificateArn"] == another


def test_what_a_domain_does_not_have_cannot_be_changed(domain: Domain) -> None:
    error = refused(lambda: domain.change("replace", "/distributionDomainName", "x"))

    assert error.response["Error"]["Code"] == "BadRequestException"
    assert "/distributionDomainName" in error.response["Error"]["Message"]
