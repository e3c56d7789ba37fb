"""The embedded AWS's record of requests for traces, and uploads without a wait."""

import time

import httpx

from embedded_aws.tests.integration.server.conftest import EmbeddedAws


def test_each_request_is_remembered_with_its_caller_its_operation_and_its_time(
    aws: EmbeddedAws,
) -> None:
    client = aws.client("ssm")
    client.meta.events.register(
        "before-send.ssm",
        lambda request, **_: request.headers.__setitem__("User-Agent", "x caller/platform:apply"),
    )
    began = time.time()

    client.describe_parameters()
    answered = httpx.get(f"{aws.endpoint}/_local/requests").json()["answered"]

    ours = [each for each in answered if each[2] == "platform:apply"]
    assert [each[3] for each in ours] == ["AmazonSSM.DescribeParameters"]
    assert began <= ours[0][0] <= ours[0][0] + ours[0][1] <= time.time()


def test_an_upload_is_told_at_once_to_continue(aws: EmbeddedAws) -> None:
    s3 = aws.client("s3")
    s3.create_bucket(
        Bucket="uploads", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
    )
    began = time.monotonic()

    for key in "abcdef":
        s3.put_object(Bucket="uploads", Key=key, Body=b"content of " + key.encode())

    # botocore waits a second for each answer that does not come.
    assert time.monotonic() - began < 5
    assert s3.get_object(Bucket="uploads", Key="f")["Body"].read() == b"content of f"
