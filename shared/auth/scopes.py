"""The meaning of scopes: the methods that they allow, and the scopes of people's groups."""

from collections.abc import Iterable

READ_METHODS = ("GET", "HEAD")
WRITE_METHODS = ("POST", "PUT", "PATCH", "DELETE")

METHODS = {
    "read": READ_METHODS,
    "write": WRITE_METHODS,
    "admin": READ_METHODS + WRITE_METHODS,
}

# People have no scopes of their own: their Cognito groups say what they may do.
GROUPS: dict[str, frozenset[str]] = {
    "customer": frozenset(
        {"catalog/read", "customers/read", "customers/write", "orders/read", "orders/write"}
    ),
    "staff": frozenset({"catalog/admin", "customers/admin", "orders/admin"}),
}


def scopes_of_groups(groups: Iterable[str]) -> frozenset[str]:
    """All scopes of the groups; an unknown group has none."""
    return frozenset[str]().union(*(GROUPS.get(group, frozenset()) for group in groups))


def methods_of_scopes(scopes: Iterable[str]) -> set[tuple[str, str]]:
    """The (service, method) pairs that the scopes allow; unknown scopes allow none."""
    pairs = set()
    for scope in scopes:
        service, _, access = scope.partition("/")
        pairs |= {(service, method) for method in METHODS.get(access, ())}
    return pairs
