"""The server as a background process: start, health, stop."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from typing import Any

from embedded_aws.config import HOST, REGION, LocalConfig

START_SECONDS = 60
STOP_SECONDS = 30


def health(config: LocalConfig) -> dict[str, Any] | None:
    """The running server's report about itself; None when it does not answer."""
    try:
        with urllib.request.urlopen(f"{config.aws_endpoint}/_local/health", timeout=2) as answer:  # noqa: S310
            answered: dict[str, Any] = json.load(answer)
            return answered
    except (urllib.error.URLError, OSError, ValueError):
        return None


def fail(message: str) -> int:
    """Print the message; returns the exit status for it."""
    print(f"error: {message}", file=sys.stderr)
    return 1


def _port_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False


def port_conflict(config: LocalConfig) -> str | None:
    """A sentence about a port in use; None when both are free."""
    for name, port in (("AWS_PORT", config.aws_port), ("API_PORT", config.api_port)):
        if _port_taken(port):
            return f"port {port} is taken; end what uses it or choose another: {name}={port + 1}"
    return None


def start(config: LocalConfig) -> int:
    """Start the server in the background; returns when it answers."""
    running = health(config)
    if running and _pid(config) == running["pid"]:
        print(f"# Embedded AWS runs already at {config.aws_endpoint}")
        return _say_how_to_use(config)
    taken = port_conflict(config)
    if taken:
        return fail(taken)
    config.directory.mkdir(parents=True, exist_ok=True)
    with config.log.open("ab") as log:
        begin = log.tell()
        process = subprocess.Popen(
            [sys.executable, "-m", "embedded_aws", "serve"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            env=os.environ | config.variables,
        )
    return _wait(config, process, begin)


def _wait(config: LocalConfig, process: subprocess.Popen[bytes], begin: int) -> int:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            printed = config.log.read_bytes()[begin:].decode("utf-8", "replace").strip()
            last = printed.splitlines()[-1] if printed else "it printed nothing"
            return fail(f"{last.removeprefix('error: ')} (log: {config.log})")
        if health(config):
            return _say_how_to_use(config)
        time.sleep(0.05)
    process.kill()
    return fail(f"the embedded AWS did not answer in {START_SECONDS} s; see {config.log}")


def _say_how_to_use(config: LocalConfig) -> int:
    """Print lines for a shell's `eval`: all that boto3 and Terraform need, and comments."""
    variables = {
        "AWS_ENDPOINT_URL": config.aws_endpoint,
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
    }
    print('# Embedded AWS is up; to use it from this shell: eval "$(make -s aws-up)"')
    for name, value in variables.items():
        print(f"export {name}={value}")
    print(
        f"# Deployed REST APIs answer at http://{HOST}:{config.api_port}/restapis/"
        "<api-id>/<stage>/_user_request_/<path>"
    )
    return 0


def stop(config: LocalConfig) -> int:
    """Stop the server of this folder, which saves its data."""
    pid = _pid(config)
    if pid is None:
        print("Embedded AWS is not running")
        return 0
    began = time.time()
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while _pid(config) is not None:
        if time.monotonic() > deadline:
            return fail(f"process {pid} does not end; see {config.log}")
        time.sleep(0.05)
    if not _saved_since(config, began):
        return fail(_not_kept(config))
    print(f"Embedded AWS stopped; its data is kept in {config.snapshot}")
    return 0


def _saved_since(config: LocalConfig, moment: float) -> bool:
    """Whether the server wrote its snapshot on the way out, whatever became of its log."""
    slack = 0.1  # a file system's clock may be a little behind
    return config.snapshot.exists() and config.snapshot.stat().st_mtime >= moment - slack


def _not_kept(config: LocalConfig) -> str:
    """A sentence about a server that ended without its last snapshot."""
    text = "Embedded AWS stopped, but its last snapshot could not be written"
    reason = _last_error(config)
    if config.snapshot.exists():
        moment = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(config.snapshot.stat().st_mtime))
        text += f"; {config.snapshot} is of {moment}"
    return (
        f"{text}{f' ({reason})' if reason else ''}. Tables, secrets, objects and all else that was "
        "changed by requests since then is in the journal beside it, and comes back at the next "
        "start; log lines and metrics since then are not kept. Make room on the disk first."
    )


def _last_error(config: LocalConfig) -> str:
    """The server's last complaint; empty when its log has none, or could not be written."""
    with contextlib.suppress(OSError):
        lines = config.log.read_text(encoding="utf-8", errors="replace").splitlines()
        if lines and lines[-1].startswith("error: "):
            return lines[-1].removeprefix("error: ").rstrip(".")
    return ""


def _pid(config: LocalConfig) -> int | None:
    """The running server's process id, from a file that is locked while it runs."""
    import fcntl  # noqa: PLC0415 - not on every platform

    try:
        with config.pid.open() as file:
            text = file.read().strip()
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                return int(text) if text else None
    except FileNotFoundError:
        pass
    return None


def status(config: LocalConfig) -> int:
    """Print whether the server runs and where; the exit status is 0 when it does."""
    running = health(config) if _pid(config) else None
    if not running:
        print("Embedded AWS is not running")
        return 1
    print(f"Embedded AWS runs at {config.aws_endpoint}, the API at http://{HOST}:{config.api_port}")
    return gaps(config)


def gaps(config: LocalConfig) -> int:
    """Sentences about data not saved, rules not enforced, things not done; often none."""
    answer = health(config) or {}
    for sentence in answer.get("not_saved", []):
        print(f"Not saved: {sentence}")
    for sentence in answer.get("not_enforced", []):
        print(f"Not enforced here: {sentence}")
    for sentence in answer.get("accepted", []):
        print(f"Accepted, but nothing here does it: {sentence}")
    return 0
