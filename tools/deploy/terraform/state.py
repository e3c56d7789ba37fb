"""A root's state in S3, read without Terraform."""

import json
from typing import Any

from botocore.exceptions import ClientError

from tools.deploy.terraform.root import Root
from tools.deploy.terraform.state_lock import GONE, StateLock
from tools.deploy.where.place import Place


def content(root: Root, place: Place) -> dict[str, Any]:
    """The state; empty before the first apply."""
    bucket, key = place.state_bucket, root.state_key(place)
    try:
        state = place.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read()
    except ClientError as error:
        if error.response["Error"]["Code"] in GONE:
            return {}
        raise
    read: dict[str, Any] = json.loads(state)
    return read


def is_empty(root: Root, place: Place) -> bool:
    """Whether no resource is in the state, and nobody is at work who may put one there."""
    # The lock first: an apply that ends between these two looks leaves its resources to see.
    return StateLock(root, place).read() is None and not content(root, place).get("resources")
