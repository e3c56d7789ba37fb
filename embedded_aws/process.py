"""The server as a background process: start, health, stop."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from typing import Any

from embedded_aws.config import HOST, REGION, LocalConfig
from embedded_aws.last_save import not_kept, saved_since
from embedded_aws.ports import port_conflict

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
        "AWS_SECRET_ACCESS_KEY": "local",  # nosec B105 # nobody's
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
    print(f"# Requests as they pass, functions, tables, alarms: {config.console}")
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
    if not saved_since(config, began):
        return fail(not_kept(config))
    print(f"Embedded AWS stopped; its data is kept in {config.snapshot}")
    return 0


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
    print(f"Embedded AWS runs at {config.aws_endpoint}, the API at {config.api_endpoint}")
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
