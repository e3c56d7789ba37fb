"""Writes to a full disk are refused at once, and no answered write is lost."""

import pytest
from botocore.exceptions import ClientError

from embedded_aws.tests.integration.server.conftest import EmbeddedAws, eventually

PLACE = {"LocationConstraint": "eu-central-1"}
ROOM = 300_000
"""Bytes that a file may have: the journal takes some objects, and no snapshot of all will fit."""
BODY = b"x" * 50_000


def filled(aws: EmbeddedAws) -> tuple[set[str], list[ClientError]]:
    """Put objects until the disk is full; returns the stored keys, and the refusals."""
    taken, refusals = set(), []
    for number in range(12):
        try:
            aws.client("s3").put_object(Bucket="bucket", Key=f"k{number}", Body=BODY)
            taken.add(f"k{number}")
        except ClientError as error:
            refusals.append(error)
    return taken, refusals


def keys(aws: EmbeddedAws) -> set[str]:
    listed = aws.client("s3").list_objects_v2(Bucket="bucket").get("Contents", [])
    return {each["Key"] for each in listed}


@pytest.fixture
def full(own_aws: EmbeddedAws) -> EmbeddedAws:
    """A server with a nearly full disk, and a good snapshot with one object."""
    own_aws.start()
    own_aws.client("s3").create_bucket(Bucket="bucket", CreateBucketConfiguration=PLACE)
    own_aws.client("s3").put_object(Bucket="bucket", Key="before", Body=BODY * 2)
    own_aws.stop()
    own_aws.start(largest_file=ROOM)
    return own_aws


def test_what_cannot_be_kept_is_refused_by_name_and_not_done(full: EmbeddedAws) -> None:
    taken, refusals = filled(full)

    assert 0 < len(taken) < 12
    assert {each.response["Error"]["Code"] for each in refusals} == {"EmbeddedAwsStorageFull"}
    assert "takes no more: File too large" in str(refusals[0])
    assert keys(full) == taken | {"before"}


def test_what_was_taken_is_there_after_a_kill(full: EmbeddedAws) -> None:
    taken, _ = filled(full)

    full.kill()
    assert eventually(lambda: full.command("status").returncode == 1)
    full.start()

    assert keys(full) == taken | {"before"}


def test_a_server_that_cannot_save_says_so_while_it_runs(full: EmbeddedAws) -> None:
    filled(full)

    assert full.command("health").returncode == 1
    assert "Not saved: " in full.command("status").stdout


def test_a_stop_that_cannot_save_tells_what_is_not_kept(full: EmbeddedAws) -> None:
    before = (full.folder / "snapshot.pickle").read_bytes()
    taken, _ = filled(full)

    done = full.command("stop")

    assert done.returncode == 1
    assert "its last snapshot could not be written" in done.stderr
    assert "log lines and metrics since then are not kept" in done.stderr
    assert (full.folder / "snapshot.pickle").read_bytes() == before
    full.start()
    assert keys(full) == taken | {"before"}
