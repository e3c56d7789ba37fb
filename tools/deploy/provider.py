"""One process of Terraform's AWS provider for many runs, which start it again and again otherwise.

A run reads and checks the provider's 700 MB, and starts it for each phase, and in tests for each
`run`: nine tenths of its processor time.
"""

import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

from tools.command import CommandError

START_SECONDS = 30
_ATTACH = re.compile(r"TF_REATTACH_PROVIDERS='(.*)'")
# In this mode the provider prints what it does, whoever reads it.
_QUIET = {"TF_LOG": "off", "TF_LOG_SDK": "off", "TF_LOG_SDK_PROTO": "off", "TF_LOG_PROVIDER": "off"}


def program(data: Path) -> Path:
    """The provider that an initialised data folder holds, which `init` has checked."""
    candidates = sorted(data.glob("providers/*/hashicorp/aws/*/*/terraform-provider-aws_*"))
    if not candidates:
        raise CommandError(f"{data} holds no provider; was it initialised?")
    return candidates[-1]


@contextmanager
def running(path: Path, environment: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Keep the provider at work; what a run needs in its environment to attach to it."""
    with subprocess.Popen(
        [path.resolve(), "-debug"],
        env={**environment, **_QUIET},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            yield {"TF_REATTACH_PROVIDERS": _address(process)}
        finally:
            process.terminate()


def _address(process: "subprocess.Popen[str]") -> str:
    """How to attach to it, as it tells on its first lines."""
    addresses: Queue[str] = Queue()
    Thread(target=_read, args=(process, addresses), daemon=True).start()
    try:
        address = addresses.get(timeout=START_SECONDS)
    except Empty:
        address = ""
    if not address:
        process.kill()
        raise CommandError(f"Terraform's provider does not start: {process.args!r}")
    return address


def _read(process: "subprocess.Popen[str]", addresses: "Queue[str]") -> None:
    """Read to the end, or the provider would stand still when the pipe is full."""
    for line in process.stdout or ():
        if found := _ATTACH.search(line):
            addresses.put(found[1])
    addresses.put("")
