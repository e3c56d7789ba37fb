"""Which tests a change affects, in a repository of a few files."""

from pathlib import Path

import pytest

from tools.review.changed.affected import (
    affects_everything,
    all_tests,
    python_tests,
    terraform_folders,
)

FILES = {
    "shared/__init__.py": "",
    "shared/clock.py": "NOW = 1",
    "shared/levels.json": "{}",
    "services/parcels/__init__.py": "",
    "services/parcels/model.py": "from shared import clock",
    "services/parcels/handler.py": "from services.parcels.model import clock",
    "tools/__init__.py": '"""Prose that mentions shared/levels.json is no use of it."""',
    "tools/load.py": "from pathlib import Path\nALL = Path('services').glob('*/main.py')",
    "tools/pack/__init__.py": "",
    "tools/pack/__main__.py": "import shared.clock",
    "docs/page.md": "",
    "tests/unit/test_model.py": "from services.parcels.model import clock",
    "tests/unit/test_alone.py": "say('the services, docs and tools of shared')",
    "tests/integration/conftest.py": "def pack(): run(['python', '-m', 'tools.pack'])",
    "tests/integration/test_pack.py": "def test(pack): ...",
    "tests/integration/test_without.py": "def test(): ...",
    "tests/unit/test_load.py": "def test(): from tools import load",
    "tests/unit/test_levels.py": "open('shared/levels.json')",
    "tests/contract/test_agree.py": "import json",
    "terraform/modules/table/main.tf": "",
    "terraform/modules/table/tests/table.tftest.hcl": "",
    "terraform/parcels/main.tf": 'module "table" {\n  source = "../modules/table"\n}\n',
    "terraform/alone/main.tf": 'levels = "${path.module}/../../shared/levels.json"',
    "terraform/testing/aws.tfmock.hcl": "",
}
FOLDERS = [Path("terraform/alone"), Path("terraform/modules/table"), Path("terraform/parcels")]
ALWAYS = ["tests/contract/test_agree.py"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


@pytest.mark.parametrize(
    ("changed", "affected"),
    [
        ("services/parcels/model.py", ["unit/test_load.py", "unit/test_model.py"]),
        ("services/parcels/handler.py", ["unit/test_load.py"]),
        ("shared/clock.py", ["integration/test_pack.py", "unit/test_model.py"]),
        ("shared/levels.json", ["unit/test_levels.py"]),
        ("tools/pack/__main__.py", ["integration/test_pack.py"]),
        (
            "tests/integration/conftest.py",
            ["integration/test_pack.py", "integration/test_without.py"],
        ),
        ("tests/unit/test_alone.py", ["unit/test_alone.py"]),
        ("docs/page.md", []),
    ],
)
def test_a_test_is_affected_by_what_it_imports_runs_or_reads(
    root: Path, changed: str, affected: list[str]
) -> None:
    tests = sorted((root / "tests").rglob("test_*.py"))

    chosen = python_tests(tests, {root / changed}, root)

    names = [str(each.relative_to(root)) for each in chosen]
    assert names == [*ALWAYS, *(f"tests/{each}" for each in affected)]


def test_nothing_is_affected_by_no_change(root: Path) -> None:
    assert python_tests(sorted((root / "tests").rglob("test_*.py")), set(), root) == []


@pytest.mark.parametrize(
    ("changed", "affected"),
    [
        ("terraform/modules/table/main.tf", FOLDERS[1:]),
        ("terraform/modules/table/tests/table.tftest.hcl", [FOLDERS[1]]),
        ("terraform/parcels/main.tf", [FOLDERS[2]]),
        ("shared/levels.json", [FOLDERS[0]]),
        ("terraform/testing/aws.tfmock.hcl", FOLDERS),
        ("services/parcels/model.py", []),
    ],
)
def test_a_folder_of_terraform_is_affected_by_what_it_is_made_of(
    root: Path, changed: str, affected: list[Path]
) -> None:
    assert terraform_folders(FOLDERS, {root / changed}, root) == affected


@pytest.mark.parametrize(
    ("changed", "everything"),
    [("pyproject.toml", True), ("requirements/dev.txt", True), ("README.md", False)],
)
def test_what_decides_how_tests_run_affects_them_all(
    tmp_path: Path, changed: str, everything: bool
) -> None:
    assert affects_everything([tmp_path / changed], tmp_path) is everything


def test_end_to_end_tests_are_left_out_wherever_they_are(tmp_path: Path) -> None:
    for name in ("tests/e2e", "services/parcels/tests/e2e", "services/parcels/tests"):
        (tmp_path / name).mkdir(parents=True, exist_ok=True)
        (tmp_path / name / "test_it.py").touch()

    assert all_tests(tmp_path) == [tmp_path / "services/parcels/tests/test_it.py"]
