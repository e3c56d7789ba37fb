"""An issuer's keys: from where, how often and how long."""

import json
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import pytest

from shared.auth import jwks
from shared.auth.jwks import (
    KEEP_SECONDS,
    REFRESH_SECONDS,
    RETRY_SECONDS,
    TRUSTED_SECONDS,
    IssuerUnavailableError,
    Jwks,
)
from shared.auth.tokens import InvalidTokenError
from tests.unit.shared.auth.test_tokens import KEY, public

URL = "https://issuer.example/jwks.json"


class Issuer:
    """A JWKS document, and the number of times that it was fetched."""

    def __init__(self, *key_ids: str) -> None:
        self.key_ids = list(key_ids)
        self.fetched = 0
        self.now = 0.0

    def fetch(self, url: str) -> bytes:
        assert url == URL
        self.fetched += 1
        keys = [public(KEY, "RS256", key_id) for key_id in self.key_ids]
        return json.dumps({"keys": keys}).encode()

    def jwks(self) -> Jwks:
        return Jwks(URL, self.fetch, lambda: self.now)


class Outage(Issuer):
    """An issuer that nobody reaches any more, once it has been asked so often."""

    def __init__(self, *key_ids: str, answers: int) -> None:
        super().__init__(*key_ids)
        self.answers = answers

    def fetch(self, url: str) -> bytes:
        document = super().fetch(url)
        if self.fetched > self.answers:
            raise TimeoutError
        return document


def test_keys_are_fetched_once_an_hour() -> None:
    issuer = Issuer("a", "b")
    known = issuer.jwks()

    assert (known.get("a").key_id, known.get("b").key_id) == ("a", "b")
    issuer.now += KEEP_SECONDS
    assert known.get("a").key_id == "a"
    assert issuer.fetched == 1


def test_old_keys_are_fetched_anew() -> None:
    issuer = Issuer("known")
    known = issuer.jwks()
    known.get("known")
    issuer.now += KEEP_SECONDS + 1

    known.get("known")

    assert issuer.fetched == 2


def test_a_new_key_is_found_without_a_restart() -> None:
    issuer = Issuer("old")
    known = issuer.jwks()
    known.get("old")
    issuer.key_ids.append("new")
    issuer.now += REFRESH_SECONDS + 1

    assert known.get("new").key_id == "new"


def test_unknown_keys_do_not_hammer_the_issuer() -> None:
    issuer = Issuer("known")
    known = issuer.jwks()
    known.get("known")

    for key_id, seconds in (("x", 0), ("y", 1), ("z", REFRESH_SECONDS - 1)):
        issuer.now += seconds
        with pytest.raises(InvalidTokenError, match=r"^unknown key id$"):
            known.get(key_id)

    assert issuer.fetched == 2


def test_known_keys_are_trusted_for_a_whole_day_of_an_outage() -> None:
    issuer = Outage("known", answers=1)
    known = issuer.jwks()
    known.get("known")

    issuer.now += TRUSTED_SECONDS

    assert known.get("known").key_id == "known"


def test_without_keys_nobody_asks_again_before_the_time_has_passed() -> None:
    issuer = Outage("known", answers=0)
    known = issuer.jwks()
    with pytest.raises(TimeoutError):
        known.get("known")

    issuer.now += RETRY_SECONDS

    with pytest.raises(IssuerUnavailableError):
        known.get("known")
    assert issuer.fetched == 1


@pytest.fixture
def late() -> Event:
    """Lets the published document go, which is not sent before."""
    return Event()


@pytest.fixture
def published(late: Event) -> Iterator[str]:
    """The address of a document on this machine that is sent when `late` is set, or in a second."""

    class Document(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            late.wait(1)
            with suppress(ConnectionError):
                self.send_response(200)
                self.end_headers()
                self.wfile.write(self.path.encode())

    with ThreadingHTTPServer(("127.0.0.1", 0), Document) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/jwks.json"
        server.shutdown()


def test_the_document_behind_the_address_is_fetched(published: str, late: Event) -> None:
    late.set()

    assert jwks.fetch(published) == b"/jwks.json"


def test_an_issuer_that_does_not_answer_is_not_waited_for(
    published: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jwks, "FETCH_SECONDS", 0.1)

    with pytest.raises(TimeoutError):
        jwks.fetch(published)
