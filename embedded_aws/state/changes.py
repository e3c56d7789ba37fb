"""A readers-writer lock on moto's state: many changes at once, or one snapshot alone."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE_SECONDS = 5.0
_turn = threading.Condition()
_changes = 0
_quiet = False
_generation = 0


class BusyError(Exception):
    """Changes continued for so long that no snapshot could be taken."""


@contextmanager
def changing(*, worth_saving: bool = True) -> Iterator[None]:
    """Wrap a read or change of moto's state; waits while a snapshot is taken.

    Reads, and changes that may be lost, cause no new snapshot.
    """
    global _changes, _generation  # noqa: PLW0603 - moto's state is global too
    with _turn:
        _turn.wait_for(lambda: not _quiet)
        _changes += 1
    try:
        yield
    finally:
        with _turn:
            _changes -= 1
            _generation += worth_saving
            _turn.notify_all()


@contextmanager
def quiet() -> Iterator[None]:
    """Block new changes once those in progress have ended; BusyError if they do not end."""
    global _quiet  # noqa: PLW0603 - moto's state is global too
    with _turn:
        _turn.wait_for(lambda: not _quiet)
        _quiet = True
    try:
        with _turn:
            if not _turn.wait_for(lambda: _changes == 0, PATIENCE_SECONDS):
                raise BusyError(f"{_changes} changes did not end in {PATIENCE_SECONDS} s")
        yield
    finally:
        with _turn:
            _quiet = False
            _turn.notify_all()


def generation() -> int:
    """A number that grows with each change."""
    return _generation
