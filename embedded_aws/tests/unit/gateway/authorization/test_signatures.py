"""The signed parts of a request, in forms that no HTTP client sends."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from embedded_aws.gateway.authorization.signatures import _request
from embedded_aws.gateway.authorization.signed_requests import Signed
from embedded_aws.gateway.incoming import Incoming


def test_what_looks_like_a_fragment_is_part_of_the_signed_path() -> None:
    incoming = Incoming("GET", "/v1/orders/7#x", "", (), "127.0.0.1", "HTTP/1.1")
    at = datetime(2026, 1, 1, tzinfo=UTC)
    signed = Signed("key", "20260101", "r", "s", "t", ("host",), "0", at, None, None)

    assert urlsplit(_request(incoming, b"", signed).url).path == "/v1/orders/7%23x"
