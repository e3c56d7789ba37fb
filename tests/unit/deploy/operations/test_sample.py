"""The sample request after a start, which a service declares."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tools.deploy.operations import sample
from tools.deploy.where.environment import Environment
from tools.deploy.where.place import Place


class Api(BaseHTTPRequestHandler):
    """Creates a parcel."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        content = json.dumps({"id": "par_1", "token": self.headers["Authorization"]}).encode()
        self.send_response(201)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@pytest.fixture
def url() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Api) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture
def place() -> Place:
    return Environment("local").primary  # its values are not read


@pytest.mark.usefixtures("sample_tree")
def test_the_sample_of_a_service_is_sent_and_leads_to_what_it_created(
    place: Place, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def token(_: Place, consumer: str) -> str:
        return f"of-{consumer}"

    monkeypatch.setattr(sample, "token", token)

    sent = sample.ask(place, {"api_url": url})

    assert (sent.consumer, sent.request, sent.status) == ("acme", "POST /parcels", 201)
    assert json.loads(sent.body)["token"] == "Bearer of-acme"
    assert sent.again == "/parcels/par_1"


def test_without_a_service_the_health_is_asked(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    urls: list[str] = []

    def answered(url: str, *_: object) -> tuple[int, str]:
        urls.append(url)
        return 200, '{"status": "ok"}'

    monkeypatch.setattr(sample, "_asked", answered)

    assert sample.ask(place, {"api_url": "http://api"}).again == "/health"
    assert urls == ["http://api/health"]
