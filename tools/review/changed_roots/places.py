"""Folders and files that a root is made of, through modules that call modules."""

from collections.abc import Iterator
from pathlib import Path

from tools.deploy.terraform.footprint import CALL, ELSEWHERE
from tools.review.changed_roots.model import Tree

TERRAFORM = "terraform"


def by_module(path: Path, tree: Tree) -> Iterator[tuple[str, str]]:
    """The roots that have the file in their folder, in a module, or read it from elsewhere."""
    name = path.relative_to(tree.folder)
    for root in tree.roots:
        for place, chain in _places(tree.folder / TERRAFORM / root, tree.folder):
            if place == path or place in path.parents:
                by = " calls ".join(chain)
                yield root, f"{name}: {by}" if len(chain) > 1 else f"{name}: a file of the root"
                break


def _places(root: Path, folder: Path) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Folders and files that a root is made of, with the chain of calls that leads there."""
    seen: set[Path] = set()
    begin: tuple[str, ...] = (str(root.relative_to(folder)),)
    waiting = [(root, begin)]
    while waiting:
        place, chain = waiting.pop(0)
        if place in seen:
            continue
        seen.add(place)
        yield place, chain
        for path in sorted(place.glob("*.tf")) if place.is_dir() else []:
            if path.is_symlink():
                waiting.append((path.resolve(), (*chain, path.name)))
            text = path.read_text(encoding="utf-8")
            for name in [*CALL.findall(text), *ELSEWHERE.findall(text)]:
                target = (path.parent / name).resolve()
                if target.is_relative_to(folder):
                    waiting.append((target, (*chain, str(target.relative_to(folder)))))
