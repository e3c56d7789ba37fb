"""Services made in a tree that is no repository of anybody's, and commands in it."""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.harness.tree import ROOT
from tools.adopt.product import product
from tools.adopt.service import template
from tools.adopt.service.shape import Answers, shape
from tools.adopt.service.staging import FOLDERS


def make_in(tree: Path, answers: Answers) -> None:
    """Write the service into the tree, without its contract."""
    shape_ = shape(answers, tree, product(tree))
    with TemporaryDirectory(dir=tree.parent) as parent:
        folder = Path(parent) / "rendered"
        template.render(shape_, ROOT, folder, sample=False)
        for each in FOLDERS:
            (folder / each / answers.name).rename(tree / each / answers.name)


def passes(tree: Path, *command: str, **environment: str) -> None:
    """Run Python in the tree; the end of its output where it fails."""
    done = subprocess.run(
        [sys.executable, *command],
        cwd=tree,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-6000:]
