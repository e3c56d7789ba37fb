"""Removing and renaming a service: what it means is said first."""

import re
import shutil
from pathlib import Path

from tools.adopt.product import product
from tools.adopt.repository.values import callees, services
from tools.adopt.repository.writing import take_out
from tools.adopt.service import names, owners, taken
from tools.adopt.service.staging import FOLDERS, generate, take_over, tree_around, workshop
from tools.command import CommandError


def check_can_leave(name: str, root: Path) -> None:
    """CommandError for a service that is not there, is the platform's, or is called by another."""
    there = services(root)
    if not (root / "services" / name / "main.py").is_file() or not name:
        raise CommandError(f"there is no service {name!r}; there are {', '.join(there)}")
    if name not in there:
        raise CommandError(f"{name} is the platform's own: every environment needs it")
    callers = [other for other in there if other != name and name in callees(other, root)]
    if callers:
        raise CommandError(
            f"{callers[0]} calls {name}; take that call out of services/{callers[0]} first"
        )


def remove(name: str, root: Path) -> None:
    """Delete the service's two folders and its lines in CODEOWNERS."""
    take_out(name, root)


def check_new_name(to: str, root: Path) -> None:
    """CommandError for a name that no service can have, or that one has."""
    names.check_name(to, root, product(root), "TO")
    taken.check_free(to, root, "TO")


def rename(name: str, to: str, root: Path) -> None:
    """Write the service under its new name, and delete the old one; all or nothing."""
    check_new_name(to, root)
    with workshop(root) as work:
        for each in FOLDERS:
            ignored = shutil.ignore_patterns("__pycache__", ".terraform")
            copy = work / "renamed" / each / to
            shutil.copytree(root / each / name, copy, symlinks=True, ignore=ignored)
            _rename_files(copy, name, to)
        _add_moved(work / "renamed/terraform/services" / to / "main.tf", name, to)
        tree_around(work / "renamed", to, root, work / "tree")
        (work / "tree/services" / name).unlink()
        (work / "tree/terraform/services" / name).unlink()
        generate(work / "tree")
        take_over(work / "tree", to, root)
    file = root / owners.FILE
    lines = file.read_text(encoding="utf-8") if file.is_file() else ""
    owner = re.search(rf"^/services/{name}/\s+(.+)$", lines, re.MULTILINE)
    take_out(name, root)
    if owner:
        text = file.read_text(encoding="utf-8")
        file.write_text(owners.with_service(text, to, owner[1]), encoding="utf-8")


def _rename_files(folder: Path, name: str, to: str) -> None:
    """The new name in every text and file name, where the old one is a word or a part of one."""
    old, upper = (rf"(?<![A-Za-z0-9]){word}(?![A-Za-z0-9])" for word in (name, name.upper()))
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_file() and not path.is_symlink():
            text = path.read_text(encoding="utf-8")
            path.write_text(re.sub(upper, to.upper(), re.sub(old, to, text)), encoding="utf-8")
        new = re.sub(old, to, path.name)
        if new != path.name:
            path.rename(path.with_name(new))


def _add_moved(file: Path, name: str, to: str) -> None:
    text = file.read_text(encoding="utf-8")
    moved = f"\nmoved {{\n  from = module.{name}\n  to   = module.{to}\n}}\n"
    file.write_text(text + moved, encoding="utf-8")
