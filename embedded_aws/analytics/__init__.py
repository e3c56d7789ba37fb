"""Logs on their way to answers: subscriptions, Firehose's delivery to S3, and Athena's queries."""

from embedded_aws.analytics import athena, firehose
from embedded_aws.analytics.firehose.clock import DeliveryClock, minute_seconds

__all__ = ["DeliveryClock", "install", "minute_seconds"]


def install() -> None:
    """Patch moto; safe to call more than once."""
    firehose.install()
    athena.install()
