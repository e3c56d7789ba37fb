"""Dangers that only the sources tell: refusals that are gone, changes that nobody sees, locks."""

from pathlib import PurePosixPath

import pytest

from tools.review.plan.facts.model import Danger, Kind
from tools.review.plan.rules import of_sources
from tools.review.plan.rules.of_sources import Tree

MAIN = "terraform/bootstrap/main.tf"
KEPT = """
resource "aws_s3_bucket" "state" {
  bucket = "state"

  lifecycle {
    prevent_destroy = true
  }
}
"""


def tree(**texts: str) -> Tree:
    files = {PurePosixPath(f"terraform/bootstrap/{name}.tf"): text for name, text in texts.items()}
    return Tree(tuple(files), files.get)


def between(before: Tree, after: Tree) -> list[Danger]:
    return list(of_sources.dangers(before, after))


def test_a_refusal_to_destroy_that_is_gone_is_a_danger() -> None:
    (switched,) = between(tree(main=KEPT), tree(main=KEPT.replace("true", "false")))

    assert (switched.kind, switched.address) == (Kind.PROTECTION, f"{MAIN}: aws_s3_bucket.state")
    assert between(tree(main=KEPT), tree(main="")) == [switched]


def test_a_refusal_that_stays_or_moves_to_another_file_is_none() -> None:
    assert between(tree(main=KEPT), tree(main=KEPT)) == []
    assert between(tree(main=KEPT), tree(main="", buckets=KEPT)) == []


def test_a_file_of_another_root_says_nothing_about_this_one() -> None:
    assert between(tree(other=KEPT), tree(main="")) == []


ALARM = """
resource "aws_cloudwatch_metric_alarm" "errors" {{
  lifecycle {{
    ignore_changes = {ignored}
  }}
}}
"""


@pytest.mark.parametrize("ignored", ["all", "[\n  threshold,\n  tags,\n]", "[alarm_actions]"])
def test_a_guarded_setting_whose_changes_nobody_sees_is_a_danger(ignored: str) -> None:
    (unseen,) = between(
        tree(main=ALARM.format(ignored="[tags]")), tree(main=ALARM.format(ignored=ignored))
    )

    assert unseen.kind is Kind.DRIFT
    assert unseen.address == "aws_cloudwatch_metric_alarm.errors"


def test_labels_and_new_resources_may_be_ignored() -> None:
    labels = ALARM.format(ignored="[tags, alarm_description]")

    assert between(tree(main=ALARM.format(ignored="[]")), tree(main=labels)) == []
    assert between(tree(main=""), tree(main=ALARM.format(ignored="all"))) == []


LOCK = """provider "registry.terraform.io/hashicorp/aws" {
  version = "5.100.0"
  hashes = ["h1:one=", "zh:two"]
}
"""


def locked(text: str) -> Tree:
    path = PurePosixPath("terraform/bootstrap/.terraform.lock.hcl")
    return Tree((path,), {path: text}.get)


def test_another_package_of_the_same_version_is_a_danger() -> None:
    (other,) = between(locked(LOCK), locked(LOCK.replace("two", "three")))

    assert other.kind is Kind.VERSION
    assert "other checksums" in other.reason


def test_a_package_for_one_more_platform_is_none() -> None:
    assert between(locked(LOCK), locked(LOCK.replace("= [", '= ["h1:mac=", '))) == []
