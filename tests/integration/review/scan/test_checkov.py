"""Checkov's findings in known plans."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tools.command import CommandError
from tools.review.plan.checks import generic
from tools.review.plan.facts.model import Danger, Kind
from tools.review.plan.report.model import Check, RootReview
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


def in_review(plan: Any, folder: Path, *dangers: Danger) -> list[Check]:
    return generic.of_checkov({"gateway": plan}, [RootReview("gateway", dangers=dangers)], folder)


def test_a_review_tells_what_is_new_and_what_no_danger_tells(tmp_path: Path) -> None:
    plan = json.loads(json.dumps(checkov.PLANTED["plan"]))
    kinds = {check: kind for check, (kind, *_) in generic._kinds().items()}

    fresh = in_review(plan, tmp_path)
    known = {each.rule: each.place for each in fresh if each.rule in kinds}
    dangers = [Danger(Kind(kinds[rule]), place, "why", "what") for rule, place in known.items()]
    unsaid = in_review(plan, tmp_path, *dangers)
    old = in_review({**plan, "prior_state": {"values": plan["planned_values"]}}, tmp_path)

    assert set(checkov.PLANTED["must_fail"]) <= {each.rule for each in fresh}
    assert known
    assert known.keys().isdisjoint(each.rule for each in unsaid)
    assert old == []
