"""A change that hot reload cannot serve is reported with the command that deploys it."""

import json
import zipfile
from pathlib import Path

import pytest

from tools.develop.reload import drift as drift_module
from tools.develop.reload.drift import drift


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in place of .build."""
    monkeypatch.setattr(drift_module, "PACKAGES", tmp_path)
    monkeypatch.setattr(drift_module, "PUBLISHED", tmp_path)
    return tmp_path


def test_without_a_build_there_is_nothing_to_compare_with(built: Path) -> None:
    assert list(built.iterdir()) == []
    assert drift("orders") is None
    assert drift("authorizer") is None


def test_a_client_that_the_deployed_package_lacks_is_named(built: Path) -> None:
    with zipfile.ZipFile(built / "orders.zip", "w") as package:
        package.writestr("botocore/data/dynamodb/2012-08-10/service-2.json.gz", "")

    sentence = drift("orders")

    lacking = "kms and secretsmanager and ssm"
    assert sentence == f"the deployed package has no client of {lacking}: `make deploy-orders`"


def test_a_contract_that_is_not_deployed_is_told(built: Path) -> None:
    (built / "orders.json").write_text(json.dumps({"paths": {}}))

    sentence = drift("orders")

    assert sentence
    assert sentence.endswith("the gateway serves the one that is deployed: `make deploy-orders`")


def test_a_contract_that_is_not_written_either_is_told(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drift_module, "committed_file", lambda _: tmp_path / "openapi.json")

    sentence = drift("orders")

    assert sentence
    assert sentence.endswith("deployed: `make contracts && make deploy-orders`")
    assert list(built.iterdir()) == []
