"""One process: moto's control plane in threads, functions and the data plane in the main loop."""

import asyncio
import contextlib
import fcntl
import logging
import os
import signal
import threading
import time
from collections.abc import Iterator
from typing import Any

import uvicorn
from werkzeug.serving import BaseWSGIServer, make_server

from embedded_aws import cloudwatch, codedeploy, gateway
from embedded_aws import functions as lambda_
from embedded_aws.config import ACCOUNT_ID, HOST, REGION, LocalConfig
from embedded_aws.endpoint import failures
from embedded_aws.endpoint.wsgi import EmbeddedAws
from embedded_aws.logs import MotoLogs
from embedded_aws.patches import installation as patches
from embedded_aws.patches.wafv2 import web_acls
from embedded_aws.state import snapshot
from embedded_aws.state.changes import generation, quiet
from embedded_aws.waf import Countries, MotoWebAcls

SETTLE_SECONDS = 2.0
"""A snapshot is taken when nothing changed for this long …"""
LATEST_SECONDS = 10.0
"""… and at the latest so long after a change."""
REST = 10
"""… but never for more than a tenth of the time: a large state is written more seldom."""
LAST_ATTEMPTS = 3
_report = logging.getLogger(__name__)


class StartError(Exception):
    """The embedded AWS cannot start; says why and what to do."""


class SaveError(Exception):
    """The state could not be written; the last snapshot is untouched."""


def serve(config: LocalConfig) -> None:
    """Run until SIGINT or SIGTERM; all state is saved before it returns."""
    config.directory.mkdir(parents=True, exist_ok=True)
    with _alone(config):
        began = time.monotonic()
        countries = Countries.read()
        for each in (failures, patches, gateway, cloudwatch, codedeploy):
            each.install()
        codedeploy.minute_seconds()  # tells a wrong one now, not at the first deployment
        restored = snapshot.restore(config.snapshot)
        runtime = lambda_.ensure_runtime(config.directory / "runtime")
        with asyncio.Runner(loop_factory=_loop_factory()) as runner:
            runner.run(_serve(config, runtime, countries, began, restored=restored))


def _loop_factory() -> Any:
    import uvloop  # noqa: PLC0415 - not on every platform

    return uvloop.new_event_loop


async def _serve(
    config: LocalConfig, runtime: Any, countries: Countries, began: float, *, restored: bool
) -> None:
    loop = asyncio.get_running_loop()
    logs = MotoLogs(ACCOUNT_ID, REGION)
    metrics = cloudwatch.MotoMetrics(ACCOUNT_ID, REGION)
    alarms = cloudwatch.Alarms(ACCOUNT_ID, REGION)
    alarm_clock = cloudwatch.AlarmClock(alarms)
    catalog = lambda_.ReloadedCatalog(lambda_.MotoCatalog(ACCOUNT_ID, REGION))
    code = config.directory / "functions"
    lambda_.remove_overlays(code)
    functions = lambda_.Functions(
        catalog,
        logs,
        directory=code,
        runtime=runtime,
        environment={"AWS_ENDPOINT_URL": config.aws_endpoint},
        metrics=metrics,
    )
    events = lambda_.Events(functions, lambda_.keep, lambda_.Pace())
    lambda_.install(functions, events, loop)
    hooks = codedeploy.FunctionHooks(events, loop)
    deployments = codedeploy.Deployments(ACCOUNT_ID, REGION, hooks, alarms.ringing)
    deployments.recover(time.time())
    deployment_clock = codedeploy.DeploymentClock(deployments)
    reload = lambda_.HotReload(catalog, functions, code)
    aws = EmbeddedAws(lambda: _health(config), lambda_.ReloadEndpoint(reload, loop))
    backends = gateway.Backends(
        apis=gateway.MotoApis(ACCOUNT_ID, REGION),
        functions=functions,
        services=gateway.EmbeddedServices(aws),
        logs=logs,
        throttling=gateway.Throttling(gateway.MotoUsage(ACCOUNT_ID, REGION)),
        callers=gateway.MotoCallers(),
        firewall=gateway.Firewall(MotoWebAcls(ACCOUNT_ID, REGION, countries)),
        metrics=metrics,
    )
    data_plane = _data_plane(config, backends)
    control_plane = _control_plane(config, aws)
    ended = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, ended.set)
    threading.Thread(target=control_plane.serve_forever, name="aws", daemon=True).start()
    serving = asyncio.create_task(data_plane.serve())
    saving = asyncio.create_task(_save_when_settled(config))
    state = "with the data of before" if restored else "empty"
    print(
        f"Embedded AWS ready {state} in {time.monotonic() - began:.1f} s: {config.aws_endpoint}",
        flush=True,
    )
    print(f"API at http://{HOST}:{config.api_port}; data in {config.snapshot}", flush=True)
    for sentence in web_acls.not_enforced(ACCOUNT_ID, REGION):
        print(f"Not enforced here: {sentence}", flush=True)
    await ended.wait()
    saving.cancel()
    data_plane.should_exit = True
    await serving
    await functions.close()
    await asyncio.to_thread(control_plane.shutdown)
    await asyncio.to_thread(deployment_clock.close)
    await asyncio.to_thread(alarm_clock.close)
    await asyncio.to_thread(logs.close)
    await asyncio.to_thread(metrics.close)
    await _save_at_last(config)


