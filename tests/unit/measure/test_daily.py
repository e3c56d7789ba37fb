"""The daily waits, measured in a clone with a fake `make`."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tools.command import CommandError
from tools.measure.daily.__main__ import WAITS, day, main, medians
from tools.measure.daily.clone import Clone, shifting

HANDLER = Path("services/parcels/handler.py")
MAKE = f"""#!/bin/sh
echo "$@" >> "$CALLS"
case "$1" in
  watch)
    echo "Saved changes of services and shared are served at once; Ctrl-C ends this."
    while ! grep -q CHANGE {HANDLER}; do sleep 0.05; done
    echo "parcels: served after 0.1 s"
    exec sleep 60 ;;
  deploy-parcels) echo "shift traffic: parcels version 2 (0.0 s)" ;;
esac
"""


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of one file, and a `make` that records its targets."""
    program = tmp_path / "bin/make"
    program.parent.mkdir()
    program.write_text(MAKE)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("CALLS", str(tmp_path / "calls"))
    here = tmp_path / "repository"
    (here / HANDLER).parent.mkdir(parents=True)
    (here / HANDLER).write_text("handle = None\n")
    (here / HANDLER).with_name("openapi.json").write_text("{}\n")
    git = ["git", "-C", str(here), "-c", "user.name=x", "-c", "user.email=x@example.com"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "Begin"]):
        subprocess.run([*git, *words], check=True)
    monkeypatch.chdir(here)
    return here


def test_a_day_has_each_wait_once_in_a_clone_that_is_gone_afterwards(
    repository: Path, tmp_path: Path
) -> None:
    waits = dict(day(lambda: Clone.make(repository, "HEAD", tmp_path / "clone"), 0))

    assert waits.keys() == WAITS.keys()
    assert all(seconds >= 0 for seconds in waits.values())
    assert (tmp_path / "calls").read_text().splitlines() == [
        "up", "down up", "deploy-parcels", "watch", "deploy-parcels", "down",
    ]  # fmt: skip
    assert not (tmp_path / "clone").exists()


def test_a_clone_has_nothing_of_the_working_tree(repository: Path, tmp_path: Path) -> None:
    (repository / "local.txt").write_text("not committed")

    clone = Clone.make(repository, "HEAD", tmp_path / "clone")

    assert sorted(each.name for each in clone.folder.iterdir()) == [".git", "services"]
    assert clone.environment["AWS_PORT"] != clone.environment["API_PORT"]


def test_the_last_line_has_the_medians_of_both_commits(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--rounds", "1", "--before", "HEAD"]) == 0

    figures = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert figures["now"].keys() == figures["before"].keys() == WAITS.keys()
    assert repository.exists()


@pytest.mark.usefixtures("repository")
def test_one_commit_is_measured_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--rounds", "1", "--alone"]) == 0

    figures = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert figures["complete"]
    assert figures["now"].keys() == WAITS.keys()
    assert "before" not in figures


@pytest.mark.usefixtures("repository")
def test_a_benchmark_that_ends_early_tells_what_it_has(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    failing = MAKE.replace("  watch)", "  deploy-parcels) echo no deployment; exit 2 ;;\n  watch)")
    (tmp_path / "bin/make").write_text(failing)

    status = main(["--rounds", "1", "--before", "HEAD"])

    printed = capsys.readouterr()
    figures = json.loads(printed.out.splitlines()[-1])
    assert (status, figures["complete"]) == (1, False)
    assert figures["before"].keys() == {"first_run_seconds", "restart_seconds"}
    assert figures["now"] == {}
    assert "no deployment" in printed.err


@pytest.mark.usefixtures("repository")
def test_a_commit_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--rounds", "1", "--before", "nowhere"]) == 1
    assert "there is no commit nowhere here" in capsys.readouterr().err


def test_a_target_that_fails_ends_the_measurement_with_its_output(
    repository: Path, tmp_path: Path
) -> None:
    (tmp_path / "bin/make").write_text("#!/bin/sh\necho no stack; exit 2\n")
    clone = Clone.make(repository, "HEAD", tmp_path / "clone")

    with pytest.raises(CommandError, match="no stack"):
        clone.run("up")


def test_the_canary_is_told_apart() -> None:
    assert shifting("✓ shift traffic: parcels version 2,\ncatalog (61.5 s)\n✓ x (2.0 s)") == 61.5
    assert shifting("nothing was shifted") == 0


def test_medians_are_of_each_wait() -> None:
    assert medians({"now": {"restart_seconds": [3.0, 1.04, 2.0]}}) == {
        "now": {"restart_seconds": 2.0}
    }
