"""The journal's requests: recorded before they are answered, and replayed after a kill."""

import io
import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypedDict

from moto.server import DomainDispatcherApplication, create_backend_app

from embedded_aws.endpoint import failures
from embedded_aws.state import chance, journal

KIND = "request"
_report = logging.getLogger(__name__)


class Kept(TypedDict):
    """One request in the journal."""

    environ: dict[str, str]
    body: bytes
    seed: int
    at: float


@contextmanager
def kept(environ: Mapping[str, Any]) -> Iterator[None]:
    """Record a request whose body was read, then let the block answer it."""
    seed, at = chance.new_seed(), time.time()
    texts = {name: value for name, value in environ.items() if isinstance(value, str)}
    body = environ["wsgi.input"].getvalue()
    journal.note(KIND, Kept(environ=texts, body=body, seed=seed, at=at))
    with chance.repeatable(seed, at):
        yield


def replayer() -> Callable[[Any], None]:
    """A function that answers a recorded request again, and logs failures."""
    moto = DomainDispatcherApplication(create_backend_app)

    def replay(request: Kept) -> None:
        environ = _environ(request)
        try:
            with chance.repeatable(request["seed"], request["at"]):
                list(moto(environ, lambda *_: None))
        except Exception:  # noqa: BLE001 - it failed when it came, too, or hangs on what is no more
            _report.warning("%s was not replayed", failures.operation_of(environ), exc_info=True)

    return replay


def _environ(request: Kept) -> dict[str, Any]:
    return {
        **request["environ"],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(request["body"]),
        "wsgi.input_terminated": True,
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
