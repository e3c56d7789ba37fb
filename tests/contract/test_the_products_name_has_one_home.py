"""No code names the product: names in AWS begin with shared/product.py's."""

import re
from pathlib import Path

import pytest

from shared.product import NAME

FIRST_NAME = "groundplan"
"""The name that this code was written under; an organisation's may be any word."""
ROOT = Path(__file__).parents[2]
CODE = [
    *(ROOT / "tools").rglob("*.py"),
    *(ROOT / "shared").rglob("*.py"),
    *(ROOT / "services").glob("*/*.py"),
    *(path for path in (ROOT / "terraform").rglob("*.tf") if ".terraform" not in path.parts),
    *(ROOT / "terraform/bootstrap/policies").rglob("*.yaml"),
]


def lines_with(pattern: str) -> list[str]:
    """The lines of code that match."""
    return [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in CODE
        if path != ROOT / "shared/product.py"
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(pattern, line, re.IGNORECASE)
    ]


@pytest.mark.parametrize(
    "pattern",
    [
        rf"[\"'/:]{FIRST_NAME}[-_/\"']",
        rf"\b{NAME}[-_/](local|dev|staging|prod|test|\{{|\$)",
    ],
    ids=["first name", "name in AWS"],
)
def test_no_code_names_the_product(pattern: str) -> None:
    assert lines_with(pattern) == [], (
        "in Python take shared.product, in Terraform the environment's product"
    )
