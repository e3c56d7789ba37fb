"""Authenticated callers: the answer depends on their scopes and on the resource's owner."""

from collections.abc import Mapping, Sequence

from tools.review.access_matrix.consumers import LATELY_DISABLED, OTHER, OWNER
from tools.review.access_matrix.kind import Kind, bearer, everything, good
from tools.review.access_matrix.tokens import person, token

LATE = Kind(
    "just disabled",
    "The same, disabled while the gateway still kept the authorizer's answer",
    "The consumer's API key is disabled at once, whatever is kept",
    bearer(lambda s: everything(LATELY_DISABLED, s)),
)

STRANGERS = (
    LATE,
    Kind(
        "no group",
        "A person in no group",
        "Nothing is open to who has no scope",
        bearer(lambda _: person("newcomer")),
    ),
    Kind(
        "other service",
        "The owner's client with `admin` of all other services",
        "The policy names no path of this service",
        bearer(lambda s: token(OWNER, *(f"{each}/admin" for each in s.others))),
    ),
    Kind(
        "read only",
        "The owner's client with `<service>/read`",
        "The policy opens GET only; the router refuses what takes `admin`",
        bearer(lambda s: token(OWNER, *s.scopes("read"))),
    ),
    Kind(
        "write only",
        "The owner's client with `<service>/write`",
        "Writing does not include reading",
        bearer(lambda s: token(OWNER, *s.scopes("write"))),
    ),
    Kind(
        "other tenant",
        "Another tenant's client, `read` and `write`",
        "What is somebody else's is not there: 404, which does not tell that it exists",
        bearer(lambda s: token(OTHER, *good(s))),
    ),
)

ADMINISTRATORS = (
    Kind(
        "other admin",
        "Another tenant's client with `<service>/admin`",
        "Reaches another tenant's things only where staff work for everybody",
        bearer(lambda s: token(OTHER, *s.scopes("admin"))),
    ),
    Kind(
        "own admin",
        "The owner's client with `<service>/admin`",
        "`admin` includes the service's other scopes",
        bearer(lambda s: token(OWNER, *s.scopes("admin"))),
    ),
    Kind(
        "owner",
        "The owner's client, `read` and `write`",
        "The right consumer: all but what takes `admin`",
        bearer(lambda s: token(OWNER, *good(s))),
    ),
)


def groups(accesses: Mapping[str, Sequence[str]]) -> tuple[Kind, ...]:
    """A person in each group that has access to the service."""
    return tuple(_person(group, accesses[group]) for group in accesses)


def _person(group: str, accesses: Sequence[str]) -> Kind:
    scopes = " and ".join(f"`<service>/{access}`" for access in accesses)
    return Kind(
        group,
        f"A person of the group `{group}`, which has {scopes}, who owns nothing yet",
        "People are tenants of their own; `admin` alone reaches further",
        bearer(lambda _: person(f"one-of-{group}", group)),
    )
