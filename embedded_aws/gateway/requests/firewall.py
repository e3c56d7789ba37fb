"""The web ACL of a stage, evaluated before all else.

API Gateway developer guide, "Use AWS WAF to protect your REST APIs" and "Variables for access
logging"; gateway response type WAF_FILTERED.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Protocol

from embedded_aws.gateway.exchange import Answer, Exchange, Refusal
from embedded_aws.gateway.incoming import Incoming
from embedded_aws.gateway.requests.body import Body
from embedded_aws.gateway.requests.web_acl_log import WebAclLog
from embedded_aws.waf import Decision, Request, WebAcl


class WebAcls(Protocol):
    """Web ACLs by ARN."""

    def get(self, arn: str) -> WebAcl | None:
        """The present web ACL; None without one."""


class Firewall:
    """Evaluates the web ACL associated with the stage."""

    def __init__(
        self, acls: WebAcls, clock: Callable[[], float] = time.time, log: WebAclLog | None = None
    ) -> None:
        self._acls = acls
        self._log = log
        self._clock = clock

    async def inspect(self, exchange: Exchange, body: Body) -> Answer | None:
        """None when the request may pass; else a custom response, or the Refusal."""
        acl = self._acls.get(exchange.stage.web_acl_arn or "")
        if acl is None:
            return None
        began = time.perf_counter()
        start, goes_on = await body.beginning(acl.body_bytes) if acl.reads_body else (b"", False)
        exchange.facts.waf.web_acl_arn = acl.arn
        request = self._request(exchange, start, goes_on=goes_on)
        try:
            decision = acl.decide(request)
        except Exception as error:
            exchange.facts.waf.error = f"{type(error).__name__}: {error}"
            raise
        finally:
            exchange.facts.waf.latency_ms = int((time.perf_counter() - began) * 1000)
        if self._log:
            self._log.write(acl.arn, exchange, request, decision)
        return _applied(exchange, decision)

    def _request(self, exchange: Exchange, start: bytes, *, goes_on: bool) -> Request:
        incoming = exchange.incoming
        return Request(
            method=incoming.method,
            uri_path=exchange.full_path,
            query=incoming.query,
            headers=incoming.headers,
            source_ip=incoming.source_ip,
            at=self._clock(),
            body=start,
            body_goes_on=goes_on,
        )


def _applied(exchange: Exchange, decision: Decision) -> Answer | None:
    """Record the decision for the access log, and apply it."""
    exchange.facts.waf.response_code = "WAF_ALLOW" if decision.allowed else "WAF_BLOCK"
    if decision.allowed:
        exchange.facts.waf.status = HTTPStatus.OK.value
        exchange.incoming = _with(exchange.incoming, decision.inserted)
        return None
    exchange.refusal = refusal = Refusal("WAF_FILTERED", "Forbidden")
    custom = decision.response
    exchange.facts.waf.status = custom.status if custom else HTTPStatus.FORBIDDEN.value
    if custom is None:
        raise refusal
    return Answer(custom.status, list(custom.headers), custom.body.encode())


def _with(incoming: Incoming, inserted: Mapping[str, str]) -> Incoming:
    """The request with the web ACL's headers, which replace those of the same name."""
    if not inserted:
        return incoming
    names = {name.lower() for name in inserted}
    others = [pair for pair in incoming.headers if pair[0].lower() not in names]
    return replace(incoming, headers=(*others, *inserted.items()))
