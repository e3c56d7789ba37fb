"""The texts about people that tests sent to customers, to be searched for in every log."""

import json
import os
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from tests.e2e.harness.stack import ROOT, Stack, when_it_runs, when_sent

ROOMS = ("shared", "services", "tools", "embedded_aws")
FEWEST_CHARACTERS, FEWEST_DIFFERENT = 8, 6
"""Shorter or plainer texts, such as a country, stand in logs by chance."""

texts: set[str] = set()
"""All of it, from whatever test."""
paths: set[str] = set()
"""As sent, and as read: generated requests may have a text in a path too, and paths are logged."""


def note(url: str, body: bytes | str | None) -> None:
    """Remember every text in a body that is sent to customers, and every path."""
    path = urlsplit(url).path
    paths.update((path, unquote(path)))
    if body and "/customers/" in path:
        texts.update(filter(_is_telling, _texts(body)))


def _log_all(stack: Stack) -> None:
    """Let the function log all it can, so that the search has the most to search."""
    stack.make("log-level-customers", "LEVEL=DEBUG")


when_sent.append(note)
when_it_runs.append(_log_all)


def found_in(lines: Iterable[str], folder: Path) -> list[str]:
    """The lines that have one of the texts; grep searches for thousands at once."""
    sought, haystack = folder / "sought", folder / "lines"
    public = "\n".join((*paths, *_code()))
    forms = [_as_logged(text) for text in texts]
    _write(sought, (form for each in forms if not _stands(each, public) for form in each))
    _write(haystack, (" ".join(line.splitlines()) for line in lines))
    done = subprocess.run(
        ["grep", "-a", "-F", "-f", str(sought), str(haystack)],
        env={**os.environ, "LC_ALL": "C"},
        stdout=subprocess.PIPE,
        check=False,
    )
    assert done.returncode in {0, 1}, "grep did not run"
    return done.stdout.decode("utf-8", "replace").splitlines()


def _code() -> Iterator[str]:
    """All modules but tests: Hypothesis draws texts from the literals in them, too."""
    for room in ROOMS:
        for file in (ROOT / room).rglob("*.py"):
            if "tests" not in file.relative_to(ROOT).parts:
                yield file.read_text("utf-8")


def _stands(forms: set[str], text: str) -> bool:
    return any(form in text for form in forms)


def _write(file: Path, lines: Iterable[str]) -> None:
    file.write_text("".join(f"{line}\n" for line in lines), "utf-8", "backslashreplace")


def _as_logged(text: str) -> set[str]:
    """The forms that a text has in a line: plain, in JSON, in JSON in JSON, in Python, in a URL."""
    once = {json.dumps(text, ensure_ascii=ascii_only)[1:-1] for ascii_only in (True, False)}
    twice = {json.dumps(each, ensure_ascii=False)[1:-1] for each in once}
    forms = {text, repr(text)[1:-1], quote(text, errors="replace"), *once, *twice}
    return {form for form in forms if form.isprintable()}


def _is_telling(text: str) -> bool:
    return len(text) >= FEWEST_CHARACTERS and len(set(text)) >= FEWEST_DIFFERENT


def _texts(body: bytes | str) -> Iterator[str]:
    try:
        yield from _leaves(json.loads(body))
    except ValueError:
        yield body if isinstance(body, str) else body.decode("utf-8", "replace")


def _leaves(value: Any) -> Iterator[str]:
    """The values of a body; its keys are the contract's."""
    match value:
        case dict():
            for each in value.values():
                yield from _leaves(each)
        case list():
            for each in value:
                yield from _leaves(each)
        case _:
            yield str(value)
