"""Transactions of DynamoDB that were refused, and why."""

from botocore.exceptions import ClientError

# Of a transaction's parts: its own condition did not hold, or another transaction was at it.
LOST = {"ConditionalCheckFailed", "TransactionConflict"}


def is_lost(error: ClientError) -> bool:
    """Whether another was first; a transaction can also be refused for want of throughput."""
    reasons = error.response.get("CancellationReasons", [])
    return bool(LOST & {reason.get("Code") for reason in reasons})
