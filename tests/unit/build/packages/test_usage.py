"""The AWS services and operations that a service's code calls."""

from pathlib import Path

import pytest

from tools.build.packages.code import own_modules
from tools.build.packages.usage import ALONE, usage_of

BATCH = "aws_lambda_powertools.utilities.batch"


@pytest.mark.parametrize(
    "line",
    [
        f"from {BATCH} import BatchProcessor",
        "from aws_lambda_powertools.utilities import batch",
        f"import {BATCH}.types as types",
    ],
)
def test_a_package_that_is_imported_is_kept(tmp_path: Path, line: str) -> None:
    (tmp_path / "main.py").write_text(f"def handle() -> None:\n    {line}\n")

    assert usage_of([Path("main.py")], tmp_path).unused == ALONE - {BATCH}


def test_operations_are_those_whose_methods_are_named(tmp_path: Path) -> None:
    source = "table = aws.client('dynamodb')\ntable.put_item()\nother.wait()\n"
    (tmp_path / "main.py").write_text(source)

    assert usage_of([Path("main.py")], tmp_path).operations == {"dynamodb": {"PutItem"}}


def test_a_package_carries_neither_checks_nor_tests(tmp_path: Path) -> None:
    service = tmp_path / "services/parcels"
    for name in ("main.py", "checks/stand_ins.py", "tests/test_parcels.py"):
        (service / name).parent.mkdir(parents=True, exist_ok=True)
        (service / name).touch()
    (tmp_path / "services/__init__.py").touch()

    carried = {str(path) for path in own_modules("parcels", tmp_path)}

    assert carried == {"services/__init__.py", "services/parcels/main.py"}
