"""The routes that a change of contract removes, and those that both versions have."""

import pytest

from tools.deploy.releases.intersection import Contract, removes, shared, text_of


def contract(*operations: str) -> Contract:
    """A contract with these routes (`"GET /parcels"`), each path with its preflight."""
    paths: dict[str, dict[str, object]] = {}
    for operation in operations:
        verb, path = operation.lower().split(" ")
        paths.setdefault(path, {"options": {}})[verb] = {"summary": operation}
    return {"paths": paths, "components": {"schemas": {}}}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (["GET /a"], ["GET /a"], False),
        (["GET /a"], ["GET /a", "POST /a"], False),
        (["GET /a", "POST /a"], ["GET /a"], True),
        (["GET /a", "GET /b"], ["GET /a"], True),
        (["GET /a"], ["POST /a"], True),
        ([], ["GET /a"], False),
    ],
)
def test_a_lost_operation_is_a_removal(old: list[str], new: list[str], expected: bool) -> None:
    assert removes(contract(*old), contract(*new)) is expected


def test_what_is_shared_suits_both_versions() -> None:
    both = shared(
        contract("GET /a", "POST /a", "GET /b"), contract("GET /a", "GET /c", "DELETE /a")
    )

    assert both["paths"] == contract("GET /a")["paths"]


def test_a_path_with_nothing_but_its_preflight_is_gone() -> None:
    assert shared(contract("GET /a"), contract("POST /a"))["paths"] == {}


def test_the_same_contract_has_the_same_text() -> None:
    assert text_of({"b": 1, "a": 2}) == text_of({"a": 2, "b": 1})
