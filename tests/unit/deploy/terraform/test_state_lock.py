"""A lock that a killed run left: who has it, and when it is taken away."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from tools.command import CommandError
from tools.deploy.__main__ import main
from tools.deploy.terraform import run_note
from tools.deploy.terraform.root import PLATFORM, service_root
from tools.deploy.terraform.run import Terraform
from tools.deploy.terraform.state_lock import Lock, StateLock, unlocking
from tools.deploy.where.cloud import Embedded
from tools.deploy.where.environment import named
from tools.deploy.where.place import Place

KEY = "local/platform.tfstate.tflock"
FAKE = """#!/bin/sh
case "$*" in
  *apply*)
    if [ -n "$REFUSED" ]; then
      printf 'Error: Error acquiring the state lock\\n' >&2
      exit 1
    fi
    if [ -n "$KILLED" ]; then kill -9 $$; fi
    if [ -n "$STAYS" ]; then touch "$STAYS"; exec sleep 60; fi
    echo "Apply complete! Resources: 0 added, 0 changed, 0 destroyed." ;;
esac
"""
APPLY = """
from tools.deploy.terraform.root import PLATFORM
from tools.deploy.terraform.run import Terraform
from tools.deploy.where.environment import named
Terraform(PLATFORM, named("local").primary).apply({})
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """This machine's, with a Terraform that ends as its variables say."""
    program = tmp_path / "bin" / "terraform"
    program.parent.mkdir()
    program.write_text(FAKE)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("LOCAL_DIR", str(tmp_path / "local"))
    monkeypatch.setenv("TF_CLI_CONFIG_FILE", os.devnull)
    monkeypatch.delenv("TF_PLUGIN_DIR", raising=False)
    monkeypatch.setattr(run_note, "PATIENCE_SECONDS", 0.3)
    return named("local").primary


@pytest.fixture
def s3(place: Place, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The states' bucket, in memory."""
    with mock_aws():
        client = boto3.client(
            "s3",
            region_name="us-east-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )
        client.create_bucket(Bucket=place.state_bucket)
        monkeypatch.setattr(Embedded, "client", lambda *_: client)
        monkeypatch.setattr(Embedded, "check_reachable", lambda *_: None)
        yield client


def leave_lock(s3: Any, place: Place, host: str = "", lock_id: str = "7c1e") -> None:
    """Put the object that Terraform puts."""
    described = {
        "ID": lock_id,
        "Operation": "OperationTypeApply",
        "Who": f"ada@{host or socket.gethostname()}",
        "Created": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%f}789Z",
    }
    s3.put_object(Bucket=place.state_bucket, Key=KEY, Body=json.dumps(described).encode())


def lock_of(place: Place) -> Lock | None:
    return StateLock(PLATFORM, place).read()


def killed_run(monkeypatch: pytest.MonkeyPatch, place: Place) -> None:
    """A run whose Terraform is killed."""
    monkeypatch.setenv("KILLED", "1")
    with pytest.raises(CommandError):
        Terraform(PLATFORM, place).apply({})
    monkeypatch.delenv("KILLED")


def test_a_killed_runs_lock_is_taken_away_by_the_next(
    s3: Any, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed_run(monkeypatch, place)
    leave_lock(s3, place)

    Terraform(PLATFORM, place).apply({})

    assert lock_of(place) is None


def test_a_lock_is_taken_away_only_when_its_owner_is_gone(
    s3: Any, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = tmp_path / "begun"
    environment = {**os.environ, "STAYS": str(begun)}
    with subprocess.Popen(
        [sys.executable, "-c", APPLY], env=environment, process_group=0
    ) as deployment:
        until = time.monotonic() + 20
        while not begun.exists() and time.monotonic() < until:
            time.sleep(0.05)
        leave_lock(s3, place)
        deployment.kill()  # its Terraform lives on
        deployment.wait()
        try:
            with pytest.raises(CommandError, match="another process of this machine changes"):
                Terraform(PLATFORM, place).apply({})
            assert lock_of(place)
        finally:
            os.killpg(deployment.pid, signal.SIGKILL)
    monkeypatch.setattr(run_note, "PATIENCE_SECONDS", 10.0)

    Terraform(PLATFORM, place).apply({})

    assert lock_of(place) is None


@pytest.mark.parametrize("host", ["another-machine", ""])
def test_a_lock_that_no_killed_run_left_is_respected(
    s3: Any, place: Place, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    if host:
        killed_run(monkeypatch, place)
    else:
        Terraform(PLATFORM, place).apply({})  # ends by itself
    leave_lock(s3, place, host)

    Terraform(PLATFORM, place).apply({})

    assert lock_of(place)


def test_a_lock_from_before_the_killed_run_is_respected(
    s3: Any, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_lock(s3, place)
    killed_run(monkeypatch, place)

    Terraform(PLATFORM, place).apply({})

    assert lock_of(place)


def test_a_refused_apply_names_the_way_out(
    s3: Any, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert s3
    monkeypatch.setenv("REFUSED", "1")

    with pytest.raises(CommandError, match="`make unlock-platform ENV=local` takes its lock away"):
        Terraform(PLATFORM, place).apply({})


def test_the_command_names_service_environment_and_second_region() -> None:
    places = named("prod").places

    assert unlocking(service_root("parcels"), places[0]) == "make unlock-parcels ENV=prod"
    for each in places[1:]:
        assert unlocking(PLATFORM, each) == f"make unlock-platform ENV=prod REGION={each.region}"


def test_unlock_shows_the_lock_and_takes_it_away_after_a_yes(
    s3: Any, place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    leave_lock(s3, place)

    refused = main(["unlock", "platform"])

    printed = capsys.readouterr()
    assert refused == 1
    assert f"ada@{socket.gethostname()} since 2" in printed.out
    assert "for apply (lock 7c1e)" in printed.out
    assert "nothing was unlocked; YES=1 answers the question" in printed.err
    assert lock_of(place)
    assert main(["unlock", "platform", "--yes"]) == 0
    assert lock_of(place) is None


def test_unlock_says_so_when_nobody_has_the_lock(
    s3: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert s3
    assert main(["unlock", "platform", "--yes"]) == 0
    assert "nobody has the lock of platform in local" in capsys.readouterr().out


def test_unlock_leaves_a_lock_that_was_taken_since(s3: Any, place: Place) -> None:
    leave_lock(s3, place)
    lock = lock_of(place)
    assert lock
    leave_lock(s3, place, lock_id="8d2f")

    with pytest.raises(CommandError, match="another run has taken the lock of platform"):
        StateLock(PLATFORM, place).take_away(lock)

    left = lock_of(place)
    assert left
    assert left.id == "8d2f"


def test_a_lock_without_a_description_is_shown_all_the_same(s3: Any, place: Place) -> None:
    s3.put_object(Bucket=place.state_bucket, Key=KEY, Body=b"")

    lock = lock_of(place)

    assert lock
    assert lock.sentence == "somebody since an unknown time for an operation (lock )"
