"""docs/api-gateway.md: every operation of API Gateway, and what it is worth on a laptop."""

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from embedded_aws import api_operations
from tools import command
from tools.command import CommandError

DOCUMENT = Path("docs/api-gateway.md")
HEAD = """# Operations of API Gateway

Written by `make conformance` from the code and from botocore's description of REST APIs (v1).

The [embedded AWS](local-aws.md) serves {served} operations. Of {kept} more the settings are stored
and shown, but nothing here acts on them. {refused} are refused by name, with what to do instead.

| operation | request | here |
| --- | --- | --- |
"""


def document() -> str:
    """The whole page."""
    rows = list(api_operations())
    worths = [row.worth for row in rows]
    counts = {worth: worths.count(worth) for worth in ("served", "kept", "refused")}
    lines = [
        f"| {row.operation} | `{row.request}` | {row.worth}{f': {row.why}' if row.why else ''} |"
        for row in rows
    ]
    return HEAD.format(**counts) + "\n".join(lines) + "\n"


def _write(_: Namespace) -> None:
    """Write the page."""
    DOCUMENT.write_text(document(), encoding="utf-8")
    print(f"{DOCUMENT}: {len(list(api_operations()))} operations")


def _check(_: Namespace) -> None:
    """Fail when the page differs from the code."""
    if DOCUMENT.read_text(encoding="utf-8") != document():
        raise CommandError(f"{DOCUMENT} differs from the code; run `make conformance`")
    print(f"{DOCUMENT}: as in the code")


def main(argv: Sequence[str] | None = None) -> int:
    """Write the page, or exit with 1 when it differs from the code."""
    parser = command.parser("tools.review.checks.api_operations", __doc__)
    jobs = command.jobs_of(parser)
    command.job(jobs, "write", _write)
    command.job(jobs, "check", _check)
    return command.run(parser, argv)


if __name__ == "__main__":
    sys.exit(main())
