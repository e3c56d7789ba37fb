"""Log delivery that fails: streams whose bucket is not there, for a while."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from tools.command import CommandError
from tools.measure.stack import Stack

NO_BUCKET = "arn:aws:s3:::faults-no-such-bucket"


@contextmanager
def undelivered(stack: Stack) -> Iterator[None]:
    """No delivery stream reaches its bucket until the block ends."""
    firehose = stack.aws("firehose")
    names = firehose.list_delivery_streams()["DeliveryStreamNames"]
    if not names:
        raise CommandError("no delivery stream is there: switch `logs` on in the local values")
    with ExitStack() as ended:
        for name in names:
            ended.enter_context(_one(firehose, name))
        yield


@contextmanager
def _one(firehose: Any, name: str) -> Iterator[None]:
    bucket = _lead(firehose, name, NO_BUCKET)
    try:
        yield
    finally:
        _lead(firehose, name, bucket)


def _lead(firehose: Any, name: str, bucket: str) -> str:
    """Lead the stream to this bucket; returns the one before."""
    stream = firehose.describe_delivery_stream(DeliveryStreamName=name)
    description = stream["DeliveryStreamDescription"]
    destination = description["Destinations"][0]
    firehose.update_destination(
        DeliveryStreamName=name,
        CurrentDeliveryStreamVersionId=description["VersionId"],
        DestinationId=destination["DestinationId"],
        ExtendedS3DestinationUpdate={"BucketARN": bucket},
    )
    return str(destination["ExtendedS3DestinationDescription"]["BucketARN"])
