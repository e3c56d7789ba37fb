"""`python -m tools.review.lint_aws [--values NAME] [--sources] [--rules]`.

Reports what AWS would refuse. Exit status: 0 no findings, 1 findings, 2 could not lint.
"""

import os
import sys
from argparse import Namespace
from collections.abc import Sequence

from tools import command
from tools.command import Ending
from tools.deploy.where.cloud import LOCAL
from tools.deploy.where.environment import named
from tools.deploy.where.rehearsal import Standing
from tools.review.aws_rules import report
from tools.review.aws_rules.model import Subject
from tools.review.aws_rules.ruleset import RULES, findings
from tools.review.lint_aws import subjects


def _lint(arguments: Namespace) -> Ending | None:
    if arguments.rules:
        print(report.rules(RULES))
        return None
    subject = _subject(arguments)
    faults = findings(subject)
    if faults:
        print(report.faults(faults), end="\n\n")
    return Ending(
        f"lint-aws: {len(RULES)} rules, {len(subject.resources)} resources, "
        f"{len(subject.documents)} documents, {len(faults)} findings",
        1 if faults else 0,
    )


def _subject(arguments: Namespace) -> Subject:
    written = subjects.written()
    if arguments.sources:
        return written
    environment = named(arguments.env)
    if arguments.values:
        named(arguments.values)
        environment = Standing(environment.name, values_of=arguments.values)
    environment.primary.check_reachable()
    return written + subjects.plans(environment.primary)


def main(argv: Sequence[str] | None = None) -> int:
    """Lint and report; a message and 2 when plans, contracts or sources cannot be read."""
    parser = command.parser("tools.review.lint_aws", __doc__)
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
    return command.run(parser, argv, _lint, failure=2)


if __name__ == "__main__":
    sys.exit(main())
