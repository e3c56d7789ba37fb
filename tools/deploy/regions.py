"""One region after the other, and what a second region gets from the primary."""

from collections.abc import Callable, Sequence
from typing import Any

from tools.command import CommandError
from tools.deploy.environment import Environment
from tools.deploy.registry import Registry

SHARED = ("user_pool_id", "issuer", "jwks_url", "token_url", "cursor_key_arn")


def in_each(
    places: Sequence[Environment],
    work: Callable[[Environment], None],
    say: Callable[[str], None],
) -> None:
    """Do it in each region; what fails in one leaves those after it as they are."""
    for index, place in enumerate(places):
        if len(places) > 1:
            say(f"{place.name} in {place.region}")
        try:
            work(place)
        except CommandError as error:
            left = ", ".join(each.region for each in places[index + 1 :])
            if not left:
                raise
            raise CommandError(f"{error}\n{place.name} in {left} was left as it is.") from error


def platform_of(primary: Environment) -> dict[str, Any]:
    """What the primary's platform has for both regions."""
    found = Registry(primary).parameter("platform")
    if found is None:
        raise CommandError(
            f"{primary.name} is not deployed in {primary.region} yet, its primary region; "
            f"run `make deploy ENV={primary.name}`, which deploys both in their order"
        )
    return {name: found[name] for name in SHARED}


def client_ids(primary: Environment) -> dict[str, str]:
    """Consumer → its app client, which the primary's gateway made."""
    return {
        consumer["name"]: client_id
        for client_id, consumer in Registry(primary).parameters("consumers").items()
    }
