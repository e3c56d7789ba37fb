"""The edits that try reviews fit the tree, and a copy of it has all that a plan reads."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tools.deploy.terraform.footprint import files_of
from tools.deploy.terraform.root import GATEWAY, PLATFORM, Root, service_root, services
from tools.measure.reviews import fixtures
from tools.measure.reviews.copies import copy_sources
from tools.measure.reviews.fixtures import Edit

ROOT = Path(__file__).parents[2]
BUILT = ".build"
MOVE = re.compile(r"^\s*(from|to)\s*=.*$", re.MULTILINE)
BLOCK = re.compile(r'(aws_\w+)" "(\w+)"')


@pytest.mark.parametrize("path", fixtures.files(), ids=str)
def test_every_edit_finds_the_text_that_it_replaces(path: Path) -> None:
    edits = [edit for each in fixtures.read(path) for edit in each.edits]

    written = [edit for edit in edits if not edit.file.startswith(BUILT)]
    assert [edit for edit in written if not edit.fits(ROOT)] == []


@pytest.mark.parametrize("path", fixtures.files(), ids=str)
def test_an_object_that_is_renamed_is_renamed_wherever_it_is_named(path: Path) -> None:
    left = []
    for fixture in fixtures.read(path):
        edited = {(edit.file, edit.find) for edit in fixture.edits}
        for file, name in _renamed(fixture.edits):
            files = (ROOT / file).parent.glob("*.tf")
            texts = {each: MOVE.sub("", each.read_text("utf-8")) for each in files}
            named = {
                str(each.relative_to(ROOT))
                for each, text in texts.items()
                if re.search(rf"{re.escape(name)}\b", text)
            }
            spoken = {of for of, find in edited if name in find}
            left += [f"{fixture.name}: {each} has {name}" for each in sorted(named - spoken)]

    assert left == []


def _renamed(edits: Sequence[Edit]) -> Iterator[tuple[str, str]]:
    """Files with the old address of what an edit in them renames."""
    for edit in edits:
        match = BLOCK.search(edit.find)
        if match and match[0] not in edit.replace:
            yield edit.file, f"{match[1]}.{match[2]}"


@pytest.mark.parametrize("root", [PLATFORM, GATEWAY, *map(service_root, services())], ids=str)
def test_a_copied_tree_has_every_file_that_its_roots_read(root: Root, tmp_path: Path) -> None:
    copy_sources(tmp_path)

    assert _files(tmp_path, root) == _files(ROOT, root)


def _files(tree: Path, root: Root) -> set[Path]:
    folder = (tree / "terraform" / root.name).resolve()
    return {each.relative_to(tree.resolve()) for each in files_of(folder)}
