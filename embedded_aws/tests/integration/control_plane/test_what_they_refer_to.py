"""Certificates, roles and stages that the objects of API Gateway refer to."""

import json
import uuid
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from embedded_aws.tests.integration.control_plane.test_refusals import patch, refusal

DOMAIN = "api.example.com"
CERTIFICATE = "arn:aws:acm:{}:{}:certificate/11111111-2222-3333-4444-555555555555"
NOT_OURS = "The certificate provided must be owned by the account creating the domain."
ROLE = "The role ARN does not have required permissions configured."


def beside(gateway: Any, service: str, region: str = "eu-central-1") -> Any:
    """A client of another service, at the same server."""
    return boto3.client(
        service,  # type: ignore[call-overload]
        endpoint_url=gateway.meta.endpoint_url,
        region_name=region,
        aws_access_key_id="control",
        aws_secret_access_key="plane",
    )


@pytest.mark.parametrize(
    ("kind", "given", "message"),
    [
        ("EDGE", {}, "A certificate was not provided for the endpoint type EDGE."),
        ("REGIONAL", {}, "A certificate was not provided for the endpoint type REGIONAL."),
        (
            "REGIONAL",
            {"certificateArn": CERTIFICATE.format("eu-central-1", "123456789012")},
            "Cannot import certificates for EDGE while REGIONAL is active.",
        ),
        (
            "EDGE",
            {"certificateArn": CERTIFICATE.format("eu-central-1", "123456789012")},
            "Certificate must be in 'us-east-1'.",
        ),
        (
            "REGIONAL",
            {"regionalCertificateArn": CERTIFICATE.format("us-east-1", "123456789012")},
            "Certificate must be in 'eu-central-1'.",
        ),
        (
            "REGIONAL",
            {"regionalCertificateArn": CERTIFICATE.format("eu-central-1", "210987654321")},
            NOT_OURS,
        ),
        (
            "REGIONAL",
            {"regionalCertificateArn": CERTIFICATE.format("eu-central-1", "123456789012")},
            NOT_OURS,
        ),
        ("REGIONAL", {"regionalCertificateArn": "mine"}, "Invalid certificate ARN: mine."),
    ],
)
def test_a_domain_with_a_certificate_that_it_cannot_have(
    gateway: Any, kind: str, given: dict[str, str], message: str
) -> None:
    endpoint = {"types": [kind]}

    error = refusal(
        gateway.create_domain_name, domainName=DOMAIN, endpointConfiguration=endpoint, **given
    )

    assert error.startswith("BadRequestException: ")
    assert message in error


def test_a_domain_changes_to_a_certificate_of_its_region_alone(gateway: Any) -> None:
    arn = beside(gateway, "acm").request_certificate(DomainName=DOMAIN)["CertificateArn"]
    elsewhere = CERTIFICATE.format("us-east-1", "123456789012")
    gateway.create_domain_name(
        domainName=DOMAIN,
        regionalCertificateArn=arn,
        endpointConfiguration={"types": ["REGIONAL"]},
    )

    error = refusal(
        gateway.update_domain_name,
        domainName=DOMAIN,
        patchOperations=patch("replace", "/regionalCertificateArn", elsewhere),
    )
    present = gateway.get_domain_name(domainName=DOMAIN)

    gateway.delete_domain_name(domainName=DOMAIN)
    assert "Certificate must be in 'eu-central-1'." in error
    assert present["regionalCertificateArn"] == arn


@pytest.fixture
def iam(gateway: Any) -> Iterator[Any]:
    """IAM; the account's role is taken away again."""
    yield beside(gateway, "iam")
    gateway.update_account(patchOperations=patch("remove", "/cloudwatchRoleArn"))


def role(iam: Any, service: str, actions: str | None) -> str:
    """The ARN of a new role that this service may assume, and that may do this with logs."""
    name = f"logs-{uuid.uuid4().hex[:8]}"
    principal = {"Service": f"{service}.amazonaws.com"}
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal}
    arn: str = iam.create_role(RoleName=name, AssumeRolePolicyDocument=policy(trust))["Role"]["Arn"]
    if actions:
        allowed = policy({"Effect": "Allow", "Action": actions, "Resource": "*"})
        iam.put_role_policy(RoleName=name, PolicyName="logs", PolicyDocument=allowed)
    return arn


def policy(statement: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def test_the_account_takes_a_role_that_writes_logs(gateway: Any, iam: Any) -> None:
    arn = role(iam, "apigateway", "logs:*")

    gateway.update_account(patchOperations=patch("replace", "/cloudwatchRoleArn", arn))

    assert gateway.get_account()["cloudwatchRoleArn"] == arn


@pytest.mark.parametrize(
    ("service", "actions"),
    [("lambda", "logs:*"), ("apigateway", None), ("apigateway", "logs:PutLogEvents")],
)
def test_the_account_refuses_a_role_that_cannot_write_logs(
    gateway: Any, iam: Any, service: str, actions: str | None
) -> None:
    change = patch("replace", "/cloudwatchRoleArn", role(iam, service, actions))

    assert ROLE in refusal(gateway.update_account, patchOperations=change)
    assert "cloudwatchRoleArn" not in gateway.get_account()


def test_a_usage_plan_with_stages_is_not_deleted(gateway: Any, api: dict[str, str]) -> None:
    number = api["restApiId"]
    gateway.create_deployment(restApiId=number, stageName="v1")
    stage = {"apiId": number, "stage": "v1"}
    plan = gateway.create_usage_plan(name="p", apiStages=[stage])["id"]

    error = refusal(gateway.delete_usage_plan, usagePlanId=plan)
    gateway.update_usage_plan(
        usagePlanId=plan, patchOperations=patch("remove", "/apiStages", f"{number}:v1")
    )
    gateway.delete_usage_plan(usagePlanId=plan)

    assert error == (
        f"BadRequestException: Cannot delete Usage Plan {plan} because there are API Stages "
        f"associated with it, including {number}:v1"
    )
