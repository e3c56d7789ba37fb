"""Make a service from the template, or bring later improvements of the template to one."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from tools import command
from tools.adopt.asking import ask
from tools.adopt.service import making
from tools.adopt.service.shape import Answers
from tools.command import CommandError, Ending

ROOT = Path()


def new(arguments: Namespace) -> Ending:
    """Write a service with its Terraform root, tests, contract and page."""
    answers = Answers(
        name=ask("NAME", arguments.name, "the service: its path and its scopes, as in payments"),
        resource=ask("RESOURCE", arguments.resource, "the thing that it keeps, as in payment"),
        fields=ask("FIELDS", arguments.fields, "its fields, as in amount:int currency:str"),
        queries=ask("QUERIES", arguments.queries, "lists, as in by customer newest first", ""),
        plural=arguments.plural,
    )
    shape = making.make(answers, ROOT, arguments.owner or None)
    added = [
        field.name
        for field in shape.fields
        if f"{field.name}:" not in answers.fields.replace(" ", "")
    ]
    for name in added:
        print(f"A list goes by {name}, which is no field: it became a text (str).")
    folder = f"services/{answers.name}"
    print(f"{folder} serves {shape.path}; terraform/{folder} is its root.")
    print(f"Next: make check test deploy-{answers.name}  (make up first, for a stack of your own)")
    return Ending(f"{answers.name} is written")


def update(arguments: Namespace) -> Ending:
    """Bring the template's changes to a service made from it."""
    making.check_made_from_template(arguments.name, ROOT)
    changed, conflicts = making.update(arguments.name, ROOT)
    for path in changed:
        print(f"{'conflict' if path in conflicts else 'changed '}  {path}")
    if conflicts:
        raise CommandError(
            f"{len(conflicts)} of {len(changed)} files have conflicts, between <<<<<<< and "
            ">>>>>>>; settle them, then run `make contracts callers check`"
        )
    if not changed:
        return Ending(f"{arguments.name} is as the template has it, or as you have made it")
    return Ending(f"{arguments.name}: {len(changed)} files changed; run `make contracts callers`")


def _parser() -> ArgumentParser:
    parser = command.parser("tools.adopt.service", __doc__)
    jobs = command.jobs_of(parser)
    making_ = command.job(jobs, "new", new)
    for name, help_ in {
        "name": "the service, one word of lower-case letters and digits (NAME)",
        "resource": "the thing that it keeps, in the singular (RESOURCE)",
        "fields": "name:type with spaces between; str, int, bool, datetime, enum(a,b) (FIELDS)",
        "queries": "lists with commas between: by customer newest first (QUERIES)",
        "plural": "the noun for many, where it is not the usual plural (PLURAL)",
        "owner": "who is asked to review it in CODEOWNERS (OWNER)",
    }.items():
        making_.add_argument(f"--{name}", default="", help=help_)
    command.job(jobs, "update", update).add_argument("name")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one job."""
    return command.run(_parser(), argv)


if __name__ == "__main__":
    sys.exit(main())
