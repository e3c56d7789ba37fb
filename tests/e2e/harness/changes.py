"""Changes of a service's source, as a developer makes them, taken back afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

MARK = "X-Changed"
MARKED = f'''

_before = handle


def handle(event, context):
    """Answer as before, with a header more."""
    answer = _before(event, context)
    return {{**answer, "headers": {{**answer["headers"], "{MARK}": "yes"}}}}
'''
"""For the end of a main.py: each answer has a header that shows the change."""
BROKEN = '''

_before = handle


def handle(event, context):
    """Answer the smoke test as before, and nobody else."""
    if event.get("requestContext", {}).get("requestId") == "smoke-test":
        return _before(event, context)
    raise RuntimeError("broken")
'''
"""For the end of a main.py: it passes the smoke test, and fails every caller."""
NOT_STARTING = "\nimport no_such_module\n"
"""For the end of a main.py."""


def new_route(service: str) -> str:
    """For the end of a handler.py: a route that answers with a text."""
    return f'''

from http import HTTPStatus as _Status

from pydantic import Field as _Field

from shared.routes import Response as _Response
from shared.schema import Schema as _Schema


class AddedBody(_Schema):
    """A text."""

    text: str = _Field(examples=["added"])


@routes.get("{path_added(service)}", answer=AddedBody)
def read_added(request, port):
    """Read what was added."""
    return _Response(_Status.OK, AddedBody(text="added"))
'''


def path_added(service: str) -> str:
    """The path of the new route."""
    return f"/{service}/added/here"


@contextmanager
def edited(path: Path, before: str, after: str) -> Iterator[None]:
    """The file with one text replaced, and restored afterwards."""
    original = path.read_text(encoding="utf-8")
    assert before in original
    path.write_text(original.replace(before, after, 1), encoding="utf-8")
    try:
        yield
    finally:
        path.write_text(original, encoding="utf-8")


@contextmanager
def appended(path: Path, text: str) -> Iterator[None]:
    """The file with a text at its end, and restored afterwards."""
    original = path.read_text(encoding="utf-8")
    with edited(path, original, original + text):
        yield


def is_marked(answer: httpx.Response) -> bool:
    """Whether the changed code gave the answer."""
    return MARK in answer.headers
