"""Functions that a bucket notifies (S3 user guide, "Event message structure").

moto sends to a container, and leaves parts of the event out.
"""

from typing import Any

from moto.s3 import notifications

from embedded_aws.patches.awslambda.events.deliveries import deliver

PRINCIPAL = "s3.amazonaws.com"


def install() -> None:
    """Patch the delivery; safe to call more than once."""
    notifications._invoke_awslambda = _invoke  # noqa: SLF001 - moto's own


def _invoke(account_id: str, event_body: Any, fn_arn: str, region_name: str) -> None:
    del region_name
    for record in event_body["Records"]:
        record["userIdentity"] = {"principalId": f"AWS:{account_id}"}
        record["requestParameters"] = {"sourceIPAddress": "127.0.0.1"}
        record["s3"]["bucket"]["ownerIdentity"] = {"principalId": account_id}
        record["s3"]["object"]["sequencer"] = "0055AED6DCD90281E5"
    source = event_body["Records"][0]["s3"]["bucket"]["arn"]
    deliver(fn_arn, event_body, PRINCIPAL, source)
