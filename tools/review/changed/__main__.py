"""Runs the Python and Terraform tests that a change since BASE can affect; in doubt one more."""

import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path

from tools import command
from tools.command import CommandError, Ending
from tools.review.changed.affected import (
    affects_everything,
    all_tests,
    python_tests,
    terraform_folders,
)
from tools.review.checks.terraform import folders

BASES = ("origin/main", "main")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the tests; returns their exit status."""
    parser = command.parser("make test CHANGED=1", __doc__)
    parser.add_argument("--base", help="a commit; else origin/main, or main")
    parser.add_argument("--list", action="store_true", help="only name them")
    return command.run(parser, argv, _work)


def _work(arguments: Namespace) -> Ending:
    root = Path.cwd()
    changed = set(_changed(arguments.base, root))
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


def _changed(base: str | None, root: Path) -> Iterator[Path]:
    """Files that differ from the commit where the branch left the base, and untracked files."""
    begin = _lines("merge-base", _base(base), "HEAD")[0]
    for words in (
        ("diff", "--name-only", "--no-renames", begin),
        ("ls-files", "--others", "--exclude-standard"),
    ):
        yield from (root / name for name in _lines(*words))


def _base(named: str | None) -> str:
    for name in [named] if named else BASES:
        known = ["git", "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}"]
        if subprocess.run(known, capture_output=True, check=False).returncode == 0:
            return str(name)
    raise CommandError(f"there is no commit {named or BASES[0]} here; name another: BASE=…")


def _lines(*words: str) -> list[str]:
    done = subprocess.run(["git", *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise CommandError(f"git {' '.join(words)} failed: {done.stderr.strip()}")
    return done.stdout.splitlines()


if __name__ == "__main__":
    sys.exit(main())
