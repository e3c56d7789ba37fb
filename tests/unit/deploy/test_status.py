"""The output of `make status`: live releases, and data that cannot be saved."""

from argparse import Namespace
from typing import Any

import pytest

from tools.deploy import local_stack
from tools.deploy.commands import looking
from tools.deploy.releases.registry import Registry
from tools.deploy.releases.release import Release
from tools.deploy.releases.shifting import Shifts
from tools.deploy.where.environment import named

RELEASE = Release("parcels", "2", None, "", "abc123", "Ada", "2026-01-02T03:04:05Z", dirty=True)


@pytest.fixture
def stack(monkeypatch: pytest.MonkeyPatch) -> None:
    """One service with one release, on an embedded AWS that cannot save a table."""
    health: dict[str, Any] = {"not_saved": ["the disk is full"]}
    monkeypatch.setattr(local_stack, "health", lambda _: health)
    monkeypatch.setattr(
        local_stack, "embedded_aws", lambda _: "It runs\nNot saved: the disk is full"
    )
    monkeypatch.setattr(looking, "services", lambda: ["parcels"])
    monkeypatch.setattr(Registry, "parameter", lambda *_: {"function_name": "f"})
    monkeypatch.setattr(Registry, "live_version", lambda *_: "2")
    monkeypatch.setattr(Registry, "releases", lambda *_: [RELEASE])
    monkeypatch.setattr(Shifts, "under_way", lambda *_: None)


@pytest.mark.usefixtures("stack")
def test_a_release_with_uncommitted_changes_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    looking.status(named("local").primary, Namespace())

    line = "parcels: version 2, commit abc123 with uncommitted changes, 2026-01-02T03:04:05Z by Ada"
    assert line in capsys.readouterr().out.splitlines()


@pytest.mark.usefixtures("stack")
def test_data_that_cannot_be_saved_is_told_with_status_1(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = looking.status(named("local").primary, Namespace())
    monkeypatch.setattr(local_stack, "health", lambda _: {"not_saved": []})

    assert (failing, looking.status(named("local").primary, Namespace())) == (1, 0)
    assert "Not saved: the disk is full" in capsys.readouterr().out
