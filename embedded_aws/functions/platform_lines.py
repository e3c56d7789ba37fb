"""Lambda's own log lines, as text or as JSON (developer guide, "Log formats")."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

TIMED_OUT, EXITED = "Sandbox.Timedout", "Runtime.ExitError"
_STATUSES = {TIMED_OUT: "timeout", EXITED: "failure"}
_DETAILED = {"TRACE", "DEBUG", "INFO"}


@dataclass(frozen=True)
class Logging:
    """A function's LoggingConfig without the log group."""

    format: str = "Text"
    application_level: str = "INFO"
    system_level: str = "INFO"


@dataclass(frozen=True)
class Report:
    """The figures of one invocation; the error is its kind, None without one."""

    request_id: str
    duration_ms: float
    memory_mb: int
    used_mb: int
    init_ms: float
    error: str | None

    @property
    def billed_ms(self) -> int:
        """The duration, rounded up to milliseconds."""
        return int(-(-self.duration_ms // 1))


class PlatformLines(Protocol):
    """Lambda's log lines for one function."""

    def start(self, request_id: str, version: str) -> list[str]:
        """The line before an invocation."""

    def init_timeout(self, duration_ms: float) -> list[str]:
        """The line after an init phase that took too long."""

    def failure(self, text: str) -> list[str]:
        """The line after the worker was killed or exited."""

    def report(self, report: Report) -> list[str]:
        """The line after an invocation."""


def lines_of(logging: Logging) -> PlatformLines:
    """The lines in this format."""
    return JsonLines(logging.system_level) if logging.format == "JSON" else TextLines()


class TextLines:
    """START, END and REPORT."""

    def start(self, request_id: str, version: str) -> list[str]:
        """One line."""
        return [f"START RequestId: {request_id} Version: {version}"]

    def init_timeout(self, duration_ms: float) -> list[str]:
        """One line."""
        return [f"INIT_REPORT Init Duration: {duration_ms:.2f} ms\tPhase: init\tStatus: timeout"]

    def failure(self, text: str) -> list[str]:
        """One line."""
        return [text]

    def report(self, report: Report) -> list[str]:
        """Two lines."""
        init = f"\tInit Duration: {report.init_ms:.2f} ms" if report.init_ms else ""
        return [
            f"END RequestId: {report.request_id}",
            f"REPORT RequestId: {report.request_id}\tDuration: {report.duration_ms:.2f} ms"
            f"\tBilled Duration: {report.billed_ms} ms\tMemory Size: {report.memory_mb} MB"
            f"\tMax Memory Used: {report.used_mb} MB{init}",
        ]


class JsonLines:
    """`platform.start` and `platform.report`, by the system log level."""

    def __init__(self, system_level: str) -> None:
        self._all = system_level in _DETAILED

    def start(self, request_id: str, version: str) -> list[str]:
        """A line of level INFO."""
        record = {"requestId": request_id, "version": version}
        return [_event("platform.start", record)] if self._all else []

    def init_timeout(self, duration_ms: float) -> list[str]:
        """A line of level WARN."""
        record = {
            "initializationType": "on-demand",
            "phase": "init",
            "status": "timeout",
            "metrics": {"durationMs": round(duration_ms, 3)},
        }
        return [_event("platform.initReport", record)]

    def failure(self, text: str) -> list[str]:  # noqa: ARG002 - the report has it
        """Nothing: the report's status has it."""
        return []

    def report(self, report: Report) -> list[str]:
        """A line of level INFO, or of WARN for a failed invocation."""
        if not (self._all or report.error):
            return []
        metrics = {
            "durationMs": round(report.duration_ms, 3),
            "billedDurationMs": report.billed_ms,
            "memorySizeMB": report.memory_mb,
            "maxMemoryUsedMB": report.used_mb,
        }
        if report.init_ms:
            metrics["initDurationMs"] = round(report.init_ms, 3)
        record: dict[str, Any] = {"requestId": report.request_id, "metrics": metrics}
        record["status"] = _STATUSES.get(report.error, "error") if report.error else "success"
        if report.error in _STATUSES:
            record["errorType"] = report.error
        return [_event("platform.report", record)]


def _event(kind: str, record: dict[str, Any]) -> str:
    time = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return json.dumps({"time": time, "type": kind, "record": record}, separators=(",", ":"))
