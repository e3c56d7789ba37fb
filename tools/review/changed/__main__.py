"""Runs the Python and Terraform tests that a change since BASE can affect; in doubt one more."""

import subprocess
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from tools import command
from tools.command import Ending
from tools.review.changed.affected import (
    affects_everything,
    all_tests,
    python_tests,
    terraform_folders,
)
from tools.review.changed.since import changed_files
from tools.review.checks.terraform import folders


def main(argv: Sequence[str] | None = None) -> int:
    """Run the tests; returns their exit status."""
    parser = command.parser("make test CHANGED=1", __doc__)
    parser.add_argument("--base", help="a commit; else origin/main, or main")
    parser.add_argument("--list", action="store_true", help="only name them")
    return command.run(parser, argv, _work)


def _work(arguments: Namespace) -> Ending:
    root = Path.cwd()
    changed = set(changed_files(arguments.base, root))
    tests, terraform = all_tests(root), folders()
    if not affects_everything(changed, root):
        tests = python_tests(tests, changed, root)
        terraform = terraform_folders(terraform, changed, root)
    names = [str(path.relative_to(root)) for path in tests]
    if arguments.list:
        print("\n".join([*names, *map(str, terraform)]))
        return Ending(_told(changed, names, terraform))
    status = 0
    if names:
        status = _run("pytest", "-n", "2", "--dist", "worksteal", "-m", "not slow", *names)
    if terraform:
        status = _run("tools.review.checks.terraform", "test", *map(str, terraform)) or status
    return Ending(_told(changed, names, terraform), status)


def _told(changed: set[Path], names: Sequence[str], terraform: Sequence[Path]) -> str:
    return (
        f"{len(changed)} changed files affect {len(names)} test files and "
        f"{len(terraform)} Terraform folders:"
    )


def _run(module: str, *arguments: str) -> int:
    return subprocess.run([sys.executable, "-m", module, *arguments], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
