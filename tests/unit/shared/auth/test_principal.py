"""The caller of a request, and its permissions."""

from dataclasses import replace
from typing import Any

import pytest

from shared.auth.principal import Kind, Principal, principal_of
from shared.auth.scopes import METHODS, methods_of_scopes
from shared.problems import ProblemError

ACME = Principal("client1", "client1", "acme", Kind.MACHINE, frozenset({"parcels/read"}))


def event(context: dict[str, Any] | None) -> dict[str, Any]:
    return {"requestContext": {"authorizer": context}}


def test_the_context_carries_the_principal_there_and_back() -> None:
    both = replace(ACME, scopes=frozenset({"parcels/write", "parcels/read"}))

    assert principal_of(event(both.context())) == both


def test_the_context_has_texts_alone_and_always_the_same() -> None:
    both = replace(ACME, scopes=frozenset({"parcels/write", "parcels/read"}), tier="gold")

    assert both.context() == {
        "subject": "client1",
        "client_id": "client1",
        "tenant": "acme",
        "kind": "machine",
        "scopes": "parcels/read parcels/write",
        "tier": "gold",
    }


def test_towards_a_service_a_caller_has_the_scopes_of_that_service_alone() -> None:
    everywhere = replace(
        ACME, scopes=frozenset({"parcels/read", "parcels/write", "labels/read", "parcels2/read"})
    )

    towards = everywhere.towards("parcels")

    assert towards == replace(everywhere, scopes=frozenset({"parcels/read", "parcels/write"}))


@pytest.mark.parametrize(
    "context",
    [None, {}, {"subject": "x"}, ACME.context() | {"kind": "robot"}],
)
def test_a_caller_that_nobody_vouches_for_is_refused(context: dict[str, Any] | None) -> None:
    with pytest.raises(ProblemError) as refused:
        principal_of(event(context))

    assert (refused.value.status, refused.value.detail) == (401, "The caller is not known.")


@pytest.mark.parametrize("scope", ["parcels/read"])
def test_a_scope_that_is_had_is_enough(scope: str) -> None:
    ACME.require(scope)


@pytest.mark.parametrize("scope", ["parcels/write", "parcels/admin", "labels/read"])
def test_a_scope_that_is_missing_is_named(scope: str) -> None:
    with pytest.raises(ProblemError) as refused:
        ACME.require(scope)

    assert (refused.value.status, scope in refused.value.detail) == (403, True)


def test_an_administrator_may_do_what_others_may() -> None:
    staff = Principal("s", "web", "s", Kind.PEOPLE, frozenset({"parcels/admin"}))

    staff.require("parcels/read")
    staff.require("parcels/write")
    staff.require("parcels/labels/write")


def test_an_administrator_of_a_part_is_none_of_the_service() -> None:
    part = replace(ACME, scopes=frozenset({"parcels/labels/admin"}))

    with pytest.raises(ProblemError):
        part.require("parcels/labels/write")


@pytest.mark.parametrize(
    "scope", ["parcels", "parcels/", "parcels/all", "", "/read/x", "parcels/labels/read"]
)
def test_what_is_no_scope_opens_nothing(scope: str) -> None:
    assert methods_of_scopes([scope]) == set()


def test_several_scopes_open_what_each_of_them_opens() -> None:
    assert methods_of_scopes(["parcels/read", "labels/write"]) == {
        ("parcels", "GET"),
        ("parcels", "HEAD"),
        ("labels", "POST"),
        ("labels", "PUT"),
        ("labels", "PATCH"),
        ("labels", "DELETE"),
    }


def test_read_and_write_open_different_methods() -> None:
    assert not set(METHODS["read"]) & set(METHODS["write"])
