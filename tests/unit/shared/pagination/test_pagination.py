"""Cursors are good for the query and the caller that they were made for, and for no other."""

import base64
import hashlib
import hmac
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.pagination import Cursors, InvalidCursorError

CURSORS = Cursors(lambda: b"key")
POSITION = "ord_acme"


def test_a_cursor_brings_its_position_back() -> None:
    cursor = CURSORS.write(POSITION, "parcels", "acme")

    assert CURSORS.read(cursor, "parcels", "acme") == POSITION


def test_a_cursor_of_the_release_before_is_still_good() -> None:
    assert CURSORS.read("K8lyxqRAZ_tXBDTvDStKBG9yZF9hY21l", "parcels", "acme") == POSITION


def test_a_refusal_names_the_field_and_the_way_on() -> None:
    refused = InvalidCursorError()

    assert [error.field for error in refused.errors] == ["cursor"]
    assert "start again" in refused.detail


@pytest.mark.parametrize(
    "bound_to", [("parcels", "globex"), ("parcels",), ("parcels", "acme", "x")]
)
def test_a_cursor_of_another_query_or_caller_is_refused(bound_to: tuple[str, ...]) -> None:
    cursor = CURSORS.write(POSITION, "parcels", "acme")

    with pytest.raises(InvalidCursorError):
        CURSORS.read(cursor, *bound_to)


def test_a_cursor_of_another_key_is_refused() -> None:
    cursor = Cursors(lambda: b"other").write(POSITION, "acme")

    with pytest.raises(InvalidCursorError):
        CURSORS.read(cursor, "acme")


def test_a_changed_position_is_refused() -> None:
    raw = base64.urlsafe_b64decode(CURSORS.write(POSITION, "acme"))
    forged = base64.urlsafe_b64encode(raw.replace(b"acme", b"evil")).decode()

    with pytest.raises(InvalidCursorError):
        CURSORS.read(forged, "acme")


def test_a_cursor_holds_nothing_but_the_position() -> None:
    raw = base64.urlsafe_b64decode(CURSORS.write(POSITION, "parcels", "tenant"))

    assert raw[16:] == POSITION.encode()


def test_a_cursor_with_the_tables_key_in_it_is_none_any_more() -> None:
    """As they were made until positions became ids."""
    payload = b'{"pk":"TENANT#acme","sk":"ORDER#1"}'
    message = json.dumps(("parcels", "acme")).encode() + b"\0" + payload
    signature = hmac.new(b"key", message, hashlib.sha256).digest()[:16]
    cursor = base64.urlsafe_b64encode(signature + payload).decode()

    with pytest.raises(InvalidCursorError) as refused:
        CURSORS.read(cursor, "parcels", "acme")

    assert refused.value.status == 400


@given(st.text(st.characters(codec="utf-8")))
def test_every_position_comes_back(position: str) -> None:
    assert CURSORS.read(CURSORS.write(position, "parcels"), "parcels") == position


@pytest.mark.parametrize("more", ["!", " ", "\n", "=", "é"])
def test_a_cursor_has_one_spelling(more: str) -> None:
    cursor = CURSORS.write(POSITION, "acme")

    with pytest.raises(InvalidCursorError):
        CURSORS.read(cursor[:8] + more + cursor[8:], "acme")


@given(st.text())
def test_garbage_is_refused_as_a_problem(garbage: str) -> None:
    with pytest.raises(InvalidCursorError) as refused:
        CURSORS.read(garbage, "acme")

    assert refused.value.status == 400


def test_the_key_is_asked_for_when_it_is_needed() -> None:
    requests: list[int] = []
    Cursors(lambda: bytes(requests))

    assert requests == []
