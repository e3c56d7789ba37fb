"""The order of measurements: compared subjects side by side, and none always first.

A machine's speed changes from one second to the next, and the first one finds cold caches.
"""

from collections.abc import Iterable, Sequence

from tools.measure.starts.subjects import Subject

Group = tuple[Subject, ...]
"""Subjects that are measured one right after the other."""


def groups(subjects: Sequence[Subject], pairs: Iterable[tuple[str, str]]) -> list[Group]:
    """The pairs, and alone each subject that is in no pair."""
    named = {subject.name: subject for subject in subjects}
    paired = [tuple(named[name] for name in pair) for pair in pairs if set(pair) <= named.keys()]
    among = {subject.name for group in paired for subject in group}
    return [*paired, *((subject,) for subject in subjects if subject.name not in among)]


def in_turn(all_groups: Sequence[Group], number: int) -> list[Group]:
    """Forwards in even rounds, backwards in odd ones, groups and their subjects alike."""
    if number % 2 == 0:
        return list(all_groups)
    return [tuple(reversed(group)) for group in reversed(all_groups)]
