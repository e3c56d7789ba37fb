"""Firehose: records buffered, processed, converted by a Glue table, and delivered to S3."""

from embedded_aws.analytics.firehose import operations, subscriptions


def install() -> None:
    """Patch moto; safe to call more than once."""
    operations.install()
    subscriptions.install()
