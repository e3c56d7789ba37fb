"""Drift that managed objects explain, and drift that nobody wrote."""

from typing import Any

import pytest

from tools.review.plan.facts.mirrors import without_mirrors
from tools.review.plan.facts.model import Change

OWN, STRANGE = {"name": "own", "policy": "{}"}, {"name": "strange", "policy": "{}"}
POLICY = {"type": "aws_iam_role_policy", "values": {"role": "worker", "name": "own"}}


def drifted(kind: str, before: dict[str, Any], after: dict[str, Any]) -> Change:
    return Change(f"{kind}.this", kind, ("update",), before, after)


def role(*policies: dict[str, str], name: str = "worker") -> Change:
    before = {"id": name, "inline_policy": []}
    return drifted("aws_iam_role", before, {**before, "inline_policy": list(policies)})


@pytest.mark.parametrize(
    ("change", "left"),
    [
        (role(OWN), []),
        (role(OWN, STRANGE), [STRANGE]),
        (role(OWN, name="another"), [OWN]),
    ],
)
def test_a_roles_own_policies_are_no_drift_and_others_are(change: Change, left: Any) -> None:
    [seen] = without_mirrors([change], [POLICY])

    assert seen.sides()[1]["inline_policy"] == left


def test_a_buckets_policy_is_drift_only_where_no_object_manages_it() -> None:
    change = drifted("aws_s3_bucket", {"id": "b", "policy": ""}, {"id": "b", "policy": "open"})
    managed = {"type": "aws_s3_bucket_policy", "values": {"bucket": "b"}}

    assert "policy" not in without_mirrors([change], [managed])[0].sides()[1]
    assert without_mirrors([change], [])[0].sides()[1]["policy"] == "open"


def test_a_deleted_object_stays_drift() -> None:
    gone = Change("aws_iam_role.this", "aws_iam_role", ("delete",), {"id": "worker"}, None)

    assert without_mirrors([gone], [POLICY]) == [gone]
