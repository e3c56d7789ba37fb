"""Each table's nouns come back whole, and the helper that says so notices a field that is lost."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from tests.harness.round_trip import comes_back_whole

ROOT = Path(__file__).parents[2]
TABLES = sorted(each.parent.name for each in ROOT.glob("services/*/dynamodb.py"))


@dataclass(frozen=True)
class Wish:
    id: str
    note: str | None = None
    count: int = 1


class Wishes:
    """A store that keeps what its `keep` makes of a wish."""

    def __init__(self, keep: Callable[[Wish], Wish]) -> None:
        self._keep = keep
        self._wish: Wish | None = None

    def add(self, wish: Wish) -> None:
        self._wish = self._keep(wish)

    def get(self, _: Wish) -> Wish | None:
        return self._wish


class NoTables:
    def list_tables(self) -> Any:
        return {"TableNames": []}


def check(keep: Callable[[Wish], Wish]) -> None:
    comes_back_whole(Wish, NoTables, lambda _: Wishes(keep), Wishes.add, Wishes.get)()


@pytest.mark.parametrize("service", TABLES)
def test_each_service_with_a_table_has_a_round_trip(service: str) -> None:
    tests = [*ROOT.glob("tests/**/test_*.py"), *ROOT.glob("services/*/tests/**/test_*.py")]
    sources = [each.read_text(encoding="utf-8") for each in tests]

    assert [
        source
        for source in sources
        if "= comes_back_whole(" in source and f"from services.{service}.dynamodb import" in source
    ]


def test_a_store_that_keeps_everything_passes() -> None:
    check(lambda wish: wish)


@pytest.mark.parametrize("lost", [{"note": None}, {"count": 1}, {"id": "1"}])
def test_a_store_that_loses_a_field_fails(lost: dict[str, Any]) -> None:
    with pytest.raises(AssertionError):
        check(lambda wish: replace(wish, **lost))
