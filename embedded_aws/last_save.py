"""The snapshot that a server writes on its way out, and what to say without it."""

import contextlib
import time

from embedded_aws.config import LocalConfig


def saved_since(config: LocalConfig, moment: float) -> bool:
    """Whether the server wrote its snapshot on the way out, whatever became of its log."""
    slack = 0.1  # a file system's clock may be a little behind
    return config.snapshot.exists() and config.snapshot.stat().st_mtime >= moment - slack


def not_kept(config: LocalConfig) -> str:
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
