"""A statement that moves between the policies of one role gives the role nothing new."""

import json
from typing import Any

from tools.review.plan.ruleset import dangers

READ = {
    "Effect": "Allow",
    "Action": "dynamodb:GetItem",
    "Resource": "arn:aws:dynamodb:eu:1:table/a",
}
WRITE = {**READ, "Action": "dynamodb:PutItem"}


def policy(name: str, role: str, *statements: dict[str, Any]) -> dict[str, Any]:
    text = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
    return {"name": name, "role": role, "policy": text}


WHOLE, HALF = policy("a", "worker", READ, WRITE), policy("a", "worker", READ)


def changed(address: str, before: dict[str, Any] | None, after: dict[str, Any] | None) -> Any:
    actions = ["create"] if before is None else ["delete"] if after is None else ["update"]
    return {
        "address": address,
        "mode": "managed",
        "type": address.partition(".")[0],
        "change": {"actions": actions, "before": before, "after": after, "after_unknown": {}},
    }


def reasons(*changes: Any) -> list[str]:
    plan = {"format_version": "1.2", "resource_changes": list(changes)}
    return [each.reason for each in dangers("shop", plan)]


def test_a_policy_may_be_split_in_two() -> None:
    assert reasons(
        changed("aws_iam_role_policy.a", WHOLE, HALF),
        changed("aws_iam_role_policy.b", None, policy("b", "worker", WRITE)),
    ) == []  # fmt: skip


def test_a_refusal_may_move_to_another_policy() -> None:
    refusal = {**READ, "Effect": "Deny"}

    assert reasons(
        changed("aws_iam_role_policy.a", policy("a", "worker", READ, refusal), HALF),
        changed("aws_iam_role_policy.b", None, policy("b", "worker", refusal)),
    ) == []  # fmt: skip


def test_another_role_gets_something_new() -> None:
    (reason,) = reasons(
        changed("aws_iam_role_policy.a", WHOLE, HALF),
        changed("aws_iam_role_policy.b", None, policy("b", "reader", WRITE)),
    )  # fmt: skip

    assert "dynamodb:putitem" in reason


def test_a_role_that_was_there_is_not_new_because_something_new_has_its_name() -> None:
    permission = {"function_name": "worker", "principal": "events.amazonaws.com"}

    assert reasons(
        changed("aws_iam_role_policy.b", None, policy("b", "worker", WRITE)),
        changed("aws_lambda_alias.worker", None, {**permission, "name": "worker"}),
    )  # fmt: skip
    assert not reasons(
        changed("aws_iam_role_policy.b", None, policy("b", "worker", WRITE)),
        changed("aws_iam_role.worker", None, {"name": "worker"}),
    )  # fmt: skip


def test_a_policy_that_is_made_and_attached_counts_for_its_role() -> None:
    new = policy("more", "", WRITE) | {"role": None}
    attached = {"role": "worker", "policy_arn": "arn:aws:iam::1:policy/more"}

    assert reasons(
        changed("aws_iam_policy.more", None, new | {"arn": attached["policy_arn"]}),
        changed("aws_iam_role_policy_attachment.more", None, attached),
    )  # fmt: skip
