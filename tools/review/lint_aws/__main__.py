"""`python -m tools.review.lint_aws [--values NAME] [--sources] [--rules]`: what AWS would refuse.

Exit status: 0 nothing found, 1 something found, 2 nothing could be linted.
"""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from tools.build.packages.code import BrokenModuleError
from tools.build.packages.package import BuildError
from tools.build.services import ServiceError
from tools.deploy.environment import LOCAL, Environment
from tools.deploy.errors import DeployError
from tools.review.lint_aws import contracts, hcl, plans, report
from tools.review.lint_aws.catalog import RULES, findings
from tools.review.lint_aws.errors import LintError
from tools.review.lint_aws.model import Subject

EXPECTED = (
    BotoCoreError,
    BrokenModuleError,
    BuildError,
    ClientError,
    ServiceError,
    DeployError,
    LintError,
)


def main(argv: Sequence[str] | None = None) -> int:
    """Lint and report; a sentence and 2 when what is to be linted cannot be read."""
    arguments = _parser().parse_args(argv)
    if arguments.rules:
        print(report.rules(RULES))
        return 0
    began = time.monotonic()
    try:
        subject = _subject(arguments)
        found = findings(subject)
    except EXPECTED as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    if found:
        print(report.found(found), end="\n\n")
    print(
        f"lint-aws: {len(RULES)} rules, {len(subject.resources)} resources, "
        f"{len(subject.documents)} documents, {len(found)} findings, "
        f"{time.monotonic() - began:.1f} s"
    )
    return 1 if found else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tools.review.lint_aws",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--env", default=os.environ.get("ENV", LOCAL), help="whose plans (ENV)")
    parser.add_argument(
        "--values",
        metavar="NAME",
        help="plan with this environment's values on what stands (VALUES)",
    )
    parser.add_argument(
        "--sources", action="store_true", help="contracts and *.tf only: quick, without an AWS"
    )
    parser.add_argument("--rules", action="store_true", help="list the rules and end")
    return parser


def _subject(arguments: argparse.Namespace) -> Subject:
    if not Path("terraform").is_dir():
        raise LintError("there is no terraform/ here; run this in the repository's top folder")
    written = hcl.read() + contracts.read()
    if arguments.sources:
        return written
    environment = Environment.named(arguments.env)
    if arguments.values:
        Environment.named(arguments.values)
        environment = plans.Standing(environment.name, values_of=arguments.values)
    environment.check_reachable()
    return written + plans.read(environment)


if __name__ == "__main__":
    sys.exit(main())
