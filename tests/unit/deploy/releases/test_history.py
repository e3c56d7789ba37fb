"""The output of `make releases-<service>`."""

from dataclasses import replace

import pytest
from rich.console import Console

from tools.deploy.releases.history import state, table
from tools.deploy.releases.release import Release

RELEASE = Release("parcels", "2", None, "", "abc123", "Ada", "2026-01-02T03:04:05.678+00:00")


@pytest.mark.parametrize(
    ("release", "live", "word"),
    [
        (RELEASE, "2", "live"),
        (RELEASE, "3", "superseded"),
        (replace(RELEASE, withdrawn=True), "1", "withdrawn"),
        (replace(RELEASE, rolled_back=True), "1", "rolled back"),
        (replace(RELEASE, withdrawn=True), "2", "live"),
    ],
)
def test_the_state_says_what_became_of_a_release(release: Release, live: str, word: str) -> None:
    assert state(release, live) == word


def test_the_table_has_the_newest_first_and_tells_changes_without_a_commit() -> None:
    console = Console(width=120)

    with console.capture() as output:
        console.print(table([RELEASE, replace(RELEASE, version="3", dirty=True)], "3"))

    _, newest, oldest = output.get().splitlines()
    assert newest.split() == [
        *("3", "live", "abc123", "and", "changes"),
        *("2026-01-02", "03:04:05", "UTC", "Ada"),
    ]
    assert oldest.split()[:3] == ["2", "superseded", "abc123"]
