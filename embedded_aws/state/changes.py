"""Who may change moto's state when: many changes at once, or one snapshot alone."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE_SECONDS = 5.0
_turn = threading.Condition()
_changes = 0
_quiet = False
_generation = 0


class BusyError(Exception):
    """Changes went on for so long that the state was never still."""


@contextmanager
def changing(*, worth_saving: bool = True) -> Iterator[None]:
    """Wrap whatever reads or changes moto's state; waits while a snapshot is taken.

    What only reads, or may be lost, is not worth a snapshot of its own.
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
    """Hold the state still once changes under way have ended; BusyError if they do not."""
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
