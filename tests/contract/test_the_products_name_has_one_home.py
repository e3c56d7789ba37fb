"""No code names the product: names in AWS begin with shared/product.py's."""

import re
from pathlib import Path

from shared.product import NAME

ROOT = Path(__file__).parents[2]
CODE = [
    *(ROOT / "tools").rglob("*.py"),
    *(ROOT / "shared").rglob("*.py"),
    *(ROOT / "services").glob("*/*.py"),
    *(path for path in (ROOT / "terraform").rglob("*.tf") if ".terraform" not in path.parts),
    *(ROOT / "terraform/bootstrap/policies").rglob("*.yaml"),
]


def test_no_code_names_the_product() -> None:
    named = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in CODE
        if path != ROOT / "shared/product.py"
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(rf"[\"'/:]{NAME}[-_/\"']", line, re.IGNORECASE)
    ]

    assert named == [], "in Python take shared.product, in Terraform the environment's product"
