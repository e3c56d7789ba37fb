"""Commands in documents are commands of this repository: each `make` target is there."""

import re
from pathlib import Path

import pytest

from tests.harness.documents import documents
from tests.harness.tree import ROOT

COMMAND = re.compile(r"(?:^|[`(&;|] ?|sudo )(?:\w+=\S+ )*make((?: +[^\s`#;&|)]+)+)", re.MULTILINE)
TARGET = re.compile(r"[a-z][a-z0-9_<>%-]*")
# A service's name, one that a reader would give too, or its place in a sentence.
SERVICE = r"(?:[a-z][a-z0-9]*|<\w+>)"


def targets() -> list[re.Pattern[str]]:
    """Each target of the Makefile as a pattern."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    names = re.findall(r"^([a-z][\w%-]*):", text, re.MULTILINE)
    return [re.compile(re.escape(name).replace("%", SERVICE)) for name in names]


def commands(text: str) -> list[str]:
    """The targets that the text's commands name; words after them are settings or prose."""
    named = []
    for block in re.findall(r"```(?:sh|bash|console)?\n(.*?)```|`([^`\n]+)`", text, re.DOTALL):
        for match in COMMAND.finditer(block[0] or block[1]):
            words = match[1].split()
            named += [word for word in words if TARGET.fullmatch(word) and "=" not in word]
    return named


@pytest.mark.parametrize("path", documents(), ids=str)
def test_every_target_in_a_document_is_there(path: Path) -> None:
    known = targets()

    unknown = {
        name
        for name in commands((ROOT / path).read_text(encoding="utf-8"))
        if not any(pattern.fullmatch(name) for pattern in known)
    }
    assert unknown == set()


def test_a_target_that_there_is_not_would_be_seen() -> None:
    text = "```sh\nENV=dev make deploy-orders up  # all of it\n```\nRun `make nonsense X=1`."

    assert commands(text) == ["deploy-orders", "up", "nonsense"]
