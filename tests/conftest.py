"""Fixtures of all tests."""

from pathlib import Path

import pytest

from tests.harness.tree import NAME, with_sample
from tools.build.contracts.documents import committed_file, document_of, text_of

# They are tests of the sample service: they run where it stands among services.
collect_ignore = ["samples"]


@pytest.fixture
def sample_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tree with the sample service alone, as the working directory; tools find that service."""
    tree = with_sample(tmp_path / "tree")
    monkeypatch.chdir(tree)
    monkeypatch.setattr("services.__path__", [str(tree / "services")])
    committed_file(NAME).write_text(text_of(document_of(NAME)), encoding="utf-8")
    return tree
