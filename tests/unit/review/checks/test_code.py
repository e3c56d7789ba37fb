"""Findings of Bandit: those whose line says why are answered."""

from pathlib import Path
from typing import Any

import pytest

from tools.review.checks.code import has_reason


def finding(path: Path, test: str, lines: list[int]) -> dict[str, Any]:
    return {"filename": str(path), "test_id": test, "line_range": lines}


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        ("urlopen(url)\n", False),
        ("urlopen(url)  # noqa: S310 - from settings\n", True),
        ("urlopen(url)  # noqa: S311 - another rule\n", False),
        ("x = 'S310'; urlopen(url)\n", False),
    ],
)
def test_a_reason_names_the_rule_in_a_comment(tmp_path: Path, text: str, *, answered: bool) -> None:
    path = tmp_path / "a.py"
    path.write_text(text, encoding="utf-8")

    assert has_reason(finding(path, "B310", [1])) is answered
