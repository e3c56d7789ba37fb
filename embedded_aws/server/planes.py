"""The two HTTP servers: AWS's services in threads, deployed APIs in the main loop."""

import asyncio
import contextlib
import logging
from typing import Any

import uvicorn
from werkzeug.serving import BaseWSGIServer, make_server

from embedded_aws import gateway
from embedded_aws.config import HOST, LocalConfig
from embedded_aws.endpoint.wsgi import EmbeddedAws
from embedded_aws.gateway.http.protocol import SpellingProtocol
from embedded_aws.server.documentation import Documentation


def data_plane(config: LocalConfig, backends: gateway.Backends) -> uvicorn.Server:
    """The server of deployed APIs in the running loop; the caller handles signals."""
    app = gateway.Gateway(backends, Documentation(config))
    gateway.serve_tests(app, asyncio.get_running_loop())
    settings = uvicorn.Config(
        app,
        host=HOST,
        port=config.api_port,
        http=SpellingProtocol,
        lifespan="off",
        log_level="warning",
        access_log=False,
        proxy_headers=False,  # nobody stands in front: a forwarded address would be forged
        server_header=False,
        date_header=False,  # the gateway has its own
        timeout_keep_alive=60,  # longer than pools of clients keep a connection that nobody uses
        timeout_graceful_shutdown=3,
    )
    server = uvicorn.Server(settings)
    server.capture_signals = contextlib.nullcontext  # type: ignore[method-assign,assignment]
    return server


def control_plane(config: LocalConfig, aws: EmbeddedAws) -> BaseWSGIServer:
    """The server of AWS's services, a thread for each connection."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    return make_server(HOST, config.aws_port, aws, threaded=True, request_handler=_handler())


def _handler() -> Any:
    from moto.server import MotoRequestHandler  # noqa: PLC0415 - heavy

    class Handler(MotoRequestHandler):  # type: ignore[misc]
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # one packet for head and body
        disable_nagle_algorithm = True

        def handle_expect_100(self) -> bool:
            # Left in the buffer, as werkzeug does, it lets boto3 wait a second before it uploads.
            self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            self.wfile.flush()
            del self.headers["Expect"]
            return True

    return Handler
