"""Completion of targets, as a shell gives it."""

import subprocess
from pathlib import Path

import pytest

from tests.harness.tree import ROOT
from tools.adopt import guide

ASK = """
source {file}
COMP_WORDS=(make {word}) COMP_CWORD=1
_make_targets_here
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


@pytest.fixture
def script(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert guide.main(["completion", "bash"]) == 0
    file = tmp_path / "completion"
    file.write_text(capsys.readouterr().out)
    return file


def completed(script: Path, word: str, folder: Path) -> list[str]:
    done = subprocess.run(
        ["bash", "--norc", "-c", ASK.format(file=script, word=word)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.parametrize(
    ("word", "targets"),
    [
        ("deploy-auth", ["deploy-authorizer"]),
        ("rollback-smo", ["rollback-smoke"]),
        ("changed", ["changed-roots"]),
        ("nonsense", []),
    ],
)
def test_a_word_becomes_the_targets_that_begin_with_it(
    script: Path, word: str, targets: list[str]
) -> None:
    assert completed(script, word, ROOT) == targets


def test_a_folder_without_targets_has_none(script: Path, tmp_path: Path) -> None:
    assert completed(script, "deploy", tmp_path) == []
