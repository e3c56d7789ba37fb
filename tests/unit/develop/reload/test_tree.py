"""Every edit is noticed once, however the editor saves."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tools.develop.reload import tree
from tools.develop.reload.tree import State, changes, state_of


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("services/parcels/handler.py", "shared/ids.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("before = 1\n")
    return tmp_path


def rename_over(root: Path) -> None:
    scratch = root / "services/parcels/handler.py~"
    scratch.write_text("after = 22\n")
    scratch.rename(root / "services/parcels/handler.py")


def same_size_and_time(root: Path) -> None:
    path = root / "shared/ids.py"
    times = path.stat()
    scratch = path.with_suffix(".tmp")
    scratch.write_text("before = 2\n")
    os.utime(scratch, ns=(times.st_atime_ns, times.st_mtime_ns))
    scratch.rename(path)


def add(root: Path) -> None:
    (root / "services/parcels/deep").mkdir()
    (root / "services/parcels/deep/new.py").write_text("x = 1\n")


EDITS = [
    rename_over,
    same_size_and_time,
    add,
    lambda root: (root / "services/parcels/handler.py").unlink(),
    lambda root: (root / "shared/ids.py").write_text("after = 22\n"),
]
NO_EDITS = [
    lambda root: (root / "services/parcels/.handler.py.swp").write_text("x"),
    lambda root: (root / "services/parcels/.#handler.py").symlink_to("nowhere"),
    lambda root: (root / "services/parcels/README.md").write_text("x"),
    lambda root: (root / "services/parcels/__pycache__").mkdir(),
]


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_is_seen(root: Path, edit: Callable[[Path], object]) -> None:
    before = state_of(root)

    edit(root)

    assert state_of(root) != before


@pytest.mark.parametrize("edit", NO_EDITS)
def test_what_is_no_module_is_not_seen(root: Path, edit: Callable[[Path], object]) -> None:
    before = state_of(root)

    edit(root)

    assert state_of(root) == before


def state(*names: str) -> State:
    return dict.fromkeys(names, (1, 1, 1))


def test_files_that_are_saved_together_are_one_edit(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = iter([state(), state("a"), state("a", "b"), state("a", "b"), state("b"), state("b")])
    monkeypatch.setattr(tree, "state_of", lambda _: next(looks))

    seen = changes(Path(), state())
    next(seen)
    next(seen)

    assert list(looks) == []


def test_without_the_folders_there_is_nothing_to_see(tmp_path: Path) -> None:
    assert state_of(tmp_path) == {}
