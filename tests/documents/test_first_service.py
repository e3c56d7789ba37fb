"""The measured way to an own service is README's."""

import json
import os
from pathlib import Path

import pytest

from tests.harness.copy_of_the_repository import commit
from tests.harness.documents import commands
from tests.harness.tree import ROOT
from tools.measure.daily.first_service import STEPS, main


def test_the_measured_commands_are_those_of_readme() -> None:
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    section = page.partition("## Your own service\n")[2].partition("\n## ")[0]

    written = [" ".join(each.text.split()) for each in commands(section)]

    assert written == [" ".join(step.split()) for step in STEPS]


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty repository, with programs that record their words and fail where FAILS says so."""
    for name in ("make", "curl"):
        program = tmp_path / "bin" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(
            '#!/bin/sh\necho "$(basename $0) $1" >> "$CALLS"\n[ "$1" != "$FAILS" ]\n'
        )
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    monkeypatch.setenv("CALLS", str(tmp_path / "calls"))
    here = tmp_path / "repository"
    here.mkdir()
    commit(here, "Begin")
    monkeypatch.chdir(here)
    return here


@pytest.mark.usefixtures("repository")
def test_each_command_is_timed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0

    figures = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert figures["commands"] == len(figures["seconds"]) == len(STEPS) + 1
    assert (tmp_path / "calls").read_text().splitlines() == [
        *("make up", "make new-service", "make test-python", "make deploy-payments"),
        *("make -s", "curl --fail-with-body", "make down"),
    ]


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize("fails", ["test-python", "--fail-with-body"])
def test_a_command_that_fails_ends_the_measurement(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], fails: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAILS", fails)

    assert main([]) == 1

    assert '"minutes"' not in capsys.readouterr().out
    assert (tmp_path / "calls").read_text().splitlines()[-1] == "make down"
