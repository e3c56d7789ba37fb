"""The portal of consumers on AWS: build and apply it, plan it, take it away, let somebody in."""

import base64
import hashlib
import secrets
from argparse import Namespace
from collections.abc import Callable

from tools.command import CommandError
from tools.deploy import local_stack
from tools.deploy.commands.say import check_confirmed, say
from tools.deploy.operations import portal_site
from tools.deploy.operations.portal_removal import remove
from tools.deploy.terraform.cli import check_terraform
from tools.deploy.terraform.root import PORTAL
from tools.deploy.terraform.run import Terraform
from tools.deploy.where.place import Place, Replica

PASSWORD_BYTES = 24


def portal(place: Place, arguments: Namespace) -> None:
    """Deploy, plan or destroy the portal on AWS, or make a visitor's password."""
    work: dict[str, Callable[[], None]] = {
        "deploy": lambda: _deploy(place),
        "plan": lambda: say(_terraform(place).plan(portal_site.variables(place, say))[0]),
        "destroy": lambda: _destroy(place, yes=arguments.yes),
        "visitor": lambda: _visitor(arguments.name),
    }
    work[arguments.what]()


def visitor(name: str, password: str) -> tuple[str, str]:
    """(line for the values, what to tell the visitor): the hash is of the header that they send."""
    header = f"Basic {base64.b64encode(f'{name}:{password}'.encode()).decode()}"
    digest = hashlib.sha256(header.encode()).hexdigest()
    return f'{name} = "{digest}"', f"name {name}, password {password}"


def _deploy(place: Place) -> None:
    terraform, variables = _terraform(place), portal_site.variables(place, say)
    say(f"portal: {terraform.apply(variables)}")
    say(f"The portal is at {terraform.outputs().get('url')}")


def _destroy(place: Place, *, yes: bool) -> None:
    check_confirmed(f"Destroy the portal in {place.environment.name}?", yes=yes)
    say(remove(place))


def _visitor(name: str) -> None:
    if not name.isidentifier():
        raise CommandError("name the visitor in letters, digits and underscores: NAME=acme")
    line, message = visitor(name, secrets.token_urlsafe(PASSWORD_BYTES))
    say(f"Into portal.visitors of the environment's values: {line}")
    say(f"To the visitor, over a safe way: {message}")


def _terraform(place: Place) -> Terraform:
    if local_stack.is_it(place):
        raise CommandError(
            "on this machine the portal is at /docs beside the API: `make portal`; "
            "ENV=dev puts it on AWS"
        )
    if isinstance(place, Replica):
        raise CommandError("one portal serves all regions; deploy it without REGION")
    portal_site.values(place)
    check_terraform()
    place.check_reachable()
    return Terraform(PORTAL, place)
