"""Where a service is deployed, as far as this machine can see."""

from dataclasses import dataclass
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from tools.command import CommandError
from tools.deploy.releases.registry import Registry
from tools.deploy.terraform.root import service_root
from tools.deploy.where.cloud import LOCAL
from tools.deploy.where.environment import VALUES, named
from tools.deploy.where.leases import BEGINS_FROM
from tools.deploy.where.place import Place

NO_ACCOUNT = {"000000000000"}
"""The account that values name before anybody has put in theirs."""


@dataclass(frozen=True)
class Sight:
    """Environments that have the service, and those that could not be asked."""

    having: tuple[str, ...]
    unseen: tuple[str, ...]


def look(service: str, root: Path) -> Sight:
    """Ask every lasting environment."""
    having, unseen = list[str](), list[str]()
    for path in sorted((root / VALUES).glob("*.tfvars")):
        if path.stem == BEGINS_FROM:
            continue
        environment = named(path.stem)
        if set(environment.written["account_ids"]) <= NO_ACCOUNT:
            continue
        answer = _has(environment.primary, service)
        if answer is None:
            unseen.append(path.stem)
        elif answer:
            having.append(path.stem)
    return Sight(tuple(having), tuple(unseen))


def check_nowhere(service: str, root: Path) -> Sight:
    """CommandError while an environment has the service: its data would be nobody's."""
    sight = look(service, root)
    if sight.having:
        first = sight.having[0]
        raise CommandError(
            f"{service} is deployed in {' and '.join(sight.having)} and has its data there; first "
            f"run `make destroy-{service} ENV={first}`, which protected data refuses "
            "(docs/operations/environments.md)"
        )
    return sight


def _has(place: Place, service: str) -> bool | None:
    """Whether the place has it; None where it cannot be asked."""
    try:
        place.check_reachable()
        return Registry(place).parameter(f"services/{service}") is not None
    except (CommandError, BotoCoreError, ClientError):
        if place.environment.name != LOCAL:
            return None
    # A stopped stack keeps its data: it has what was ever applied to it from this folder.
    return service_root(service).data_folder(place).exists()
