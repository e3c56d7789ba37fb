import json
from pathlib import Path

import pytest

from tools.command import CommandError
from tools.review.aws_rules.planned import of_plan
from tools.review.aws_rules.report import faults
from tools.review.aws_rules.ruleset import findings
from tools.review.aws_rules.sources import read

PLAN = {
    "planned_values": {
        "root_module": {
            "child_modules": [
                {
                    "resources": [
                        {
                            "mode": "managed",
                            "address": "module.api.aws_api_gateway_rest_api.this",
                            "type": "aws_api_gateway_rest_api",
                            "values": {"body": json.dumps({"openapi": "3.1.0", "paths": {}})},
                        }
                    ]
                }
            ]
        }
    }
}


def test_a_plan_is_read_through_its_modules_and_its_api_is_a_document() -> None:
    subject = of_plan("gateway", PLAN)

    assert subject.resources[0].place == "gateway: module.api.aws_api_gateway_rest_api.this"
    assert subject.documents[0].content["openapi"] == "3.1.0"


def test_a_source_is_read_for_its_literals_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(
        'resource "aws_cloudwatch_log_group" "x" {\n'
        '  name              = "/x/${var.name}"\n  retention_in_days = 10\n}\n'
    )

    resource = read(tmp_path).resources[0]

    assert dict(resource.values).get("name") is None
    assert resource.values["retention_in_days"] == 10


def test_a_policy_that_is_data_is_read_as_the_document_it_becomes(tmp_path: Path) -> None:
    (tmp_path / "policies/deploy").mkdir(parents=True)
    (tmp_path / "policies/deploy/keys.yaml").write_text(
        "- sid: ManageKeys\n  actions: [kms:DescribeKey]\n  resources:\n"
        "    - arn:aws:kms:*:${account}:key/*\n"
        "  when:\n    StringEquals:\n      aws:ResourceTag/environment: [test]\n"
    )

    [document] = read(tmp_path).of("aws_iam_policy_document")

    [statement] = document.values["statement"]
    assert statement["actions"] == ["kms:DescribeKey"]
    assert statement["resources"] == []
    assert statement["condition"] == [
        {"test": "StringEquals", "variable": "aws:ResourceTag/environment", "values": ["test"]}
    ]


def test_a_link_is_no_source_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "shared.tf").write_text('resource "aws_cloudwatch_log_group" "x" {}\n')
    (tmp_path / "root.tf").symlink_to("shared.tf")

    assert len(read(tmp_path).resources) == 1


def test_a_source_that_is_not_terraform_ends_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text('resource "x" {{{')

    with pytest.raises(CommandError, match="is not valid"):
        read(tmp_path)


def test_every_finding_names_rule_place_page_and_what_to_do() -> None:
    results = findings(of_plan("gateway", PLAN))

    assert [(each.rule, bool(each.fault.advice)) for each in results] == [("openapi-import", True)]
    assert results[0].page.startswith("https://docs.aws.amazon.com/")
    assert faults(results).splitlines()[1:] == [
        f"  {results[0].page}",
        f"  at {results[0].fault.place}",
    ]
