"""The command over this repository: its exit status and its sentences."""

from pathlib import Path

import pytest

from tools.review.aws_rules.ruleset import RULES
from tools.review.lint_aws.__main__ import main


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
