"""Dangers that only the sources tell: a refusal to destroy that is gone."""

from pathlib import PurePosixPath

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
