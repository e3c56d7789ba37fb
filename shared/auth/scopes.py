"""The meaning of scopes: the methods that they allow."""

from collections.abc import Iterable

READ_METHODS = ("GET", "HEAD")
WRITE_METHODS = ("POST", "PUT", "PATCH", "DELETE")

METHODS = {
    "read": READ_METHODS,
    "write": WRITE_METHODS,
    "admin": READ_METHODS + WRITE_METHODS,
}


def methods_of_scopes(scopes: Iterable[str]) -> set[tuple[str, str]]:
    """The (service, method) pairs that the scopes allow; unknown scopes allow none."""
    pairs = set()
    for scope in scopes:
        service, _, access = scope.partition("/")
        pairs |= {(service, method) for method in METHODS.get(access, ())}
    return pairs
