"""Objects of S3 as AWS stores them (user guide, "Default encryption", "Checking integrity")."""

import uuid

from embedded_aws.tests.integration.server.conftest import EmbeddedAws

REGION = "eu-central-1"


def test_an_object_is_encrypted_and_has_a_checksum_unasked(aws: EmbeddedAws) -> None:
    """Recorded answer."""
    s3 = aws.client("s3", request_checksum_calculation="when_required")
    s3.create_bucket(Bucket="checked", CreateBucketConfiguration={"LocationConstraint": REGION})

    put = s3.put_object(Bucket="checked", Key="k", Body=b"123456789")
    got = s3.get_object(Bucket="checked", Key="k", ChecksumMode="ENABLED")

    for answer in (put, got):
        assert answer["ServerSideEncryption"] == "AES256"
        assert answer["ChecksumCRC64NVME"] == "rosUhgp5mIg="
        assert answer["ChecksumType"] == "FULL_OBJECT"


def test_the_request_id_of_an_answer_is_a_uuid(aws: EmbeddedAws) -> None:
    answer = aws.client("sqs").list_queues()["ResponseMetadata"]

    assert str(uuid.UUID(answer["RequestId"])) == answer["RequestId"]
