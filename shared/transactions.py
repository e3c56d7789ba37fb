"""The reasons of cancelled DynamoDB transactions."""

from botocore.exceptions import ClientError

# Of a transaction's parts: its own condition did not hold, or another transaction was at it.
LOST = {"ConditionalCheckFailed", "TransactionConflict"}


def is_lost(error: ClientError) -> bool:
    """Whether another write was first; transactions are also cancelled for want of throughput."""
    reasons = error.response.get("CancellationReasons", [])
    return bool(LOST & {reason.get("Code") for reason in reasons})
