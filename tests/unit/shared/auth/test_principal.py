"""The caller of a request, and its permissions."""

from typing import Any

import pytest

from shared.auth.principal import Kind, Principal, principal_of
from shared.auth.scopes import METHODS, methods_of_scopes
from shared.problems import ProblemError

ACME = Principal("client1", "client1", "acme", Kind.MACHINE, frozenset({"parcels/read"}))


def event(context: dict[str, Any] | None) -> dict[str, Any]:
    return {"requestContext": {"authorizer": context}}


def test_the_context_carries_the_principal_there_and_back() -> None:
    assert principal_of(event(ACME.context())) == ACME


@pytest.mark.parametrize(
    "context",
    [None, {}, {"subject": "x"}, ACME.context() | {"kind": "robot"}],
)
def test_a_caller_that_nobody_vouches_for_is_refused(context: dict[str, Any] | None) -> None:
    with pytest.raises(ProblemError) as refused:
        principal_of(event(context))

    assert refused.value.status == 401


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


@pytest.mark.parametrize("scope", ["parcels", "parcels/", "parcels/everything", "", "/read/x"])
def test_what_is_no_scope_opens_nothing(scope: str) -> None:
    assert methods_of_scopes([scope]) == set()


def test_read_and_write_open_different_methods() -> None:
    assert not set(METHODS["read"]) & set(METHODS["write"])
