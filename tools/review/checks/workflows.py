"""Checks that the GitHub workflows are valid (actionlint) and safe (zizmor)."""

import shutil
import subprocess
import sys
from pathlib import Path

WORKFLOWS = Path(".github/workflows")


def main() -> int:
    """Run both linters offline; 1 when either has findings."""
    binaries = str(Path(sys.executable).parent)
    files = sorted(str(path) for path in WORKFLOWS.glob("*.yml"))
    commands = [
        [shutil.which("actionlint", path=binaries) or "actionlint", *files],
        [shutil.which("zizmor", path=binaries) or "zizmor", "--offline", "--quiet", str(WORKFLOWS)],
    ]
    return max(min(subprocess.run(command, check=False).returncode, 1) for command in commands)


if __name__ == "__main__":
    sys.exit(main())
