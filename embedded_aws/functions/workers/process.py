"""One worker process: awslambdaric with the unpacked code, its output read line by line."""

import asyncio
import codecs
import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import psutil

READ_BYTES = 16384
PIPE_BYTES = 65536
"""A pipe holds no more, so whoever reads this much has all that was printed before."""
LINE_LIMIT_BYTES = 256 * 1024
"""CloudWatch Logs takes no longer event."""


class WorkerProcess:
    """A process group of its own; calls back for each line it prints, and when it ends."""

    def __init__(
        self,
        command: list[str],
        folder: Path,
        environment: Mapping[str, str],
        on_line: Callable[[str], None],
        on_exit: Callable[[str], None],
    ) -> None:
        self._on_line = on_line
        self._on_exit = on_exit
        self._loop = asyncio.get_running_loop()
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._partial = ""
        self._output, output = os.pipe()
        os.set_blocking(self._output, False)
        try:
            self._process = subprocess.Popen(
                [*_die_with_parent(), *command],
                cwd=folder,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        finally:
            os.close(output)
        self._loop.add_reader(self._output, self._read)
        self._exit = self._loop.create_task(self._watch())

    @property
    def alive(self) -> bool:
        """Whether the process is running."""
        return self._process.poll() is None

    def memory_mb(self) -> int:
        """Peak resident memory (Linux), else the present one; 0 after its end."""
        status = Path("/proc", str(self._process.pid), "status")
        with contextlib.suppress(OSError, StopIteration):
            lines = status.read_text(encoding="utf-8").splitlines()
            peak = next(line for line in lines if line.startswith("VmHWM:"))
            return int(peak.split()[1]) // 1024
        try:
            return int(psutil.Process(self._process.pid).memory_info().rss / 1048576)
        except psutil.Error:
            return 0

    def kill(self) -> None:
        """Kill the process and all its descendants, also those outside its group."""
        if self.alive:
            for child in self._children():
                with contextlib.suppress(psutil.Error):
                    child.kill()
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def _children(self) -> list[psutil.Process]:
        try:
            return psutil.Process(self._process.pid).children(recursive=True)
        except psutil.Error:
            return []

    def drain(self) -> None:
        """Deliver every line printed so far; ends even if the process goes on printing."""
        left = PIPE_BYTES
        while left > 0 and (taken := self._read()):
            left -= taken
        self._end_line()

    def _read(self) -> int:
        """Read one piece, so that much output never blocks the loop; returns its length."""
        try:
            data = os.read(self._output, READ_BYTES)
        except OSError:  # nothing there now, or closed
            return 0
        if not data:
            self._loop.remove_reader(self._output)
        self._lines(self._decoder.decode(data))
        return len(data)

    def _lines(self, text: str) -> None:
        *lines, self._partial = (self._partial + text).split("\n")
        for line in lines:
            self._on_line(line)
        while len(self._partial) > LINE_LIMIT_BYTES:
            self._on_line(self._partial[:LINE_LIMIT_BYTES])
            self._partial = self._partial[LINE_LIMIT_BYTES:]

    def _end_line(self) -> None:
        """Deliver a line without a line break: a logged traceback ends with one."""
        if self._partial:
            self._on_line(self._partial)
            self._partial = ""

    async def _watch(self) -> None:
        try:
            await self._ended()
        finally:
            self.kill()
            self._close()
            self._on_exit(self._reason())

    async def _ended(self) -> None:
        """Wait for the end without a thread, by the kernel's notice where it has one (Linux)."""
        if not hasattr(os, "pidfd_open"):
            await asyncio.to_thread(self._process.wait)
            return
        descriptor = os.pidfd_open(self._process.pid)
        ended = asyncio.Event()
        self._loop.add_reader(descriptor, ended.set)
        try:
            await ended.wait()
        finally:
            self._loop.remove_reader(descriptor)
            os.close(descriptor)
            self._process.wait()

    def _close(self) -> None:
        self.drain()
        self._loop.remove_reader(self._output)
        os.close(self._output)

    def _reason(self) -> str:
        """The reason of its end, in Lambda's words."""
        code = self._process.returncode
        if code == 0:
            return "Runtime exited without providing a reason"
        if code > 0:
            return f"Runtime exited with error: exit status {code}"
        name = signal.strsignal(-code) or str(-code)
        return f"Runtime exited with error: signal: {name.lower()}"


def _die_with_parent() -> list[str]:
    """A command prefix by which the kernel kills a worker whose parent died (Linux, util-linux)."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "KILL"] if setpriv else []
