"""Refusals of S3, in its own words, and the settings of new buckets.

S3 API reference, PutBucketPolicy, PutObject, PutBucketLifecycleConfiguration; user guide, "Default
settings for new S3 buckets FAQ"; hashicorp/terraform-provider-aws#28353, #11464; recorded answers.
"""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from embedded_aws.tests.integration.server.account.refusing import fresh, refusal
from embedded_aws.tests.integration.server.refusals.world import ACCOUNT, REGION, Row, World, rows

ARGUMENT, MALFORMED, POLICY = "InvalidArgument", "MalformedPolicy", "put_bucket_policy"
ROOT = {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
NOBODY = {"AWS": f"arn:aws:iam::{ACCOUNT}:role/nobody"}


def in_bucket(**more: Any) -> Any:
    return lambda world: {"Bucket": world.bucket(), **more}


def put(**more: Any) -> Any:
    return in_bucket(**{"Key": "k", "Body": b"", **more})


def copied(**more: Any) -> Any:
    def given(world: World) -> dict[str, Any]:
        bucket = world.bucket()
        world.client("s3").put_object(Bucket=bucket, Key="from", Body=b"")
        return {"Bucket": bucket, "Key": "k", "CopySource": f"{bucket}/from", **more}

    return given


def ruled(**statement: Any) -> Any:
    """A bucket policy of one statement, which is good but for what is given."""

    def given(world: World) -> dict[str, Any]:
        bucket = world.bucket()
        resource = f"arn:aws:s3:::{bucket}/*"
        good = {
            "Effect": "Allow",
            "Principal": ROOT,
            "Action": "s3:GetObject",
            "Resource": resource,
        }
        document = {"Version": "2012-10-17", "Statement": [{**good, **statement}]}
        return {"Bucket": bucket, "Policy": json.dumps(document)}

    return given


def aged(*listed: dict[str, Any]) -> Any:
    plain = {"ID": "a", "Status": "Enabled", "Filter": {"Prefix": ""}}
    return in_bucket(LifecycleConfiguration={"Rules": [{**plain, **each} for each in listed]})


def to_function(world: World) -> dict[str, Any]:
    arn = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:none"
    config = {"LambdaFunctionArn": arn, "Events": ["s3:ObjectCreated:*"]}
    given = {"LambdaFunctionConfigurations": [config]}
    return {"Bucket": world.bucket(), "NotificationConfiguration": given}


def versioned(world: World) -> dict[str, Any]:
    s3, named = world.client("s3"), {"Bucket": world.bucket()}
    s3.put_bucket_versioning(**named, VersioningConfiguration={"Status": "Enabled"})
    s3.put_object(**named, Key="k", Body=b"")
    s3.delete_object(**named, Key="k")
    return named


NO_ACL = "The bucket does not allow ACLs"
PLACE = {"LocationConstraint": REGION}
CLOUDFRONT = {"AWS": "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity EH1HDMB1FH2TC"}
UUID = "134f2428-cec1-4b25-a1ae-9048164dba47"


@pytest.mark.parametrize(
    "row",
    rows(
        "s3",
        (POLICY, in_bucket(Policy="none"), MALFORMED, "Policies must be valid JSON and the first"),
        (POLICY, in_bucket(Policy="{}"), MALFORMED, "Missing required field Statement"),
        (POLICY, ruled(Resource="arn:aws:s3:::other/*"), MALFORMED, "Policy has invalid resource"),
        (POLICY, ruled(Action="dynamodb:GetItem"), MALFORMED, "Policy has invalid action"),
        (POLICY, ruled(Principal=NOBODY), MALFORMED, "Invalid principal in policy"),
        (POLICY, ruled(Principal="*"), "AccessDenied", "the BlockPublicPolicy setting", 403),
        ("put_bucket_acl", in_bucket(ACL="private"), "AccessControlListNotSupported", NO_ACL),
        ("put_object", put(ACL="public-read"), "AccessControlListNotSupported", NO_ACL),
        ("copy_object", copied(ACL="public-read"), "AccessControlListNotSupported", NO_ACL),
        (
            "create_bucket",
            {"Bucket": "refused", "ACL": "public-read", "CreateBucketConfiguration": PLACE},
            "InvalidBucketAclWithObjectOwnership",
            "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
        ),
        (
            "put_bucket_versioning",
            in_bucket(VersioningConfiguration={}),
            "IllegalVersioningConfigurationException",
            "The Versioning element must be specified",
        ),
        (
            "put_bucket_website",
            in_bucket(WebsiteConfiguration={"IndexDocument": {"Suffix": "/index.html"}}),
            ARGUMENT,
            "The IndexDocument Suffix is not well formed",
        ),
        (
            "put_bucket_notification_configuration",
            to_function,
            ARGUMENT,
            "Unable to validate the following destination configurations",
        ),
        (
            "get_bucket_policy",
            in_bucket(ExpectedBucketOwner="abcd"),
            "InvalidBucketOwnerAWSAccountID",
            "must be an AWS Account ID... [abcd]",
        ),
        (
            "list_objects_v2",
            in_bucket(ExpectedBucketOwner="111111111111"),
            "AccessDenied",
            "Access Denied",
            403,
        ),
        (
            "list_objects_v2",
            in_bucket(ContinuationToken="none"),
            ARGUMENT,
            "The continuation token provided is incorrect",
        ),
        (
            "delete_bucket",
            versioned,
            "BucketNotEmpty",
            "You must delete all versions in the bucket.",
            409,
        ),
    ),
)
def test_buckets_that_s3_refuses(world: World, row: Row) -> None:
    row.assert_refused(world)


NOON = datetime(2027, 1, 1, 12, tzinfo=UTC)
RARE = [{"Days": 10, "StorageClass": "STANDARD_IA"}]
LATER = [{"Days": 40, "StorageClass": "STANDARD_IA"}]
DAY = {"Expiration": {"Days": 1}}
LIFECYCLE = "put_bucket_lifecycle_configuration"


@pytest.mark.parametrize(
    "row",
    rows(
        "s3",
        ("put_object", put(Key="a" * 1025), "KeyTooLongError", "Your key is too long"),
        ("put_object", put(IfNoneMatch="abc"), "NotImplemented", "A header you provided", 501),
        (
            "put_object",
            put(ContentMD5="none"),
            "InvalidDigest",
            "The Content-MD5 you specified was",
        ),
        (
            "put_object",
            put(ContentMD5="rL0Y20zC+Fzt72VPzMSk2A=="),
            "BadDigest",
            "The Content-MD5 you specified did not match what we received.",
        ),
        (
            "put_object",
            put(ServerSideEncryption="aws:kms", SSEKMSKeyId=UUID),
            "KMS.NotFoundException",
            f"key/{UUID}' does not exist",
        ),
        (LIFECYCLE, aged({}), "InvalidRequest", "At least one action needs to be specified in a"),
        (LIFECYCLE, aged({"Expiration": {"Days": 0}}), ARGUMENT, "must be a positive integer"),
        (LIFECYCLE, aged({"Expiration": {"Date": NOON}}), ARGUMENT, "must be at midnight GMT"),
        (
            LIFECYCLE,
            aged({"Transitions": RARE}),
            ARGUMENT,
            "or equal to 30 for storageClass 'STAND",
        ),
        (
            LIFECYCLE,
            aged({"Transitions": LATER, "Expiration": {"Days": 30}}),
            ARGUMENT,
            "must be greater than 'Days' in the Transition action",
        ),
        (LIFECYCLE, aged(DAY, DAY), ARGUMENT, "Rule ID must be unique."),
    ),
)
def test_objects_that_s3_refuses(world: World, row: Row) -> None:
    row.assert_refused(world)


def test_a_new_bucket_is_closed_owned_and_encrypted(world: World) -> None:
    s3, named = world.client("s3"), {"Bucket": world.bucket()}

    blocked = s3.get_public_access_block(**named)["PublicAccessBlockConfiguration"]
    owned = s3.get_bucket_ownership_controls(**named)["OwnershipControls"]["Rules"]
    (rule,) = s3.get_bucket_encryption(**named)["ServerSideEncryptionConfiguration"]["Rules"]

    assert set(blocked.values()) == {True}
    assert owned == [{"ObjectOwnership": "BucketOwnerEnforced"}]
    assert rule["ApplyServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}


def test_a_bucket_is_opened_by_its_owner(world: World) -> None:
    s3, named = world.client("s3"), {"Bucket": world.bucket()}
    s3.delete_public_access_block(**named)
    controls = {"Rules": [{"ObjectOwnership": "BucketOwnerPreferred"}]}
    s3.put_bucket_ownership_controls(**named, OwnershipControls=controls)

    resource = f"arn:aws:s3:::{named['Bucket']}/*"
    statement = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": resource,
    }
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})

    assert refusal(s3, "put_bucket_policy", **named, Policy=document)[1] == ""
    assert refusal(s3, "put_bucket_acl", **named, ACL="public-read")[1] == ""


