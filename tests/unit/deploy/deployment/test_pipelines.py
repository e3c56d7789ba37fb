"""A pipeline deploys with a role of the bootstrap, and leaves the bootstrap alone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws
from rich.console import Console

from shared.product import NAME
from tools.deploy.deployment.account import bootstrap_step
from tools.deploy.deployment.journal import NoJournal
from tools.deploy.deployment.runner import Runner
from tools.deploy.deployment.times import Times
from tools.deploy.where.environment import named
from tools.progress import Progress


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    with mock_aws():
        yield


def take(role: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Continue with the role's credentials."""
    sts: Any = boto3.client("sts", region_name="eu-central-1")
    arn = f"arn:aws:iam::123456789012:role/{role}"
    credentials = sts.assume_role(RoleArn=arn, RoleSessionName="run-42")["Credentials"]
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", credentials["AccessKeyId"])
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", credentials["SecretAccessKey"])
    monkeypatch.setenv("AWS_SESSION_TOKEN", credentials["SessionToken"])
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)  # it has read the ones before


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize(
    ("role", "is_a_pipelines"),
    [(f"{NAME}-dev-deploy", True), (f"{NAME}-prod-deploy", False), ("Administrator", False)],
)
def test_a_pipeline_is_known_by_its_role(
    monkeypatch: pytest.MonkeyPatch, role: str, *, is_a_pipelines: bool
) -> None:
    take(role, monkeypatch)

    assert named("dev").primary.is_a_pipelines is is_a_pipelines


@pytest.mark.usefixtures("aws")
def test_a_pipeline_leaves_the_bootstrap_to_an_administrator(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    take(f"{NAME}-dev-deploy", monkeypatch)

    runner = Runner(Progress(Console()), NoJournal(), Times(tmp_path / "times.json"))
    runner.run([bootstrap_step(named("dev").primary)])

    assert "an administrator's, left as it is" in capsys.readouterr().out
    assert boto3.client("s3", region_name="eu-central-1").list_buckets()["Buckets"] == []
