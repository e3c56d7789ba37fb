"""The call of a function in the execution log."""

import json
import time
from datetime import UTC, datetime
from email.utils import formatdate

from embedded_aws.functions import Invocation
from embedded_aws.gateway.exchange import Exchange
from embedded_aws.gateway.integrations import tracing
from embedded_aws.gateway.integrations.invocations import source_arn

SECRET = "*" * 60
LONG_SECRET = "*" * 1000
"""As long as a session token, which is why AWS's line is cut off."""


def log_call(exchange: Exchange, arn: str, body: bytes, role: str | None) -> float:
    """Log the request that invokes the function, if anything is logged; returns the time."""
    if exchange.log.level != "INFO":
        exchange.enter("integration")
        return time.perf_counter()
    api = exchange.stage.api
    headers = {
        "x-amzn-lambda-integration-tag": exchange.request_id,
        "Authorization": SECRET,
        "X-Amz-Date": datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ"),
        "x-amzn-apigateway-api-id": api.id,
        **({} if role else {"X-Amz-Source-Arn": source_arn(exchange)}),
        "Accept": "application/json",
        "User-Agent": f"AmazonAPIGateway_{api.id}",
        "X-Amz-Security-Token": LONG_SECRET,
    }
    region = (arn.split(":") + [""] * 4)[3] or api.region
    uri = f"https://lambda.{region}.amazonaws.com/2015-03-31/functions/{arn}/invocations"
    return tracing.sending(exchange, uri, headers, body)


def log_answer(exchange: Exchange, began: float, invocation: Invocation) -> None:
    """Log the function's answer to a request of that time."""
    if exchange.log.level != "INFO":
        exchange.enter("mapping")
        return
    exchange.trace_id = tracing.traced(exchange.trace_id)
    error = invocation.function_error
    headers = {
        "Date": formatdate(usegmt=True),
        "Content-Type": "application/json",
        "Content-Length": str(len(invocation.payload)),
        "Connection": "keep-alive",
        "x-amzn-RequestId": invocation.request_id,
        **({"X-Amz-Function-Error": error} if error else {}),
        "x-amzn-Remapped-Content-Length": "0",
        "X-Amz-Executed-Version": invocation.executed_version,
        "X-Amzn-Trace-Id": exchange.trace_id,
    }
    tracing.received(exchange, began, 200, headers, invocation.payload)


def log_error(exchange: Exchange, invocation: Invocation) -> None:
    """Log the error with which the function ended."""
    message = error_message(invocation) or "the function ended"
    exchange.log.fail(
        f"Lambda execution failed with status 200 due to customer function error: {message}. "
        f"Lambda request id: {invocation.request_id}"
    )


def error_message(invocation: Invocation) -> str:
    """The text for selection patterns; empty unless the function failed."""
    if not invocation.function_error:
        return ""
    try:
        raw = json.loads(invocation.payload)
    except ValueError:
        return ""
    return str(raw.get("errorMessage") or "") if isinstance(raw, dict) else ""
