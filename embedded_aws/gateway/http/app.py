"""The data plane over HTTP: an ASGI application that serves every deployed stage."""

import json
import logging
import time
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

from embedded_aws.gateway.answers.refusals import internal, render, status_of
from embedded_aws.gateway.answers.templates import substitute
from embedded_aws.gateway.answers.watching import Answered
from embedded_aws.gateway.backends import Backends
from embedded_aws.gateway.exchange import Answer, Exchange, Refusal
from embedded_aws.gateway.execution_log import cut
from embedded_aws.gateway.facts import Response
from embedded_aws.gateway.http.addresses import Address, address
from embedded_aws.gateway.http.edge import at_edge, from_edge
from embedded_aws.gateway.http.sending import Send, finished, send_answer
from embedded_aws.gateway.incoming import Incoming, incoming
from embedded_aws.gateway.metrics import measure
from embedded_aws.gateway.pipeline import Pipeline
from embedded_aws.gateway.requests.body import Body, DisconnectedError, Receive

_report = logging.getLogger(__name__)

type Elsewhere = Callable[[Any, Receive, Send], Awaitable[bool]]
"""Answers requests for which no stage is deployed, if it wants to."""


class Gateway:
    """Serves deployed APIs by path, by host name, and the project's own API by stage."""

    def __init__(self, backends: Backends, elsewhere: Elsewhere | None = None) -> None:
        self._elsewhere = elsewhere
        self._apis = backends.apis
        self._logs = backends.logs
        self._metrics = backends.metrics
        self._watcher = backends.watcher
        self.pipeline = Pipeline(backends)
        self._log_stream = uuid.uuid4().hex

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        if scope["type"] != "http":
            return
        request = incoming(scope)
        place = address(self._apis, request)
        if place is None:
            if not await self._answered_elsewhere(scope, receive, send):
                await send_answer(send, request, _nowhere())
            return
        exchange = _exchange(request, place)
        if self._watcher.watching:
            exchange.stages = []
        try:
            answer = await self.answered(exchange, receive)
        except DisconnectedError:
            answer = Answer(499, [], b"")
        else:
            if exchange.is_at_edge:
                answer = from_edge(exchange.incoming, answer)
            await send_answer(send, request, answer)
        milliseconds = (time.perf_counter() - exchange.started) * 1000
        line = self._log(exchange, answer, int(milliseconds))
        measure(self._metrics, exchange, answer.status, int(milliseconds))
        self._tell(exchange, Answered(answer.status, len(answer.body), milliseconds, line))

    def _tell(self, exchange: Exchange, answered: Answered) -> None:
        """Tell the watcher, if one looked when the request came."""
        if exchange.stages is not None:
            self._watcher.saw(exchange, answered)

    async def _answered_elsewhere(self, scope: Any, receive: Receive, send: Send) -> bool:
        return self._elsewhere is not None and await self._elsewhere(scope, receive, send)

    async def answered(self, exchange: Exchange, receive: Receive) -> Answer:
        """The answer with the gateway's own headers; DisconnectedError when nobody waits for it."""
        answer = await self._answer(exchange, receive)
        exchange.enter("response")
        answer = finished(exchange, answer)
        exchange.log.note("Method completed with status: %s", answer.status)
        if exchange.log.failure and answer.status >= 500:  # noqa: PLR2004
            place = f"{exchange.incoming.method} {exchange.full_path} of {exchange.stage.api.id}"
            _report.warning("%s answered %d: %s", place, answer.status, exchange.log.failure)
        return answer

    async def _answer(self, exchange: Exchange, receive: Receive) -> Answer:
        try:
            return await self.pipeline.run(exchange, Body(exchange.incoming, receive))
        except Refusal as refusal:
            if status_of(refusal) >= 500 and not exchange.log.failure:  # noqa: PLR2004
                exchange.log.fail(f"Execution failed: {refusal.response_type} ({refusal.message})")
            return render(exchange, refusal)
        except DisconnectedError:
            raise
        except Exception as error:  # noqa: BLE001 - one broken request must not end the server
            _report.exception("request %s failed in the gateway itself", exchange.request_id)
            exchange.log.fail(f"Execution failed due to an internal error: {error!r}")
            return render(exchange, internal())

    def _log(self, exchange: Exchange, answer: Answer, latency_ms: int) -> str | None:
        """Write the access-log line and the execution log, for refused requests too."""
        if exchange.log.events:
            self._log_execution(exchange)
        stage = exchange.stage
        if not stage.access_log_group or not stage.access_log_format:
            return None
        exchange.facts.response = Response(answer.status, len(answer.body), latency_ms)
        line = substitute(stage.access_log_format, exchange, "-", _one_line)
        at_ms = int(exchange.at * 1000)
        group, region = stage.access_log_group, stage.api.region
        self._logs.write(group, self._log_stream, at_ms, line, region)
        return line

    def _log_execution(self, exchange: Exchange) -> None:
        """Write each event under its request, in the stage's group."""
        api = exchange.stage.api
        group = exchange.stage.execution_log_group
        self._apis.ensure_log_group(group, api.region)
        for at, text in exchange.log.events:
            line = cut(f"({exchange.request_id}) {text}")
            self._logs.write(group, self._log_stream, int(at * 1000), line, api.region)


def _one_line(value: str) -> str:
    """The value escaped for quotes: a client's text can end neither them nor the line."""
    return json.dumps(value, ensure_ascii=False)[1:-1]


def _exchange(request: Incoming, place: Address) -> Exchange:
    api = place.stage.api
    domain = place.custom_domain or f"{api.id}.execute-api.{api.region}.amazonaws.com"
    is_at_edge = api.is_edge and place.custom_domain is None
    exchange = Exchange(
        at_edge(request) if is_at_edge else request,
        place.stage,
        place.path,
        domain,
        base_path=place.base_path,
        sent_path=place.sent_path,
        on_custom_domain=place.custom_domain is not None,
        is_canary=place.stage.is_canary,
        is_at_edge=is_at_edge,
    )
    fresh = f"Root=1-{int(exchange.at):08x}-{uuid.uuid4().hex[:24]}"
    exchange.trace_id = request.header("X-Amzn-Trace-Id") or fresh
    return exchange


def _nowhere() -> Answer:
    """The answer for a host name without a deployed stage."""
    body = b'{"message":"Forbidden"}'
    headers = [("Content-Type", "application/json"), ("x-amzn-ErrorType", "ForbiddenException")]
    return Answer(403, headers, body)
