"""One process: moto's control plane in threads, functions and the data plane in the main loop."""

import asyncio
import signal
import threading
import time
from pathlib import Path
from typing import Any

from werkzeug.serving import BaseWSGIServer

from embedded_aws import analytics, cloudwatch, codedeploy, dynamodb, gateway
from embedded_aws import functions as lambda_
from embedded_aws.config import ACCOUNT_ID, HOST, LocalConfig
from embedded_aws.endpoint import failures
from embedded_aws.patches import installation as patches
from embedded_aws.patches.cognito import signing_keys
from embedded_aws.patches.wafv2 import web_acls
from embedded_aws.server import planes
from embedded_aws.server.folder import alone
from embedded_aws.server.parts import Parts, assembled
from embedded_aws.server.saving import Saving
from embedded_aws.state import chance
from embedded_aws.waf import Countries


def serve(config: LocalConfig) -> None:
    """Run until SIGINT or SIGTERM; saves all state before it returns."""
    config.directory.mkdir(parents=True, exist_ok=True)
    with alone(config):
        began = time.monotonic()
        countries = Countries.read()
        for each in (
            chance,
            failures,
            patches,
            dynamodb,
            gateway,
            cloudwatch,
            codedeploy,
            analytics,
        ):
            each.install()
        signing_keys.install(config.directory / "token-key.json")
        codedeploy.minute_seconds()  # tells a wrong one now, not at the first deployment
        analytics.minute_seconds()
        saving = Saving(config)
        runtime = lambda_.ensure_runtime(config.directory / "runtime")
        with asyncio.Runner(loop_factory=_loop_factory()) as runner:
            runner.run(_serve(config, runtime, countries, saving, began))


def _loop_factory() -> Any:
    import uvloop  # noqa: PLC0415 - not on every platform

    return uvloop.new_event_loop


async def _serve(
    config: LocalConfig, runtime: Path, countries: Countries, saving: Saving, began: float
) -> None:
    parts = assembled(config, runtime, countries, saving)
    data_plane = planes.data_plane(config, parts.backends)
    control_plane = planes.control_plane(config, parts.aws)
    ended = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, ended.set)
    threading.Thread(target=control_plane.serve_forever, name="aws", daemon=True).start()
    serving = asyncio.create_task(data_plane.serve())
    snapshots = asyncio.create_task(saving.when_settled())
    polling = [asyncio.create_task(each.run()) for each in parts.pollers]
    _announce(config, saving, time.monotonic() - began)
    await ended.wait()
    snapshots.cancel()
    for poller in polling:
        poller.cancel()
    data_plane.should_exit = True
    await serving
    await _close(parts, control_plane)
    await saving.at_last()


def _announce(config: LocalConfig, saving: Saving, seconds: float) -> None:
    state = "with the data of before" if saving.restored else "empty"
    lines = [
        f"Embedded AWS ready {state} in {seconds:.1f} s: {config.aws_endpoint}",
        f"API at http://{HOST}:{config.api_port}; data in {config.snapshot}",
        *([f"Replayed {saving.replayed} changes of the journal"] if saving.replayed else []),
        *(f"Not enforced here: {each}" for each in web_acls.not_enforced(ACCOUNT_ID)),
    ]
    print("\n".join(lines), flush=True)


async def _close(parts: Parts, control_plane: BaseWSGIServer) -> None:
    await parts.functions.close()
    await asyncio.to_thread(control_plane.shutdown)
    for close in parts.closers:
        await asyncio.to_thread(close)
