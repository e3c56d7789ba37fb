"""An integration's call in the execution log."""

import os
import time
from collections.abc import Iterable, Mapping

from embedded_aws.gateway.exchange import Exchange
from embedded_aws.gateway.execution_log import Body, Braces

type Pairs = Mapping[str, str] | Iterable[tuple[str, str]]


def sending(exchange: Exchange, uri: str, headers: Pairs, body: bytes) -> float:
    """Log the request that is sent; returns the time."""
    exchange.enter("integration")
    log = exchange.log
    log.trace("Endpoint request URI: %s", uri)
    log.trace("Endpoint request headers: %s", Braces(headers))
    log.trace("Endpoint request body after transformations: %s", Body(body))
    log.note("Sending request to %s", uri)
    return time.perf_counter()


def received(exchange: Exchange, began: float, status: int, headers: Pairs, body: bytes) -> None:
    """Log the response to a request sent at that time."""
    exchange.enter("mapping")
    log = exchange.log
    latency = int((time.perf_counter() - began) * 1000)
    log.note("Received response. Status: %s, Integration latency: %s ms", status, latency)
    log.trace("Endpoint response headers: %s", Braces(headers))
    log.trace("Endpoint response body before transformations: %s", Body(body))


def traced(trace_id: str) -> str:
    """The trace with a parent and a decision on sampling, which are added to a root alone."""
    if "Parent=" in trace_id:
        return trace_id
    return f"{trace_id.split(';', maxsplit=1)[0]};Parent={os.urandom(8).hex()};Sampled=0"
