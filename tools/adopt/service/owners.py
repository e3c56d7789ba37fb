"""CODEOWNERS: the lines of a service, which a team changes to its own name."""

import re
from collections.abc import Sequence
from pathlib import Path

from tools.command import CommandError

FILE = Path(".github/CODEOWNERS")
OWNER = re.compile(r"@[\w.-]+(/[\w.-]+)?|[^@\s]+@[^@\s]+\.[^@\s]+")
CONTRACTS = "/services/*/openapi.json"
"""The line that stays behind all services': the last one that matches counts."""


def check_owner(owner: str) -> None:
    """CommandError with one sentence for what GitHub takes for no owner."""
    if not owner.split() or not all(OWNER.fullmatch(each) for each in owner.split()):
        raise CommandError(
            f"{owner!r} owns nothing on GitHub: an owner is a team, a person or an e-mail address, "
            "as in OWNER=@acme/payments"
        )


def with_service(text: str, name: str, owner: str | None = None) -> str:
    """The file with the service's lines: by default of whoever owns everything, and Terraform's."""
    lines = without_service(text, name).splitlines()
    new = [
        _line(f"/services/{name}/", owner or _owner(lines, "*")),
        _line(f"/terraform/services/{name}/", owner or _owner(lines, "/terraform/")),
    ]
    place = next((i for i, line in enumerate(lines) if line.startswith(CONTRACTS)), len(lines))
    return "\n".join([*lines[:place], *new, *lines[place:]]) + "\n"


def without_service(text: str, name: str) -> str:
    """The file without the service's lines."""
    own = re.compile(rf"/(terraform/)?services/{re.escape(name)}/\s")
    return "".join(line for line in text.splitlines(keepends=True) if not own.match(line))


def _owner(lines: Sequence[str], pattern: str) -> str:
    owners = [line.split(maxsplit=1)[1] for line in lines if line.split()[:1] == [pattern]]
    return owners[-1] if owners else "@your-team"


def _line(pattern: str, owner: str) -> str:
    return f"{pattern:<27} {owner}"
