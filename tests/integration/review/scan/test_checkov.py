"""Checkov's findings in known plans."""

import json
import subprocess
from pathlib import Path

import pytest

from tools.command import CommandError
from tools.review.scan import checkov

ROOT = Path(__file__).parents[4]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", autouse=True)
def _installed() -> None:
    subprocess.run(["make", "--no-print-directory", ".build/checkov/.ready"], cwd=ROOT, check=True)


def test_a_bad_resource_of_a_plan_is_found(tmp_path: Path) -> None:
    plan = json.loads(json.dumps(checkov.PLANTED["plan"]))

    _, findings = checkov.scan({"gateway": plan}, tmp_path)

    assert set(checkov.PLANTED["must_fail"]) <= {each.check for each in findings}
    assert {each.root for each in findings} == {"gateway"}
    assert not list(tmp_path.iterdir())  # plans hold secrets


def test_a_scanner_that_no_longer_finds_what_was_planted_is_not_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted = {**checkov.PLANTED, "must_fail": ["CKV_AWS_26", "CKV_AWS_0"]}
    monkeypatch.setattr(checkov, "PLANTED", planted)

    with pytest.raises(CommandError, match="no longer finds CKV_AWS_0"):
        checkov.scan({}, tmp_path)
