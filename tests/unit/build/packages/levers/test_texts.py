"""Code of the texts that Python's library compiles at import."""

import collections
import dataclasses
import marshal
import typing
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path
from types import CodeType

import pytest

from tools.build.packages.levers.texts import (
    EVAL,
    EXEC,
    TEXTS,
    begin,
    by_table,
    compiled,
    end,
    use,
)


@pytest.fixture(autouse=True)
def left_at_the_end() -> Iterator[None]:
    yield
    end()


@pytest.fixture
def noted() -> list[tuple[str, str]]:
    """Every compiled text, with its mode."""
    texts = []

    def note(text: str, mode: str) -> CodeType:
        texts.append((text, mode))
        return compiled(text, mode)

    use(note)
    return texts


def made() -> str:
    """One class of each kind, with its behaviour."""

    @dataclasses.dataclass(frozen=True)
    class Sum:
        amount: int
        currency: str = "EUR"

    place = namedtuple("place", "x y")
    [annotation] = typing.get_args(typing.List["int"])  # noqa: UP006
    return f"{Sum(5)} {Sum(5) == Sum(5)} {place(1, y=2)} {annotation}"


def test_the_library_asks_for_the_code_of_its_texts(noted: list[tuple[str, str]]) -> None:
    made()

    assert {mode for _, mode in noted} == {EXEC, EVAL}
    assert ("int", EVAL) in noted
    assert [text for text, _ in noted if "__init__" in text]
    assert [text for text, _ in noted if text.startswith("lambda")]


def test_what_comes_of_a_table_behaves_as_ever(noted: list[tuple[str, str]]) -> None:
    expected = made()
    table: dict[str, dict[str, CodeType]] = {EXEC: {}, EVAL: {}}
    for text, mode in noted:
        table[mode][text] = compiled(text, mode)

    use(by_table(table))

    assert made() == expected


def test_the_code_is_the_tables() -> None:
    use(by_table({EXEC: {}, EVAL: {"a text": compiled("42", EVAL)}}))

    assert vars(collections)["eval"]("a text", {}) == 42


def test_a_text_that_is_not_in_the_table_is_compiled() -> None:
    code = by_table({EXEC: {}, EVAL: {}})("40 + 2", EVAL)

    assert eval(code) == 42  # noqa: S307


def test_the_library_compiles_for_itself_again(tmp_path: Path) -> None:
    (tmp_path / TEXTS).write_bytes(marshal.dumps({EXEC: {}, EVAL: {}}))

    begin(str(tmp_path))
    began = "exec" in vars(dataclasses)
    end()

    assert began
    assert not {"exec", "eval", "compile"} & {*vars(dataclasses), *vars(collections), *vars(typing)}
