"""An alarm that composite alarms name is deleted after they have forgotten it."""

import json
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from tools.command import CommandError
from tools.deploy.terraform import composites
from tools.deploy.terraform.root import Root
from tools.deploy.terraform.run import Terraform
from tools.deploy.where.environment import named
from tools.deploy.where.place import Place

FAILING = {
    "alarm_name": "failing",
    "alarm_rule": 'ALARM("5m")',
    "alarm_description": "fails",
    "alarm_actions": ["arn:aws:sns:eu-central-1:123456789012:pages"],
    "ok_actions": None,
    "actions_enabled": True,
}
REFUSAL = f"Error: Cannot delete 30m {composites.REFUSED}"


def plan(*actions: str, kind: str = "aws_cloudwatch_composite_alarm") -> str:
    change = {"actions": list(actions), "after": FAILING}
    return json.dumps({"resource_changes": [{"type": kind, "change": change}]})


def test_a_composite_alarm_gets_the_rule_of_the_plan() -> None:
    cloudwatch = boto3.client("cloudwatch", region_name="eu-central-1")
    with Stubber(cloudwatch) as calls:  # which refuses what is no parameter of CloudWatch's
        expected = {
            "AlarmName": "failing",
            "AlarmRule": 'ALARM("5m")',
            "AlarmDescription": "fails",
            "ActionsEnabled": True,
            "AlarmActions": FAILING["alarm_actions"],
        }
        calls.add_response("put_composite_alarm", {}, expected)

        assert composites.tell_new_rules(plan("update"), cloudwatch) == ["failing"]

        calls.assert_no_pending_responses()


@pytest.mark.parametrize("unchanged", [plan("create"), plan("no-op"), plan("update", kind="x")])
def test_nothing_else_is_changed(unchanged: str) -> None:
    assert composites.tell_new_rules(unchanged, None) == []


class CloudWatch:
    """Notes the rules that it is given."""

    def __init__(self) -> None:
        self.rules: list[str] = []

    def put_composite_alarm(self, **values: Any) -> None:
        self.rules.append(values["AlarmRule"])


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> tuple[Terraform, CloudWatch, list[str]]:
    """Terraform whose first apply is refused, CloudWatch, and what was run."""
    cloudwatch, commands = CloudWatch(), list[str]()

    def change(_: Terraform, command: str, *__: str, **___: Any) -> str:
        commands.append(command)
        if len(commands) == 1:
            raise CommandError(REFUSAL)
        return "Apply complete! Resources: 0 added, 1 changed, 1 destroyed."

    monkeypatch.setattr(Terraform, "_changing", change)
    monkeypatch.setattr(Terraform, "_run", lambda *_: plan("update"))
    monkeypatch.setattr(Terraform, "init", lambda _: None)
    monkeypatch.setattr(Place, "client", lambda *_: cloudwatch)
    return Terraform(Root("platform"), named("local").primary), cloudwatch, commands


def test_an_apply_goes_on_once_the_composite_alarms_have_forgotten_it(
    refused: tuple[Terraform, CloudWatch, list[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LOCAL_DIR", str(tmp_path))
    terraform, cloudwatch, commands = refused

    assert terraform.apply({}) == "0 added, 1 changed, 1 destroyed"

    assert (cloudwatch.rules, commands) == (['ALARM("5m")'], ["apply", "apply"])


def test_a_saved_plan_is_not_repeated_but_the_next_one_goes_through(
    refused: tuple[Terraform, CloudWatch, list[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LOCAL_DIR", str(tmp_path))
    terraform, cloudwatch, commands = refused

    with pytest.raises(CommandError, match="plan again, and apply that"):
        terraform.apply_saved(b"plan")

    assert (cloudwatch.rules, commands) == (['ALARM("5m")'], ["apply"])
