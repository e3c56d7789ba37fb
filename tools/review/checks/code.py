"""`make bandit`: what Bandit finds in the code, unless its line says why it is right.

Ruff has most of Bandit's rules under the same numbers, so one comment answers both:
`# noqa: S310 - from settings` is a reason for B310. A finding without a reason fails the command.
"""

import json
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tools import command
from tools.command import CommandError, Ending

LOOKED_AT = ("shared", "services", "tools", "embedded_aws")
FOUND = 1
"""Bandit's exit status with findings; above it has not run."""


def findings() -> list[str]:
    """The findings without a reason, each with its place."""
    options = ("--quiet", "--format", "json", "--configfile", "pyproject.toml", "--recursive")
    done = subprocess.run(
        (sys.executable, "-m", "bandit", *options, *LOOKED_AT),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode > FOUND:
        raise CommandError(f"Bandit did not run: {done.stderr.strip()[-400:]}")
    report = json.loads(done.stdout)
    broken = [f"{each['filename']}: {each['reason']}" for each in report["errors"]]
    return broken + list(_unexplained(report["results"]))


def _unexplained(results: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for each in results:
        if not has_reason(each):
            place = f"{each['filename']}:{each['line_number']}"
            yield f"{place}: {each['test_id']} {each['issue_text']}"


def has_reason(result: Mapping[str, Any]) -> bool:
    """Whether one of the finding's lines names the rule in a comment for Ruff."""
    lines = Path(result["filename"]).read_text(encoding="utf-8").splitlines()
    number = f"S{result['test_id'].removeprefix('B')}"
    looked_at = range(min(result["line_range"]) - 1, max(result["line_range"]) + 1)
    comments = (lines[at].partition("# noqa: ")[2] for at in looked_at if at < len(lines))
    return any(number in each for each in comments)


def _scan(_: Namespace) -> Ending:
    left = findings()
    print("\n".join(left))
    return Ending(f"{len(left)} findings without a reason", 1 if left else 0)


def main(argv: Sequence[str] | None = None) -> int:
    """Scan the code."""
    return command.run(command.parser("make bandit", __doc__), argv, _scan)


if __name__ == "__main__":
    sys.exit(main())
