"""Cognito's app clients: scopes, flows and token validity that fit together."""

from collections.abc import Iterator, Mapping
from typing import Any

from tools.review.aws_rules.model import Fault, Resource, Subject
from tools.review.aws_rules.values import as_list, blocks, number

PROMISE = "App clients ask for scopes that there are, in flows and for times that Cognito combines"
PAGE = (
    "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/"
    "API_CreateUserPoolClient.html"
)
OPENID = {"openid", "email", "phone", "profile", "aws.cognito.signin.user.admin"}
SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86_400}
DAY, HOUR, FIVE_MINUTES, TEN_YEARS = 86_400, 3600, 300, 315_360_000
# Token → its unit when none is named, its shortest and its longest time.
TIMES = {
    "access_token": ("hours", FIVE_MINUTES, DAY),
    "id_token": ("hours", FIVE_MINUTES, DAY),
    "refresh_token": ("days", HOUR, TEN_YEARS),
}


def faults(subject: Subject) -> Iterator[Fault]:
    """Faults of every app client."""
    known = {
        f"{server.values.get('identifier')}/{scope.get('scope_name')}"
        for server in subject.of("aws_cognito_resource_server")
        for scope in blocks(server.values, "scope")
    }
    for client in subject.of("aws_cognito_user_pool_client"):
        yield from _scopes(client, known)
        yield from _flows(client, client.values)
        yield from _times(client, client.values)


def _scopes(client: Resource, known: set[str]) -> Iterator[Fault]:
    machine = "client_credentials" in as_list(client.values.get("allowed_oauth_flows"))
    for scope in as_list(client.values.get("allowed_oauth_scopes")):
        if scope in OPENID:
            if machine:
                yield Fault(client.place, f"A machine has no {scope}", "Leave it out")
        elif known and scope not in known:
            yield Fault(
                client.place, f"No resource server has the scope {scope}", "Deploy its service"
            )


def _flows(client: Resource, values: Mapping[str, Any]) -> Iterator[Fault]:
    flows = as_list(values.get("allowed_oauth_flows"))
    if "client_credentials" in flows and len(flows) > 1:
        yield Fault(
            client.place, f"client_credentials goes with no other flow ({flows})", "Make two"
        )
    # Unknown until applied in a plan; in a source it stands there or not.
    if "client_credentials" in flows and values.get("generate_secret", True) is False:
        yield Fault(client.place, "A machine needs a secret", "Set generate_secret")
    if {"code", "implicit"} & set(flows) and values.get("callback_urls") == []:
        yield Fault(client.place, "It has no address to come back to", "Set callback_urls")
    for address in as_list(values.get("callback_urls")):
        local = str(address).startswith(("http://localhost", "http://127.0.0.1"))
        if str(address).startswith("http://") and not local:
            yield Fault(client.place, f"{address} is not HTTPS", "Use https://")


def _times(client: Resource, values: Mapping[str, Any]) -> Iterator[Fault]:
    units: Mapping[str, Any] = next(iter(blocks(values, "token_validity_units")), {})
    for token, (usual, least, most) in TIMES.items():
        validity = number(values.get(f"{token}_validity"))
        unit = units.get(token) or usual
        if validity and not least <= validity * SECONDS[unit] <= most:
            yield Fault(
                client.place,
                f"{token}_validity is {validity:g} {unit}",
                f"Use {least} to {most:,} seconds",
            )
