"""Making and updating a service: everything is ready before anything is written."""

import filecmp
import shutil
from pathlib import Path

from tools.adopt.product import product
from tools.adopt.service import callers, owners, taken, template
from tools.adopt.service.shape import Answers, Shape, shape
from tools.adopt.service.staging import FOLDERS, generate, take_over, tree_around, workshop
from tools.command import CommandError

SAMPLE = "checks/sample.json"
CONFLICT = "<<<<<<<"


def make(answers: Answers, root: Path, owner: str | None = None) -> Shape:
    """Write a new service; whatever fails, the tree stays as it was."""
    shape_ = shape(answers, root, product(root))
    taken.check_free(answers.name, root)
    callers.check(shape_.consumers, root)
    if owner:
        owners.check_owner(owner)
    with workshop(root) as work:
        template.render(shape_, root, work / "rendered", sample=not _has_sample(root))
        tree_around(work / "rendered", answers.name, root, work / "tree")
        generate(work / "tree")
        take_over(work / "tree", answers.name, root)
    file = root / owners.FILE
    if file.is_file():
        file.write_text(owners.with_service(file.read_text(encoding="utf-8"), answers.name, owner))
    return shape_


def update(name: str, root: Path) -> tuple[list[str], list[str]]:
    """Bring the template's changes to a service: the changed files, and those with conflicts."""
    answers = template.answers_of(root, name)
    shape_ = shape(answers, root, product(root))
    if template.remembered(root, name)[template.VERSION_KEY] == template.current_version(root):
        return [], []
    with workshop(root) as work:
        folder = work / "service"
        for each in FOLDERS:
            ignored = shutil.ignore_patterns("__pycache__", ".terraform")
            shutil.copytree(root / each / name, folder / each / name, symlinks=True, ignore=ignored)
        sample = (root / "services" / name / SAMPLE).exists()
        template.update(shape_, root, folder, work, sample=sample)
        changed = [path for path in _files(folder) if _differs(folder / path, root / path)]
        gone = [
            path
            for path in _files(root, name)
            if not (folder / path).is_symlink() and not (folder / path).exists()
        ]
        _write(changed, gone, folder, root)
        return sorted(changed + gone), [path for path in changed if _in_conflict(root / path)]


def _write(changed: list[str], gone: list[str], folder: Path, root: Path) -> None:
    for path in changed:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(folder / path, root / path, follow_symlinks=False)
    for path in gone:
        (root / path).unlink()


def _files(folder: Path, name: str = "*") -> list[str]:
    """The files of services in the folder, by their paths in it."""
    found_in = [path for each in FOLDERS for path in folder.glob(f"{each}/{name}/**/*")]
    without = {"__pycache__", ".terraform"}
    return [
        str(path.relative_to(folder))
        for path in found_in
        if (path.is_file() or path.is_symlink()) and not without & set(path.parts)
    ]


def _differs(new: Path, old: Path) -> bool:
    return not new.is_symlink() and not (old.exists() and filecmp.cmp(new, old, shallow=False))


def _in_conflict(path: Path) -> bool:
    return CONFLICT in path.read_text(encoding="utf-8", errors="replace")


def _has_sample(root: Path) -> bool:
    return any((root / "services").glob(f"*/{SAMPLE}"))


def check_made_from_template(name: str, root: Path) -> None:
    """CommandError for a name that no service has."""
    if not (root / "services" / name).is_dir():
        there = sorted(path.parent.name for path in (root / "services").glob("*/main.py"))
        raise CommandError(f"there is no service {name!r}; there are {', '.join(there)}")
