"""The commit with which a review compares: its sources, its contracts, its costs."""

import io
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from tools.command import CommandError
from tools.review.changed.since import began_from, lines
from tools.review.contract_changes.base import base as contracts_of
from tools.review.contract_changes.base import working_tree
from tools.review.contract_changes.change import Change
from tools.review.contract_changes.comparison import all_changes
from tools.review.plan.facts.model import Danger
from tools.review.plan.facts.sources import LOCK
from tools.review.plan.report.model import Costs
from tools.review.plan.rules import of_sources
from tools.review.plan.rules.of_sources import Tree

PACKED = (
    "services",
    "shared",
    "tools",
    "embedded_aws",
    "terraform",
    "docs/examples",
    "pyproject.toml",
)


class Base:
    """The commit where the branch left BASE."""

    def __init__(self, name: str | None) -> None:
        self.name, self.commit = began_from(name)
        self._text = cache(self._shown)

    @property
    def title(self) -> str:
        """As a reader of the review knows it."""
        return f"{self.name} ({self.commit[:7]})"

    def changed_sources(self, files: Iterable[Path]) -> list[Danger]:
        """Versions that these files ask for and did not then, and refusals that are gone."""
        names = {PurePosixPath(each.resolve().relative_to(Path.cwd().resolve())) for each in files}
        old = {
            PurePosixPath(each)
            for each in lines("ls-tree", "-r", "--name-only", self.commit, "terraform")
        }
        before = Tree(tuple(sorted(each for each in old if _may_ask(each))), self._text)
        after = Tree(tuple(sorted(each for each in names if _may_ask(each))), _here)
        return list(of_sources.dangers(before, after))

    def _shown(self, path: PurePosixPath) -> str | None:
        done = subprocess.run(
            ["git", "show", f"{self.commit}:{path}"], capture_output=True, text=True, check=False
        )
        return done.stdout if done.returncode == 0 else None

    def contract_changes(self) -> Mapping[str, tuple[Change, ...]]:
        """The changes that consumers notice, by service."""
        changes = all_changes(contracts_of(self.commit, Path.cwd()), working_tree(Path.cwd()))
        return {service: tuple(each) for service, each in changes.items()}

    def costs(self, environment: str) -> Costs:
        """The environment's costs then and now."""
        with tempfile.TemporaryDirectory() as folder:
            try:
                self._unpack(Path(folder))
                return Costs(_costs(Path(folder), environment), _costs(Path.cwd(), environment))
            except (CommandError, tarfile.TarError, ValueError, KeyError) as error:
                return Costs(unknown=str(error))

    def _unpack(self, folder: Path) -> None:
        there = [each for each in PACKED if self._has(each)]
        done = subprocess.run(
            ["git", "archive", "--format=tar", self.commit, *there],
            capture_output=True,
            check=False,
        )
        if done.returncode:
            raise CommandError(f"git archive {self.commit} failed: {done.stderr.decode().strip()}")
        with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
            archive.extractall(folder, filter="data")

    def _has(self, path: str) -> bool:
        return bool(lines("ls-tree", "--name-only", self.commit, path))


def _may_ask(path: PurePosixPath) -> bool:
    return path.suffix == ".tf" or path.name == LOCK


def _here(path: PurePosixPath) -> str | None:
    file = Path(path)
    return file.read_text(encoding="utf-8") if file.exists() else None


def _costs(tree: Path, environment: str) -> Mapping[str, Any]:
    """The last line of `make cost` there."""
    command = [sys.executable, "-m", "tools.insights.cost", "--json", "--env", environment]
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CommandError(f"`make cost` fails: {(done.stderr or done.stdout).strip()[-300:]}")
    costs: Mapping[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])["environments"][
        environment
    ]
    return costs
