"""Each command of a page can be run by `make docs-run`, or a mark of the page says why not."""

import re
from pathlib import Path

import pytest

from tests.harness.documents import Command, Mark, commands, documents, marks
from tests.harness.tree import ROOT

NOT_HERE = re.compile(r"ENV=(?!pr-)|<\w+>|…|example\.com|^(make (-s )?(run|watch)|aws|gh|sudo)\b")
"""An account of AWS, a value of the reader's own, an end that somebody has to wait for."""
SHELLS = re.compile(r"^ *```(?:bash|shell|console|zsh)?\n[^`]*?^ *(?:\$ )?make ", re.MULTILINE)


def text_of(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", documents(), ids=str)
def test_what_cannot_run_here_has_a_mark(path: Path) -> None:
    unmarked = [each.text for each in commands(text_of(path)) if each.reason is None]

    assert [text for text in unmarked if NOT_HERE.search(text)] == []


@pytest.mark.parametrize("path", documents(), ids=str)
def test_each_mark_keeps_some_command_from_running(path: Path) -> None:
    reasons = {each.reason for each in commands(text_of(path))}

    assert [mark.pattern for mark in marks(text_of(path)) if mark.reason not in reasons] == []


@pytest.mark.parametrize("path", documents(), ids=str)
def test_each_mark_is_read(path: Path) -> None:
    begun = re.findall(r"^ *<!-- *not run", text_of(path), re.MULTILINE | re.IGNORECASE)

    assert len(begun) == len(marks(text_of(path)))


@pytest.mark.parametrize("path", documents(), ids=str)
def test_commands_stand_in_blocks_that_are_run(path: Path) -> None:
    blocks = re.sub(r"^ *```sh\n.*?^ *```$", "", text_of(path), flags=re.DOTALL | re.MULTILINE)

    assert SHELLS.findall(blocks) == []


def test_a_command_ends_before_its_comment() -> None:
    page = (
        "```sh\nmake up X='#1' \\\n  Y=2   # starts it\n# no command\ncurl $API # 401: why\n```\n"
        "```text\nmake\n```\n"
    )

    assert commands(page) == [Command("make up X='#1'    Y=2"), Command("curl $API", "401")]


def test_a_mark_says_why_a_command_is_not_run() -> None:
    page = "<!-- not run: `^make (up|down)`: it takes\nlong -->\n```sh\nmake up\nmake test\n```\n"

    assert marks(page) == [Mark("^make (up|down)", "it takes long")]
    assert commands(page) == [Command("make up", None, "it takes long"), Command("make test")]
