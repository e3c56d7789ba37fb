"""A client secret is rotated while the old one works, even when the command is interrupted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from tools.command import CommandError
from tools.deploy.operations.rotation import Issued, Rotation, Version

DAY = datetime(2026, 1, 31, tzinfo=UTC)


class EndedError(Exception):
    """The operator pressed Ctrl-C."""


@dataclass
class World:
    """Secrets Manager and Cognito that fail at some writes, before or after the effect."""

    values: dict[str, str] = field(default_factory=lambda: {"id-0": "first"})
    versions: dict[str, Mapping[str, str]] = field(
        default_factory=lambda: {"v0": {"client_id": "c", "client_secret": "first"}}
    )
    labels: dict[str, str] = field(default_factory=lambda: {"current": "v0"})
    writes_left: int = 100

    def _write(self) -> None:
        self.writes_left -= 1
        if self.writes_left < 0:
            raise EndedError

    def current(self) -> Version:
        return Version(self.labels["current"], self.versions[self.labels["current"]])

    def pending(self) -> Version | None:
        label = self.labels.get("pending")
        return Version(label, self.versions[label]) if label else None

    def prepare(self, content: Mapping[str, str]) -> Version:
        self._write()
        name = f"v{len(self.versions)}"
        self.versions[name], self.labels["pending"] = content, name
        return Version(name, content)

    def promote(self, pending: Version, current: Version) -> None:
        self._write()
        self.labels = {"current": pending.id, "previous": current.id}

    def secrets(self) -> list[Issued]:
        return [Issued(each, DAY + timedelta(days=n)) for n, each in enumerate(self.values)]

    def add(self, value: str) -> None:
        self._write()
        assert len(self.values) < 2, "Cognito allows two"
        self.values[f"id-{len(self.versions)}"] = value

    def delete(self, secret_id: str) -> None:
        self._write()
        del self.values[secret_id]

    def works(self, content: Mapping[str, str]) -> bool:
        return content["client_secret"] in self.values.values()

    @property
    def rotation(self) -> Rotation:
        return Rotation("acme", self, self, self.works)


def test_both_secrets_work_and_the_new_one_is_handed_out() -> None:
    world = World()

    world.rotation.begin()

    current = world.current().content
    assert set(world.values.values()) == {"first", current["client_secret"]}
    assert current["client_secret"] != "first"
    assert world.versions[world.labels["previous"]]["client_secret"] == "first"


def test_the_new_secret_is_one_that_cognito_takes() -> None:
    world = World()

    world.rotation.begin()

    value = world.current().content["client_secret"]
    assert (len(value), value.isalnum()) == (52, True)


def test_finishing_leaves_what_is_handed_out() -> None:
    world = World()
    world.rotation.begin()

    assert world.rotation.finish()

    assert list(world.values.values()) == [world.current().content["client_secret"]]


@pytest.mark.parametrize("writes", [0, 1, 2])
def test_an_interrupted_rotation_goes_on_where_it_was(writes: int) -> None:
    world = World(writes_left=writes)
    with pytest.raises(EndedError):
        world.rotation.begin()
    assert world.works(world.current().content)
    world.writes_left = 100

    world.rotation.begin()

    assert world.works(world.current().content)
    assert len(world.values) == 2
    assert len(world.versions) == 2


def test_an_interrupted_end_can_be_repeated() -> None:
    world = World()
    world.rotation.begin()
    world.rotation.finish()

    assert not world.rotation.finish()
    assert world.works(world.current().content)


def test_one_rotation_follows_another() -> None:
    world = World()
    for _ in range(3):
        world.rotation.begin()
        world.rotation.finish()

    assert list(world.values.values()) == [world.current().content["client_secret"]]


def test_a_second_rotation_waits_for_the_end_of_the_first() -> None:
    world = World()
    world.rotation.begin()
    before = dict(world.values)

    with pytest.raises(CommandError, match=r"two secrets already.*CONSUMER=acme FINISH=1"):
        world.rotation.begin()

    assert world.values == before


@pytest.mark.parametrize("command", ["begin", "finish"])
def test_a_secret_that_was_added_by_hand_is_left_alone(command: str) -> None:
    world = World()
    world.add("by hand")

    with pytest.raises(CommandError, match=r"id-0 of 2026-01-31 and id-1 .* by hand"):
        getattr(world.rotation, command)()

    assert list(world.values.values()) == ["first", "by hand"]
    assert world.labels == {"current": "v0"}


def test_a_secret_that_came_by_hand_meanwhile_is_not_taken_for_ours() -> None:
    world = World(writes_left=1)
    with pytest.raises(EndedError):
        world.rotation.begin()
    world.writes_left = 100
    world.add("by hand")

    with pytest.raises(CommandError, match="does not accept the new secret"):
        world.rotation.begin()

    assert world.labels["current"] == "v0"


def test_an_end_before_the_new_secret_is_handed_out_is_refused() -> None:
    world = World(writes_left=2)
    with pytest.raises(EndedError):
        world.rotation.begin()

    with pytest.raises(CommandError, match="without FINISH goes on"):
        world.rotation.finish()

    assert len(world.values) == 2


def test_every_secret_is_told_with_what_it_is_good_for() -> None:
    world = World()
    alone = world.rotation.lines()
    world.rotation.begin()

    assert alone == ["acme: secret of 2026-01-31 00:00 UTC, the only one"]
    assert [each.split("UTC, ")[1] for each in world.rotation.lines()] == [
        "old, works until FINISH=1",
        "new, in use",
    ]
