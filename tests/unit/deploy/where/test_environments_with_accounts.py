"""Pipelines look at the environments that have an account."""

from pathlib import Path

import pytest

from tools.deploy.where import environment


def test_only_lasting_environments_with_an_account_are_planned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts = {"dev": "111111111111", "prod": environment.NO_ACCOUNT, "local": "123456789012"}
    for name, account in {**accounts, "ephemeral": "111111111111"}.items():
        text = f'environment = {{ name = "{name}", account_ids = ["{account}"] }}\n'
        (tmp_path / f"{name}.tfvars").write_text(text, encoding="utf-8")
    monkeypatch.setattr(environment, "VALUES", tmp_path)

    assert environment.with_accounts() == ["dev"]
