"""A change that hot reload cannot serve is reported with the command that deploys it."""

import json
import zipfile
from pathlib import Path

import pytest

from tools.develop.reload import drift as drift_module
from tools.develop.reload.drift import drift


@pytest.fixture
def built(sample_tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in place of .build."""
    assert sample_tree == Path.cwd()
    folder = tmp_path / "built"
    folder.mkdir()
    monkeypatch.setattr(drift_module, "PACKAGES", folder)
    monkeypatch.setattr(drift_module, "PUBLISHED", folder)
    return folder


def test_without_a_build_there_is_nothing_to_compare_with(built: Path) -> None:
    assert list(built.iterdir()) == []
    assert drift("parcels") is None
    assert drift("authorizer") is None


def test_a_client_that_the_deployed_package_lacks_is_named(built: Path) -> None:
    with zipfile.ZipFile(built / "parcels.zip", "w") as package:
        package.writestr("botocore/data/dynamodb/2012-08-10/service-2.json.gz", "")

    sentence = drift("parcels")

    assert sentence == "the deployed package has no client of ssm: `make deploy-parcels`"


def test_a_contract_that_is_not_deployed_is_told(built: Path) -> None:
    (built / "parcels.json").write_text(json.dumps({"paths": {}}))

    sentence = drift("parcels")

    assert sentence
    assert sentence.endswith("the gateway serves the one that is deployed: `make deploy-parcels`")


def test_a_contract_that_is_not_written_either_is_told(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drift_module, "committed_file", lambda _: built / "openapi.json")

    sentence = drift("parcels")

    assert sentence
    assert sentence.endswith("deployed: `make contracts && make deploy-parcels`")
    assert list(built.iterdir()) == []
