"""The edits that try reviews fit the tree, so that no benchmark of minutes has to find it out."""

from pathlib import Path

import pytest

from tools.measure.reviews import fixtures

ROOT = Path(__file__).parents[2]
BUILT = ".build"


@pytest.mark.parametrize("path", fixtures.files(), ids=str)
def test_every_edit_finds_the_text_that_it_replaces(path: Path) -> None:
    edits = [edit for each in fixtures.read(path) for edit in each.edits]

    written = [edit for edit in edits if not edit.file.startswith(BUILT)]
    assert [edit for edit in written if not edit.fits(ROOT)] == []
