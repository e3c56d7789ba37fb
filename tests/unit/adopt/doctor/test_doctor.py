"""Diagnoses: what is wrong is named with its remedy, and the exit status is true."""

import socket
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from moto import mock_aws

from tools.adopt.doctor import __main__ as command
from tools.adopt.doctor import account, machine
from tools.adopt.doctor.finding import Finding, looked_at
from tools.command import CommandError

CERTIFICATE = "arn:aws:acm:eu-central-1:123456789012:certificate/one"


def place(**values: Any) -> Any:
    """An environment's place in moto's account."""
    written = {"account_ids": ["123456789012"], **values}

    def client(service: str, region: str = "eu-central-1") -> Any:
        if service == "lambda":  # moto does not have this operation
            limit = {"AccountLimit": {"ConcurrentExecutions": 1000}}
            return SimpleNamespace(get_account_settings=lambda: limit)
        return boto3.client(service, region_name=region)  # type: ignore[call-overload]

    return SimpleNamespace(
        region="eu-central-1",
        state_bucket="states",
        client=client,
        check_reachable=lambda: None,
        environment=SimpleNamespace(written=written, cloud=SimpleNamespace(client=client)),
    )


def states(where: Any) -> dict[str, bool]:
    return {each.part: each.is_good for each in looked_at(account.looks(where))}


def test_a_new_account_has_nothing_of_what_the_bootstrap_leaves() -> None:
    with mock_aws():
        found_out = states(place(github_repository="acme/shop", account_concurrency=100_000))

    assert found_out == {
        "credentials": True,
        "state bucket": False,
        "API Gateway's role": False,
        "concurrency": False,
        "GitHub's provider": False,
    }


def test_a_bootstrapped_account_is_well() -> None:
    with mock_aws():
        here = place(github_repository="acme/shop", account_concurrency=100)
        bucket = {"LocationConstraint": "eu-central-1"}
        s3 = here.client("s3")
        s3.create_bucket(Bucket="states", CreateBucketConfiguration=bucket)
        versions = {"Status": "Enabled"}
        s3.put_bucket_versioning(Bucket="states", VersioningConfiguration=versions)
        here.client("iam").create_open_id_connect_provider(
            Url=f"https://{account.GITHUB}", ThumbprintList=[]
        )
        role = {"op": "replace", "path": "/cloudwatchRoleArn", "value": "arn:aws:iam::1:role/logs"}
        gateway = here.client("apigateway")
        gateway.update_account(patchOperations=[role])

        assert set(states(here).values()) == {True}


def test_credentials_of_another_account_are_refused() -> None:
    with mock_aws():
        [finding] = looked_at(
            [("credentials", lambda: account.credentials(place(account_ids=["9"])))]
        )

    assert not finding.is_good
    assert "AWS_PROFILE" in finding.line()


def test_a_certificate_of_another_region_is_no_use() -> None:
    domain = {"name": "api.example.com", "certificate_arn": CERTIFICATE}

    finding = account.certificate(place(domain=domain, endpoint_type="EDGE"))

    assert "us-east-1" in finding.remedy


def test_a_port_that_is_taken_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        monkeypatch.setenv("AWS_PORT", str(other.getsockname()[1]))

        finding = machine.ports()

    assert finding.state.endswith("taken")
    assert "AWS_PORT" in finding.remedy


def test_a_link_that_a_checkout_wrote_as_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "terraform/gateway").mkdir(parents=True)
    (tmp_path / "terraform/gateway/terraform.tf").write_text("../shared/root.tf")

    assert "core.symlinks" in machine.links(tmp_path).remedy


@pytest.mark.parametrize(("version", "good"), [("1.11.4", True), ("1.9.0", False)])
def test_terraforms_version_is_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, good: bool
) -> None:
    (tmp_path / ".terraform-version").write_text("1.11.4\n")
    program = tmp_path / "terraform"
    program.write_text(f"#!/bin/sh\necho Terraform v{version}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")

    assert machine.terraform(tmp_path).is_good is good


def test_a_look_that_fails_is_a_finding() -> None:
    def fail() -> Finding:
        raise CommandError("no such thing")

    [finding] = looked_at([("it", fail)])

    assert finding.line().startswith("MEND  it: could not be looked at (no such thing)")


@pytest.mark.parametrize(("remedy", "status"), [("", 0), ("mend it", 1)])
def test_the_exit_status_is_true(monkeypatch: pytest.MonkeyPatch, remedy: str, status: int) -> None:
    monkeypatch.setattr(machine, "looks", lambda _: [("it", lambda: Finding("it", "so", remedy))])

    assert command.main(["--env", "local"]) == status
