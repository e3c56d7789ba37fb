"""Code, runtimes and layers of functions (Lambda API reference, CreateFunction).

The words are Lambda's own (recordings of its refusals).
"""

from typing import Any

from moto.core.utils import get_service_model
from moto.s3.models import s3_backends

from embedded_aws.config import ACCOUNT_ID
from embedded_aws.endpoint.rules.functions.functions import BOTH, CREATE, INVALID
from embedded_aws.endpoint.rules.rule import Given, rule

GET = "Error occurred while GetObject. S3 Error Code: "
NO_BUCKET = f"{GET}NoSuchBucket. S3 Error Message: The specified bucket does not exist"
NO_KEY = f"{GET}NoSuchKey. S3 Error Message: The specified key does not exist."


def _code(given: Given) -> str | None:
    code = given.get("Code") or given
    name, key = code.get("S3Bucket"), code.get("S3Key")
    if not name:
        return None
    buckets: Any = s3_backends[ACCOUNT_ID]["aws"].buckets
    if name not in buckets:
        return NO_BUCKET
    return None if buckets[name].keys.get(key) else NO_KEY


def _runtime(given: Given) -> str | None:
    """The refusal of a runtime that there never was."""
    shape: Any = get_service_model("lambda").shape_for("Runtime")
    runtime = given.get("Runtime")
    if not runtime or runtime in shape.enum:
        return None
    return (
        f"Value {runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum "
        f"value set: [{', '.join(shape.enum)}] or be a valid ARN"
    )


def _layers(given: Given) -> str | None:
    regions = {str(arn).split(":")[3] for arn in given.get("Layers") or ()}
    if regions <= {given.region}:
        return None
    return (
        "Layers are not in the same region as the function. Layers are expected to be in region "
        f"{given.region}."
    )


RULES = (
    rule(f"{CREATE} UpdateFunctionCode", INVALID, _code),
    rule(BOTH, INVALID, _runtime),
    rule(BOTH, INVALID, _layers),
)
