"""A root counts as applied only while all that an apply reads is the same."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from tools.deploy.deployment.step import Footprint
from tools.deploy.terraform.footprint import footprint
from tools.deploy.terraform.root import Root
from tools.deploy.where.environment import Environment, named
from tools.deploy.where.place import Place

FILES = {
    "terraform/platform/main.tf": 'module "bucket" {\n  source = "../modules/bucket"\n}\n',
    "terraform/platform/.terraform.lock.hcl": "provider",
    "terraform/platform/tests/all.tftest.hcl": "run",
    "terraform/modules/bucket/main.tf": 'module "inner" {\n  source = "../inner"\n}\n',
    "terraform/modules/inner/main.tf": (
        'locals {\n  levels = file("${path.module}/../../../shared/levels.json")\n'
        '  asked = fileset("${path.module}/../../../questions", "*.sql")\n}\n'
    ),
    "terraform/modules/inner/policy.json": "{}",
    "terraform/modules/other/main.tf": "",
    "terraform/environments/dev.tfvars": (
        'environment = {\n  region = "eu-central-1"\n  account_ids = ["123456789012"]\n}\n'
    ),
    "shared/levels.json": "{}",
    "shared/other.json": "{}",
    "questions/one.sql": "SELECT 1",
    "package.zip": "bytes",
}


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A root with a module that reads a file elsewhere."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def place() -> Place:
    return Environment("dev").primary


def mark(reads: Any = None, **variables: Any) -> Footprint:
    given = {"package": str(Path("package.zip").resolve()), **variables}
    return footprint(Root("platform"), place(), lambda: given, lambda: reads)


@pytest.mark.usefixtures("tree")
def test_the_same_files_and_values_are_the_same() -> None:
    assert mark().inputs() == mark().inputs()


@pytest.mark.parametrize(
    "file",
    [
        "terraform/platform/main.tf",
        "terraform/platform/.terraform.lock.hcl",
        "terraform/platform/new.tf",
        "terraform/modules/bucket/main.tf",
        "terraform/modules/inner/policy.json",
        "shared/levels.json",
        "questions/two.sql",
        "package.zip",
    ],
)
def test_whatever_an_apply_reads_counts(tree: Path, file: str) -> None:
    before = mark().inputs()

    with (tree / file).open("a") as changed:
        changed.write("\n")

    assert mark().inputs() != before


@pytest.mark.parametrize(
    ("file", "text"),
    [
        (
            "terraform/environments/dev.tfvars",
            FILES["terraform/environments/dev.tfvars"].replace("region", "more = 1\n region"),
        ),
        (
            "terraform/services/parcels/consumers.json",
            '{"consumers": {"post": {"tier": "gold", "tenant": "post"}}}',
        ),
    ],
)
def test_a_value_of_the_environment_counts(tree: Path, file: str, text: str) -> None:
    before = mark().inputs()

    (tree / file).parent.mkdir(parents=True, exist_ok=True)
    (tree / file).write_text(text)

    assert mark().inputs() != before


@pytest.mark.parametrize(
    "file",
    [
        "terraform/platform/tests/all.tftest.hcl",
        "terraform/platform/README.md",
        "terraform/modules/other/main.tf",
        "shared/other.json",
    ],
)
def test_what_no_apply_reads_does_not_count(tree: Path, file: str) -> None:
    before = mark().inputs()

    with (tree / file).open("a") as changed:
        changed.write("\n")

    assert mark().inputs() == before


def test_another_terraform_counts(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = mark().inputs()
    program = tree / "bin" / "terraform"
    program.parent.mkdir()
    program.touch(mode=0o755)

    monkeypatch.setenv("PATH", str(program.parent))

    assert mark().inputs() != before


@pytest.mark.usefixtures("tree")
def test_variables_and_what_other_roots_have_written_count() -> None:
    marks = [mark(), mark(architecture="arm64"), mark(reads={"bucket": "a"})]

    assert len({each.inputs() for each in marks}) == 3


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    dev = named("dev").primary
    with mock_aws():
        client = boto3.client("s3", region_name=dev.region)
        where: Any = {"LocationConstraint": dev.region}
        client.create_bucket(Bucket=dev.state_bucket, CreateBucketConfiguration=where)
        yield client


def test_the_state_is_the_outcome(s3: Any) -> None:
    dev, key = named("dev").primary, "dev/platform.tfstate"
    applied = footprint(Root("platform"), dev, dict, lambda: None).outcome
    states = [applied()]
    for body in (b"one", b"two", b"one"):
        s3.put_object(Bucket=dev.state_bucket, Key=key, Body=body)
        states.append(applied())

    assert states[0] == ""
    assert states[1] == states[3] != states[2]
