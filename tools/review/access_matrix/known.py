"""Callers who are who they say: what they may do depends on their scopes and on whose it is."""

from tools.review.access_matrix.kind import Kind, bearer, everything, good
from tools.review.access_matrix.registry import LATELY_DISABLED, OTHER, OWNER
from tools.review.access_matrix.tokens import person, token

LATE = Kind(
    "just disabled",
    "The same, disabled while the gateway still kept the authorizer's answer",
    "The consumer's API key is disabled at once, whatever is kept",
    bearer(lambda s: everything(LATELY_DISABLED, s)),
)

KNOWN = (
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
    Kind(
        "other person",
        "A person of the group `customer` who owns nothing yet",
        "People are tenants of their own; customers read the catalog and do not change it",
        bearer(lambda _: person("ada", "customer")),
    ),
    Kind(
        "staff",
        "A person of the group `staff`",
        "`admin` of every service, but `me` and `my orders` are still their own",
        bearer(lambda _: person("grace", "staff")),
    ),
    Kind(
        "other admin",
        "Another tenant's client with `<service>/admin`",
        "Moves orders for every tenant; of customers, machines see their own tenant's",
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
