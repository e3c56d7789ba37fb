"""The log of a stage's web ACL: a line for each request, to where the ACL's settings say."""

from typing import Protocol

from embedded_aws.gateway.exchange import Exchange
from embedded_aws.logs import LogSink
from embedded_aws.waf import Decision, Destination, Origin, Request, line


class Destinations(Protocol):
    """Where each web ACL logs, and where callers are."""

    def log_of(self, arn: str) -> Destination | None:
        """The log of a web ACL; None without one."""

    def country_of(self, address_text: str) -> str:
        """The country of an address."""


class StreamSink(Protocol):
    """Accepts records for Firehose."""

    def put(self, region: str, stream: str, data: bytes) -> None:
        """Queue one record for a region's stream, without waiting."""


class WebAclLog:
    """Writes the lines to a log group or to Firehose, without waiting."""

    def __init__(self, destinations: Destinations, sink: LogSink, streams: StreamSink) -> None:
        self._destinations = destinations
        self._sink = sink
        self._streams = streams

    def write(self, arn: str, exchange: Exchange, request: Request, decision: Decision) -> None:
        """Write the line about a request, if the web ACL has a log."""
        destination = self._destinations.log_of(arn)
        if destination is None:
            return
        stage = exchange.stage
        origin = Origin(
            f"{stage.api.account_id}:{stage.api.id}:{stage.name}",
            exchange.extended_id,
            exchange.incoming.protocol,
            self._destinations.country_of(request.source_ip),
        )
        text = line(request, decision, origin, destination)
        if not destination.group:
            self._streams.put(destination.region, destination.stream, f"{text}\n".encode())
            return
        at_ms = int(request.at * 1000)
        self._sink.write(destination.group, destination.stream, at_ms, text, destination.region)
