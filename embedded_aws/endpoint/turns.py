"""Turns at moto's services, which are not made for threads: one request at a time for each.

A failed transaction, for one, puts a whole table back as it was. Some services read another one's
dictionaries from end to end, which fails while a request to that one adds to them: a request to
such a service waits for the turns of both.
"""

import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager

READS_ALL = "tagging"
"""The tagging API lists the resources of every service."""

ALSO_READ: Mapping[str, frozenset[str]] = {
    "lambda": frozenset({"iam"}),  # a function's role is looked up among all roles
    "sts": frozenset({"iam"}),  # a caller's key is looked up among all users and roles
}


class Turns:
    """One turn for each service by the name that its requests are signed for."""

    def __init__(self) -> None:
        self._locks: dict[str, threading.Lock] = {}
        self._adding = threading.Lock()

    @contextmanager
    def of(self, service: str) -> Iterator[None]:
        """Wait for the turn of a service, and of those that it reads.

        Turns are taken in the order of their names, so that no two requests wait for each other.
        """
        with ExitStack() as turns:
            for lock in self._needed(service):
                turns.enter_context(lock)
            yield

    def _needed(self, service: str) -> list[threading.Lock]:
        with self._adding:
            names = {service, *ALSO_READ.get(service, ())}
            for name in names:
                self._locks.setdefault(name, threading.Lock())
            if service == READS_ALL:
                names = set(self._locks)
            return [self._locks[name] for name in sorted(names)]
