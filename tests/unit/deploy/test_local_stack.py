"""The embedded AWS of this machine: what it has kept, and how it is started."""

from pathlib import Path

import pytest

from tools.command import CommandError
from tools.deploy import local_stack
from tools.deploy.local_stack import Starting, is_empty


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an embedded AWS that does not run."""
    monkeypatch.setenv("LOCAL_DIR", str(tmp_path))
    monkeypatch.setenv("AWS_PORT", "1")
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_before_the_first_run_there_is_nothing() -> None:
    assert is_empty()


@pytest.mark.parametrize("name", ["snapshot.pickle", "journal-0a1b2c3d"])
def test_what_an_earlier_run_has_kept_is_seen(folder: Path, name: str) -> None:
    """Also that of a run which was killed before its first snapshot."""
    (folder / name).write_bytes(b"")

    assert not is_empty()


def test_one_that_runs_is_not_taken_for_empty(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_stack, "health", lambda _: {"status": "ok"})

    assert not is_empty()
    assert list(folder.iterdir()) == []


def test_one_that_does_not_start_is_told_when_it_is_waited_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOCAL_DIR", str(folder / "file"))
    (folder / "file").write_text("no folder")

    starting = Starting()

    with pytest.raises(CommandError, match="file"):
        starting.wait()