def test_a_policy_that_one_service_uses_is_not_public(world: World) -> None:
    condition = {"StringEquals": {"aws:SourceAccount": ACCOUNT}}

    given = ruled(Principal="*", Condition=condition)(world)

    assert refusal(world.client("s3"), "put_bucket_policy", **given)[1] == ""


@pytest.mark.parametrize("principal", [CLOUDFRONT, {"Service": "cloudfront.amazonaws.com"}])
def test_cloudfront_may_read_a_bucket(world: World, principal: Any) -> None:
    """CloudFront developer guide, "Restrict access to an Amazon S3 origin"."""
    given = ruled(Principal=principal)(world)

    assert refusal(world.client("s3"), "put_bucket_policy", **given)[1] == ""


def test_an_object_whose_digest_fits_is_stored(world: World) -> None:
    given = put(Body=b"hello", ContentMD5="XUFAKrxLKna5cZ2REBfFkg==", Key=fresh("k"))(world)

    assert refusal(world.client("s3"), "put_object", **given)[1] == ""


@pytest.mark.parametrize("acl", ["private", "bucket-owner-full-control"])
def test_an_object_may_name_the_list_that_its_owner_has_anyway(world: World, acl: str) -> None:
    s3, given = world.client("s3"), put(ACL=acl)(world)

    assert refusal(s3, "put_object", **given)[1] == ""
    assert refusal(s3, "copy_object", **copied(ACL=acl)(world))[1] == ""


def test_parts_of_one_object_have_five_megabytes(world: World) -> None:
    s3, given = world.client("s3"), {"Bucket": world.bucket(), "Key": "k"}
    given = {**given, "UploadId": s3.create_multipart_upload(**given)["UploadId"]}
    tags = [s3.upload_part(**given, PartNumber=each, Body=b"a")["ETag"] for each in (1, 2)]
    parts = [{"PartNumber": number, "ETag": tag} for number, tag in enumerate(tags, start=1)]

    answer = refusal(s3, "complete_multipart_upload", **given, MultipartUpload={"Parts": parts})

    words = "Your proposed upload is smaller than the minimum allowed size"
    assert answer[1:] == ("EntityTooSmall", words)
