"""Fixtures of all tests."""

from pathlib import Path

import pytest

from tests.harness.tree import with_sample

# They are tests of the sample service: they run where it stands among services.
collect_ignore = ["samples"]


@pytest.fixture
def sample_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tree with the sample service alone, as the working directory; tools find that service."""
    tree = with_sample(tmp_path / "tree")
    monkeypatch.chdir(tree)
    monkeypatch.setattr("services.__path__", [str(tree / "services")])
    return tree
