"""Each command of README and docs runs in a copy of the repository; a page's marks name the others.

`make docs-run` runs them; the commands of a page are typed into one shell, in the page's order.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.harness.documents import Command, commands, documents
from tests.harness.shell import Shell, shell
from tests.harness.tree import ROOT

COMMANDS = {
    path: listed
    for path in documents()
    if (listed := commands((ROOT / path).read_text(encoding="utf-8")))
}


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    with shell(tmp_path_factory.mktemp("documents") / "tree") as opened:
        yield opened


@pytest.mark.slow
@pytest.mark.parametrize("path", COMMANDS, ids=str)
def test_each_command_of_a_document_runs(
    typed: Shell, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    runnable = [command for command in COMMANDS[path] if command.reason is None]
    if runnable:
        typed.begin_anew()

    ended = list(typed.run(runnable))

    with capsys.disabled():
        print(summary(path, ended))
    assert [command.text for command, status, _, _ in ended if status] == []


def summary(path: Path, ended: list[tuple[Command, int, int, str]]) -> str:
    """Each command's status and seconds, what a failed one printed, and why others are not run."""
    lines = [
        f"{status:>3} {seconds:>4} s  {command.text}{output[-3000:] if status else ''}"
        for command, status, seconds, output in ended
    ]
    unrun = [each for each in COMMANDS[path] if each.reason]
    failed = sum(bool(status) for _, status, _, _ in ended)
    lines += [f"not run     {each.text}: {each.reason}" for each in unrun]
    heading = f"\n{path}: {len(ended) - failed} run, {failed} failed, {len(unrun)} not run"
    return "\n".join([heading, *lines])
