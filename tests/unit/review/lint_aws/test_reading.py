import json
from pathlib import Path

import pytest

from tools.command import CommandError
from tools.review.lint_aws.__main__ import main
from tools.review.lint_aws.catalog import RULES, findings
from tools.review.lint_aws.hcl import read
from tools.review.lint_aws.plans import of_plan
from tools.review.lint_aws.report import found

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


def test_a_source_that_is_not_terraform_ends_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text('resource "x" {{{')

    with pytest.raises(CommandError, match="is not valid"):
        read(tmp_path)


def test_every_finding_names_rule_place_page_and_what_to_do() -> None:
    results = findings(of_plan("gateway", PLAN))

    assert [(each.rule, bool(each.fault.advice)) for each in results] == [("openapi-import", True)]
    assert results[0].page.startswith("https://docs.aws.amazon.com/")
    assert found(results).splitlines()[1:] == [
        f"  {results[0].page}",
        f"  at {results[0].fault.place}",
    ]


def test_the_sources_of_this_repository_are_what_aws_takes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status = main(["--sources"])

    assert (status, " 0 findings" in capsys.readouterr().out) == (0, True)


def test_all_rules_are_listed_with_their_pages(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["--rules"])

    assert status == 0
    assert "mapping-templates" in capsys.readouterr().out
    assert all(rule.PAGE.startswith("https://docs.aws.amazon.com/") for rule in RULES)


def test_without_a_running_aws_the_plans_end_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LOCAL_DIR", str(tmp_path))
    monkeypatch.setenv("AWS_PORT", "1")

    status = main(["--env", "local"])

    assert (status, "make up" in capsys.readouterr().err) == (2, True)


def test_elsewhere_than_in_a_repository_it_ends_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    assert main(["--sources"]) == 2
    assert "there is no terraform/" in capsys.readouterr().err
