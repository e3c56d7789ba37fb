"""Checks that the GitHub workflows are valid (actionlint) and safe (zizmor)."""

import shutil
import subprocess
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from tools import command

WORKFLOWS = Path(".github/workflows")


def _lint(_: Namespace) -> int:
    binaries = str(Path(sys.executable).parent)
    files = sorted(str(path) for path in WORKFLOWS.glob("*.yml"))
    commands = [
        [shutil.which("actionlint", path=binaries) or "actionlint", *files],
        [
            *(shutil.which("zizmor", path=binaries) or "zizmor", "--offline", "--quiet"),
            *("--persona", "auditor", str(WORKFLOWS.parent)),
        ],
    ]
    return max(min(subprocess.run(command, check=False).returncode, 1) for command in commands)


def main(argv: Sequence[str] | None = None) -> int:
    """Run both linters offline; 1 when either has findings."""
    return command.run(command.parser("tools.review.checks.workflows", __doc__), argv, _lint)


if __name__ == "__main__":
    sys.exit(main())
