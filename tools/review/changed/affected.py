"""Finds the tests that a set of changed files can affect."""

from collections.abc import Iterable
from pathlib import Path

from tools.deploy.terraform.footprint import files_of
from tools.review.changed.mentions import PACKAGES, conftests, mentions

# They say how every test runs.
EVERYTHING = (
    "pyproject.toml",
    "requirements",
    ".python-version",
    "tools/setup",
    ".terraform-version",
)
TESTS = ("tests", "services", "embedded_aws/tests")
END_TO_END = "tests/e2e/"
"""Tests of the platform or of a service that need a stack."""
MOCKS = Path("terraform/testing")
# They compare one part of the repository with another, and are quick.
ALWAYS = Path("tests/contract")


def affects_everything(changed: Iterable[Path], root: Path) -> bool:
    """Whether one of the files affects how all tests run."""
    return any(_within(path, root / each) for path in changed for each in EVERYTHING)


def all_tests(root: Path) -> list[Path]:
    """Every test file but end-to-end tests."""
    files = (path for place in TESTS for path in (root / place).rglob("test_*.py"))
    return sorted(path for path in files if END_TO_END not in path.relative_to(root).as_posix())


def python_tests(tests: Iterable[Path], changed: set[Path], root: Path) -> list[Path]:
    """The test files that import, run or read a changed file, directly or not."""
    if not changed:
        return []
    return [path for path in tests if _within(path, root / ALWAYS) or _reaches(path, changed, root)]


def _reaches(test: Path, changed: set[Path], root: Path) -> bool:
    """Whether the test is a changed file, or reaches one."""
    if changed.intersection(conftests(test, root)):
        return True
    seen, waiting = set[Path](), [test]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        if any(_within(each, path) for each in changed):
            return True
        if path.suffix == ".py" and path.is_file():
            waiting += mentions(path, root)
        elif path.is_dir() and path != root and path.name not in {*PACKAGES, "docs", "terraform"}:
            waiting += path.rglob("*.py")
    return False


def terraform_folders(folders: Iterable[Path], changed: set[Path], root: Path) -> list[Path]:
    """The modules and roots that contain, call or test a changed file."""
    if any(_within(path, root / MOCKS) for path in changed):
        return list(folders)
    return [
        folder
        for folder in folders
        if changed & files_of(root / folder)
        or any(_within(path, root / folder / "tests") for path in changed)
    ]


def _within(path: Path, place: Path) -> bool:
    return path == place or place in path.parents
