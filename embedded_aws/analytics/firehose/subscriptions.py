"""Subscription filters: a log group's matching events go to a Firehose stream.

CloudWatch Logs user guide, "Log group-level subscription filters". moto sends all events, whatever
the pattern, and past the buffer.
"""

import time
from collections.abc import Callable
from typing import Any

from moto.firehose.models import firehose_backends
from moto.logs.exceptions import InvalidParameterException
from moto.logs.models import LogGroup, LogStream

from embedded_aws.analytics.firehose.buffers import LogEvents, put
from embedded_aws.cloudwatch.log_lines.conditions import PatternError
from embedded_aws.cloudwatch.log_lines.filter_patterns import compiled

MOST_EVENTS = 1_000
"""Of one record, which Firehose takes up to 1 MB of."""
MOST_SUBSCRIPTIONS = 2


def install() -> None:
    """Patch moto; safe to call more than once."""
    if getattr(LogStream, "has_subscriptions", False):
        return
    stream: Any = LogStream
    group: Any = LogGroup
    stream.has_subscriptions = True
    stream._send_log_events = _sending(stream._send_log_events)  # noqa: SLF001 - moto's delivery
    group.put_subscription_filter = _checked(group.put_subscription_filter)


def _checked(original: Callable[..., None]) -> Callable[..., None]:
    """Refuse a pattern that cannot be parsed; change a filter also where there are two."""

    def put_subscription_filter(
        self: Any, filter_name: str, filter_pattern: str, destination_arn: str, role_arn: str
    ) -> None:
        try:
            compiled(filter_pattern or "")
        except PatternError as error:
            raise InvalidParameterException(f"Invalid filter pattern: {error}") from error
        known = self.subscription_filters.get(filter_name)
        if known:
            known.update(filter_pattern, destination_arn, role_arn)
        else:
            original(self, filter_name, filter_pattern, destination_arn, role_arn)

    return put_subscription_filter


def _sending(original: Callable[..., None]) -> Callable[..., None]:
    def send(
        self: Any, service: str, destination_arn: str, filter_name: str, log_events: list[Any]
    ) -> None:
        if service == "firehose":
            _to_firehose(self, destination_arn, filter_name, log_events)
        else:
            original(self, service, destination_arn, filter_name, log_events)

    return send


def _to_firehose(stream: Any, arn: str, name: str, log_events: list[Any]) -> None:
    group = stream.log_group
    matches = compiled(group.subscription_filters[name].filter_pattern or "")
    region, account_id = arn.split(":")[3:5]
    backend = firehose_backends[account_id][region]
    if backend.lookup_name_from_arn(arn) is None:
        return  # deleted since: AWS drops the events too
    events = [
        (str(each["id"]).rjust(56, "0"), each["timestamp"], each["message"])
        for each in log_events
        if matches(each["message"]) is not None
    ]
    now = time.time()
    parts = (events[at : at + MOST_EVENTS] for at in range(0, len(events), MOST_EVENTS))
    owner, groups = stream.account_id, (group.name, stream.log_stream_name)
    records = [LogEvents(now, owner, *groups, name, tuple(part)) for part in parts]
    if records:
        put(backend, arn.rsplit("/", 1)[-1], list(records))
