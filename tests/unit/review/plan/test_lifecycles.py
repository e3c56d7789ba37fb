"""Rules by which a bucket deletes its objects."""

from typing import Any

import pytest

from tools.review.plan.facts.model import Change, Plan
from tools.review.plan.rules.stored import lifecycles


def rule(status: str = "Enabled", prefix: str = "results/", days: int = 7) -> dict[str, Any]:
    return {
        "id": "forget", "status": status, "filter": [{"prefix": prefix}],
        "expiration": [{"days": days}],
    }  # fmt: skip


def change(old: Any, new: Any) -> Change:
    before = None if old is None else {"bucket": "files", "rule": [old]}
    return Change("x", lifecycles.TYPE, ("update",), before, {"bucket": "files", "rule": [new]})


@pytest.mark.parametrize(
    ("old", "new", "count"),
    [
        (rule("Disabled"), rule(), 1),
        (rule(), rule("Disabled"), 0),
        (rule(), rule(prefix=""), 1),
        (rule(), rule(prefix="results/old/"), 0),
        (rule(), rule(days=30), 0),
        (rule("Disabled"), {**rule(), "expiration": []}, 0),
    ],
)
def test_a_rule_that_deletes_more_is_told(
    old: dict[str, Any], new: dict[str, Any], count: int
) -> None:
    assert len(list(lifecycles.reasons(change(old, new)))) == count


def test_a_new_bucket_may_delete_what_it_likes() -> None:
    bucket = Change("y", "aws_s3_bucket", ("create",), None, {"bucket": "files"})
    new = change(None, rule())

    assert lifecycles.begins(Plan("platform", (new,)), new)
    assert not lifecycles.begins(Plan("platform", (new, bucket)), new)
    assert not lifecycles.begins(Plan("platform", (new,)), change(None, rule("Disabled")))
