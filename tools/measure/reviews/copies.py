"""Copies of the tree in which roots are edited, and roots in such copies."""

import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tools.deploy.terraform.footprint import files_of
from tools.deploy.terraform.root import Root
from tools.deploy.where.place import Place
from tools.review.plan.facts.sources import MODULE, SOURCE


@dataclass(frozen=True)
class CopiedRoot(Root):
    """A root of a copied tree, with the data folder of the original: modules and provider."""

    tree: Path = Path()

    @property
    def folder(self) -> Path:
        """The folder in the copy."""
        return self.tree / "terraform" / self.name

    def state_key(self, place: Place) -> str:
        """The key of the original's state."""
        return Root(self.name).state_key(place)

    def data_folder(self, place: Place) -> Path:
        """The original's, unless the copy calls other modules."""
        if _calls(self.folder) == _calls(Root(self.name).folder):
            return super().data_folder(place)
        return self.tree / ".terraform"


def copy_sources(tree: Path) -> None:
    """Copy Terraform's folders, and what they read outside of them."""
    ignored = shutil.ignore_patterns(".terraform", "tests", "testing")
    shutil.copytree("terraform", tree / "terraform", symlinks=True, ignore=ignored)
    for path in _read_elsewhere():
        (tree / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, tree / path)


@cache
def _read_elsewhere() -> tuple[Path, ...]:
    """The files outside of `terraform` that a root or a module reads."""
    here_, terraform = Path.cwd().resolve(), Path("terraform").resolve()
    files = {path for folder in terraform.rglob("*") if folder.is_dir() for path in _of(folder)}
    return tuple(sorted(each.relative_to(here_) for each in files))


def _of(folder: Path) -> set[Path]:
    terraform = Path("terraform").resolve()
    return {path for path in files_of(folder) if not path.is_relative_to(terraform)}


def _calls(folder: Path) -> list[tuple[str, str]]:
    """The modules that a root and its modules call, by name and source."""
    files = [path for path in files_of(folder.resolve()) if path.suffix == ".tf"]
    blocks = [each for path in files for each in MODULE.findall(path.read_text(encoding="utf-8"))]
    return sorted((name, source) for name, body in blocks for source in SOURCE.findall(body))
