"""The record of a release: the commit of its code, and whether changes were added to it."""

import json
from dataclasses import replace
from unittest.mock import MagicMock

import pytest

from tools.deploy.releases import author
from tools.deploy.releases.going_live import Applied
from tools.deploy.releases.registry import Registry
from tools.deploy.releases.release import Release
from tools.deploy.where.cloud import Embedded
from tools.deploy.where.environment import named

BEFORE = Release("parcels", "2", None, "", "abc123", "Ada", "2026-01-02T03:04:05Z", dirty=True)


@pytest.mark.parametrize(
    ("earlier", "origin"),
    [
        (BEFORE, ("abc123", True)),
        (replace(BEFORE, dirty=False), ("abc123", False)),
        (replace(BEFORE, version="1"), ("def456", True)),
    ],
)
def test_a_version_that_is_recorded_again_is_still_of_its_own_commit(
    monkeypatch: pytest.MonkeyPatch, earlier: Release, origin: tuple[str, bool]
) -> None:
    aws = MagicMock()
    aws.get_function_configuration.return_value = {"CodeSha256": "", "FunctionArn": "f:2"}
    monkeypatch.setattr(Embedded, "client", lambda *_: aws)
    monkeypatch.setattr(Registry, "parameter", lambda *_: {"artifact_bucket": "artifacts"})
    monkeypatch.setattr(Registry, "releases", lambda *_: [earlier])
    monkeypatch.setattr(author, "commit", lambda: "def456")
    monkeypatch.setattr(author, "is_dirty", lambda: True)

    Registry(named("local").primary).record(Applied("parcels", "f", "2", None))

    release = json.loads(aws.put_object.call_args.kwargs["Body"])
    assert (release["commit"], release["dirty"]) == origin
