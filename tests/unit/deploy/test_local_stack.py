"""The embedded AWS of this machine: what it has kept, and how it is started."""

from argparse import Namespace
from pathlib import Path

import pytest

from tools.command import CommandError
from tools.deploy.commands import stack
from tools.deploy.local_stack import Starting, is_new
from tools.deploy.where import cloud
from tools.deploy.where.environment import named


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an embedded AWS that does not run."""
    monkeypatch.setenv("LOCAL_DIR", str(tmp_path))
    monkeypatch.setenv("AWS_PORT", "1")
    return tmp_path


@pytest.mark.parametrize("names", [[], ["snapshot.pickle", "journal-0a1b2c3d"]])
def test_a_run_that_never_came_to_its_end_is_the_first(folder: Path, names: list[str]) -> None:
    for name in names:
        (folder / name).write_bytes(b"")

    assert is_new()


def test_the_outputs_are_left_by_a_whole_run(folder: Path) -> None:
    (folder / "outputs.json").write_text("{}")

    assert not is_new()


def test_the_console_is_told_where_nobody_can_open_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert folder
    monkeypatch.setattr(cloud, "health", lambda _: {})

    stack.show_console(named("local").primary, Namespace(print=False))

    assert capsys.readouterr().out == "http://127.0.0.1:1/_local/console/\n"


def test_one_that_does_not_start_is_told_when_it_is_waited_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOCAL_DIR", str(folder / "file"))
    (folder / "file").write_text("no folder")

    starting = Starting()

    with pytest.raises(CommandError, match="file"):
        starting.wait()
