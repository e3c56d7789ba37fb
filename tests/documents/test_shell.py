"""A shell of documents tells how each command ended."""

import os
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.harness.documents import Command
from tests.harness.shell import Shell


@pytest.fixture
def anywhere(tmp_path: Path) -> Iterator[Shell]:
    """A shell in a folder that is served."""
    (tmp_path / "page").touch()
    handler = partial(SimpleHTTPRequestHandler, directory=tmp_path)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever).start()
        yield Shell(tmp_path, {**os.environ, "AWS_PORT": "1", "API_PORT": f"{server.server_port}"})
        server.shutdown()


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("true", 0),
        ("false", 1),
        ("false | true", 1),
        ("VALUE=$(exit 7)", 7),
        ("curl -s http://127.0.0.1:8080/page", 0),
        ("curl -s http://127.0.0.1:8080/no-page", 22),
        ("exit", 1),
        ("'", 1),
    ],
)
def test_a_command_tells_how_it_ended(anywhere: Shell, text: str, status: int) -> None:
    ended = [each for _, each, _, _ in anywhere.run([Command("true"), Command(text)])]

    assert ended[1] == status


def test_a_refusal_that_is_foretold_is_there(anywhere: Shell) -> None:
    refused, not_refused = Command("echo '\"status\":401'; false", "401"), Command("true", "401")

    ended = [each for _, each, _, _ in anywhere.run([refused, not_refused])]

    assert ended == [0, 1]


def test_commands_are_typed_into_one_shell(anywhere: Shell) -> None:
    texts = ["VALUE=some", 'echo "a $VALUE thing"']

    outputs = [output for _, _, _, output in anywhere.run([*map(Command, texts)])]

    assert "a some thing" in outputs[1]
