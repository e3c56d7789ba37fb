"""Make a service from the template, or bring later improvements of the template to one."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from tools import command
from tools.adopt.asking import ask, confirm
from tools.adopt.service import deployed, leaving, making
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
        consumers=arguments.consumers,
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
    print(f"{' and '.join(shape.consumers)} may call it (terraform/{folder}/consumers.json).")
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


def remove(arguments: Namespace) -> Ending:
    """Delete a service from the repository, where no environment has it."""
    name = arguments.name
    leaving.check_can_leave(name, ROOT)
    sight = deployed.check_nowhere(name, ROOT)
    _say_unseen(sight.unseen)
    confirm(
        f"services/{name} and terraform/services/{name} are deleted from this folder; its "
        f"consumers lose /{name} and its scopes with the next deployment of the gateway. Delete?",
        yes=arguments.yes,
    )
    leaving.remove(name, ROOT)
    return Ending(f"{name} is removed; what was committed is still in git")


def rename(arguments: Namespace) -> Ending:
    """Give a service another name, where no environment has it."""
    name, to = arguments.name, arguments.to
    leaving.check_can_leave(name, ROOT)
    leaving.check_new_name(to, ROOT)
    sight = deployed.check_nowhere(name, ROOT)
    _say_unseen(sight.unseen)
    confirm(
        f"/{name} becomes /{to}, and the scopes {name}/… become {to}/…: every consumer has to "
        "change. Function and table get new names, and AWS renames no table: where "
        f"{name} is deployed, the new one begins without data, and the old one stays until it is "
        "destroyed. Rename?",
        yes=arguments.yes,
    )
    leaving.rename(name, to, ROOT)
    return Ending(f"{name} is {to} now; next: make format check")


def _say_unseen(unseen: Sequence[str]) -> None:
    if unseen:
        print(f"Could not be asked, for want of credentials: {', '.join(unseen)}.")


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
        "consumers": "the machines that may call it, of terraform/environments (CONSUMERS)",
        "owner": "who is asked to review it in CODEOWNERS (OWNER)",
    }.items():
        making_.add_argument(f"--{name}", default="", help=help_)
    command.job(jobs, "update", update).add_argument("name")
    removing = command.job(jobs, "remove", remove)
    renaming = command.job(jobs, "rename", rename)
    renaming.add_argument("--to", required=True, help="the new name (TO)")
    for each in (removing, renaming):
        each.add_argument("--name", required=True, help="the service (NAME)")
        each.add_argument("--yes", action="store_true", help="do not ask (YES=1)")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one job."""
    return command.run(_parser(), argv)


if __name__ == "__main__":
    sys.exit(main())