def _data_plane(config: LocalConfig, backends: gateway.Backends) -> uvicorn.Server:
    app = gateway.Gateway(backends)
    settings = uvicorn.Config(
        app,
        host=HOST,
        port=config.api_port,
        http="httptools",
        lifespan="off",
        log_level="warning",
        access_log=False,
        proxy_headers=False,  # nobody stands in front: a forwarded address would be forged
        server_header=False,
        timeout_graceful_shutdown=3,
    )
    server = uvicorn.Server(settings)
    server.capture_signals = contextlib.nullcontext  # type: ignore[method-assign,assignment]
    return server


def _health(config: LocalConfig) -> dict[str, Any]:
    told = {"pid": os.getpid(), "api_port": config.api_port}
    return {"status": "ok", **told, "not_enforced": web_acls.not_enforced(ACCOUNT_ID, REGION)}


def _control_plane(config: LocalConfig, aws: EmbeddedAws) -> BaseWSGIServer:
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


async def _save_when_settled(config: LocalConfig) -> None:
    """Keep the snapshot young, so that a killed server loses little."""
    saved, seen, since = generation(), generation(), time.monotonic()
    rested_at = 0.0
    while True:
        await asyncio.sleep(0.5)
        now = generation()
        if time.monotonic() < rested_at:
            continue
        if now == saved:
            seen, since = now, time.monotonic()
            continue
        waited = time.monotonic() - since
        if (now == seen and waited >= SETTLE_SECONDS) or waited >= LATEST_SECONDS:
            began = time.monotonic()
            with contextlib.suppress(SaveError):  # told in the log, and tried again
                await asyncio.to_thread(_save, config)
                saved = now
            since = time.monotonic()
            rested_at = since + REST * (since - began)
        elif now != seen:
            seen = now


async def _save_at_last(config: LocalConfig) -> None:
    """Save on the way out; what keeps the state busy gets some time to end."""
    for _ in range(LAST_ATTEMPTS - 1):
        with contextlib.suppress(SaveError):
            return await asyncio.to_thread(_save, config)
    return await asyncio.to_thread(_save, config)


def _save(config: LocalConfig) -> None:
    began = time.monotonic()
    try:
        with quiet():
            size = snapshot.save(config.snapshot)
    except Exception as error:
        _report.exception("The snapshot was not written")
        raise SaveError(
            f"The data could not be saved ({error}); {config.snapshot} is as it was before."
        ) from error
    _report.info("snapshot of %.1f MB in %.2f s", size / 1e6, time.monotonic() - began)


@contextlib.contextmanager
def _alone(config: LocalConfig) -> Iterator[None]:
    """Hold the folder: two servers on one folder would overwrite each other's data."""
    with config.pid.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise StartError(
                f"Another embedded AWS runs on {config.directory}; end it with `make down`."
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)
