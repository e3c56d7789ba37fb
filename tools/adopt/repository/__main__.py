"""Make this repository an organisation's own: asks, or takes arguments; what is not said stays."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

from tools import command
from tools.adopt.asking import ask
from tools.adopt.repository import writing
from tools.adopt.repository.values import NONE, Values, check, current
from tools.command import Ending

ROOT = Path()
HELP = {
    "organisation": "GitHub's organisation, whose teams review (CODEOWNERS)",
    "product": "the name with which every name in AWS begins",
    "region": "AWS's region of the environments in the cloud",
    "accounts": 'account ids: "dev=111122223333 prod=…", or one for all',
    "domain": "the API's domain, or none",
    "repository": "owner/name on GitHub, or none",
    "keep": "services to keep, with spaces between, or none",
}


def init(arguments: Namespace) -> Ending:
    """Write the values; a second run with the same changes nothing."""
    before = current(ROOT)
    values = Values(
        **{
            each.name: ask(
                each.name.upper(),
                getattr(arguments, each.name),
                HELP[each.name],
                getattr(before, each.name),
            )
            for each in fields(Values)
        }
    )
    check(values, ROOT)
    changed = writing.write(values, ROOT)
    for path in changed:
        print(f"changed  {path}")
    if values.domain not in {NONE, before.domain}:
        print("The domain needs a certificate: docs/operations/environments.md says how.")
    if not changed:
        return Ending("everything stays as it is")
    return Ending(f"{len(changed)} changes; next: make contracts callers check")


def _parser() -> ArgumentParser:
    parser = command.parser("make init", __doc__)
    for name, help_ in HELP.items():
        parser.add_argument(f"--{name}", default="", help=f"{help_} ({name.upper()})")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Ask, check and write."""
    return command.run(_parser(), argv, init)


if __name__ == "__main__":
    sys.exit(main())
