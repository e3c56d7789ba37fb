"""Policies that no plan knows are read from their source."""

from pathlib import Path
from typing import Any

import pytest

from tools.review.plan.facts.model import Kind
from tools.review.plan.ruleset import dangers

WRITTEN = """
resource "aws_iam_role_policy" "send" {{
  role   = "worker"
  policy = {policy}
}}
"""
NEW = 'Resource = aws_sqs_queue.new["a"].arn'
ENCODED = "jsonencode({{ Statement = [{{ Effect = {effect}, Action = {action}, {resource} }}] }})"
HEREDOC = """<<-JSON
    {"Statement": [{"Effect": "Allow", "Action": "sqs:*", "Resource": "${aws_sqs_queue.new.arn}"}]}
    JSON"""


def encoded(action: str = '"sqs:SendMessage"', resource: str = NEW, effect: str = '"Allow"') -> str:
    return ENCODED.format(action=action, resource=resource, effect=effect)


def plan(address: str = "aws_iam_role_policy.send") -> dict[str, Any]:
    change = {
        "actions": ["create"],
        "before": None,
        "after": {"role": "worker"},
        "after_unknown": {"policy": True},
    }
    known = {"actions": ["no-op"], "before": {"arn": TABLE}, "after": {"arn": TABLE}}
    resource = {"address": "aws_iam_role_policy.send", "expressions": {"policy": {}, "role": {}}}
    module = {"source": "./sender", "module": {"resources": [resource]}}
    return {
        "resource_changes": [
            {"address": address, "type": "aws_iam_role_policy", "change": change},
            {"address": "aws_dynamodb_table.old", "type": "aws_dynamodb_table", "change": known},
        ],
        "configuration": {
            "root_module": {"resources": [resource], "module_calls": {"sender": module}}
        },
    }


TABLE = "arn:aws:dynamodb:eu-central-1:123456789012:table/old"
KINDS = {
    "what the new object is for": (encoded(), set()),
    "every action": (encoded('"sqs:*"'), {Kind.PERMISSIONS}),
    "everything beside the new object": (
        encoded('["sqs:SendMessage"]', 'Resource = [aws_sqs_queue.new.arn, "*"]'),
        {Kind.PERMISSIONS},
    ),
    "an object that was there": (
        encoded('"dynamodb:PutItem"', "Resource = aws_dynamodb_table.old.arn"),
        {Kind.PERMISSIONS},
    ),
    "a heredoc": (HEREDOC, {Kind.PERMISSIONS}),
    "an action that is open": (encoded("var.action"), {Kind.UNKNOWN}),
    "statements that are open": ("jsonencode({ Statement = var.every })", {Kind.UNKNOWN}),
    "a file": ('templatefile("a.json", { queue = aws_sqs_queue.new.arn })', {Kind.UNKNOWN}),
}


@pytest.mark.parametrize(("policy", "kinds"), KINDS.values(), ids=KINDS)
def test_a_policy_around_a_new_object_is_judged_by_its_source(
    tmp_path: Path, policy: str, kinds: set[Kind]
) -> None:
    (tmp_path / "main.tf").write_text(WRITTEN.format(policy=policy), encoding="utf-8")

    assert {each.kind for each in dangers("shop", plan(), tmp_path)} == kinds


def test_a_policy_may_stand_in_a_local(tmp_path: Path) -> None:
    policy = encoded('"sqs:*"')
    (tmp_path / "main.tf").write_text(WRITTEN.format(policy="local.send"), encoding="utf-8")
    (tmp_path / "locals.tf").write_text(f"locals {{\n  send = {policy}\n}}\n", encoding="utf-8")

    assert [each.kind for each in dangers("shop", plan(), tmp_path)] == [Kind.PERMISSIONS]


def test_the_source_is_that_of_the_module(tmp_path: Path) -> None:
    (tmp_path / "sender").mkdir()
    text = WRITTEN.format(policy=encoded('"sqs:*"'))
    (tmp_path / "sender/main.tf").write_text(text, encoding="utf-8")
    planned = plan("module.sender[0].aws_iam_role_policy.send")

    assert [each.kind for each in dangers("shop", planned, tmp_path)] == [Kind.PERMISSIONS]


def test_a_policy_whose_source_is_not_here_is_unknown() -> None:
    assert [each.kind for each in dangers("shop", plan())] == [Kind.UNKNOWN]


def test_a_source_that_nobody_can_read_leaves_it_unknown(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text('resource "aws_iam_role_policy" {{', encoding="utf-8")

    assert [each.kind for each in dangers("shop", plan(), tmp_path)] == [Kind.UNKNOWN]
