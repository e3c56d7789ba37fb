"""A process of Terraform's AWS provider that runs attach to, instead of starting it themselves.

A run reads and checks the provider's 700 MB, and starts it for each phase, and in tests for each
`run`: most of its processor time.
"""

import hashlib
import os
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

from tools.command import CommandError
from tools.deploy.terraform.cli import written_whole
from tools.measure.trace import record

START_SECONDS = 60
_ADDRESS = re.compile(r"TF_REATTACH_PROVIDERS='(.*)'")
# In this mode the provider prints what it does, whoever reads it.
_QUIET = {"TF_LOG": "off", "TF_LOG_SDK": "off", "TF_LOG_SDK_PROTO": "off", "TF_LOG_PROVIDER": "off"}
# It lives no longer than this process, however that ends: the pipe to `cat` is closed then.
# Of its output only it holds the end, so that an early death is seen at once.
_GUARDED = '"$0" -debug </dev/null & exec >/dev/null; cat; kill $!; wait $!'


def program(data: Path) -> Path | None:
    """The provider in an initialised data folder, which `init` has checked; None if none is."""
    candidates = sorted(data.glob("providers/*/hashicorp/aws/*/*/terraform-provider-aws_*"))
    return candidates[-1] if candidates else None


def checked(folder: Path, lock: bytes) -> Path | None:
    """The provider that an `init` with this lock file has checked, for one of these roots."""
    record_ = _record(folder, lock)
    path = Path(record_.read_text(encoding="utf-8")) if record_.exists() else None
    return path if path and path.exists() else None


def remember(folder: Path, lock: bytes, data: Path) -> None:
    """Let the other roots attach to the provider that `init` has checked for this one."""
    path = program(data)
    if path:
        written_whole(_record(folder, lock), str(path.resolve()))


def _record(folder: Path, lock: bytes) -> Path:
    return folder / f"provider-{hashlib.sha256(lock).hexdigest()[:16]}"


@contextmanager
def running(path: Path, environment: Mapping[str, str], name: str) -> Iterator[dict[str, str]]:
    """Keep it at work for one configuration; the variables that let a run attach to it."""
    began = time.time()
    with tempfile.TemporaryDirectory() as sockets:
        process = subprocess.Popen(
            ["/bin/sh", "-c", _GUARDED, str(path.resolve())],
            env={**environment, **_QUIET, "TMPDIR": sockets},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            process_group=0,  # Ctrl-C is Terraform's, which needs it to end in order
        )
        try:
            yield {"TF_REATTACH_PROVIDERS": _address(process, path)}
        finally:
            cpu = _end(process)
            record.write("provider", name, began, time.time(), cpu=cpu)


def _end(process: "subprocess.Popen[str]") -> float:
    """End it; the seconds of processor time that it took."""
    assert process.stdin is not None  # noqa: S101 - both are pipes
    process.stdin.close()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime


def _address(process: "subprocess.Popen[str]", path: Path) -> str:
    """How to attach to it, as it tells on its first lines."""
    addresses: Queue[str] = Queue()
    Thread(target=_read, args=(process, addresses), daemon=True).start()
    try:
        address = addresses.get(timeout=START_SECONDS)
    except Empty:
        address = ""
    if not address:
        raise CommandError(f"Terraform's provider does not start: {path}")
    return address


def _read(process: "subprocess.Popen[str]", addresses: "Queue[str]") -> None:
    """Read to the end, or the provider would stand still when the pipe is full."""
    assert process.stdout is not None  # noqa: S101
    with process.stdout as lines:
        for line in lines:
            if match := _ADDRESS.search(line):
                addresses.put(match[1])
    addresses.put("")
