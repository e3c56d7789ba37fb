"""The drill: tables restored beside their own, and the local store stopped and killed."""

import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from tools.build.services import services_with_routes
from tools.command import CommandError
from tools.deploy.operations.restore import Tables
from tools.measure.faults.kinds.store import kill_and_start, stop_and_start
from tools.measure.restores.checksums import Comparison, checksums_of, compared
from tools.measure.stack import Stack

MOMENT = "restored to a moment"
STORE = "all tables"


@dataclass(frozen=True)
class Restored:
    """A store that came back, and the time that it took."""

    store: str
    way: str
    comparison: Comparison
    seconds: float

    @property
    def row(self) -> dict[str, Any]:
        """The line of the report."""
        names = {"store": self.store, "way": self.way}
        return names | asdict(self.comparison) | {"seconds": round(self.seconds, 1)}


def tables_of(stack: Stack) -> dict[str, str]:
    """The tables of the services, by service."""
    known = stack.aws("dynamodb").list_tables()["TableNames"]
    tables = {each: stack.function(each) for each in services_with_routes()}
    return {service: table for service, table in tables.items() if table in known}


def restored(stack: Stack, service: str, table: str) -> Restored:
    """Restore a service's table as it is now, beside the one in use, and delete it again."""
    dynamodb, began = stack.aws("dynamodb"), time.monotonic()
    before = checksums_of(dynamodb, table)
    try:
        target = _restore(stack, service)
        after = checksums_of(dynamodb, target, called=table)
    finally:
        Tables(dynamodb).delete_restored(table)
    return Restored(f"{service}'s table", MOMENT, compared(before, after), time.monotonic() - began)


def _restore(stack: Stack, service: str) -> str:
    """Run `make restore-<service>`'s command; the name of the table that it made."""
    now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    done = subprocess.run(
        [sys.executable, "-m", "tools.deploy", "restore", service, "--at", now],
        check=False,
        capture_output=True,
        text=True,
        env=stack.environment,
    )
    line = re.search(r'restored_tables = \{ \S+ = "([^"]+)"', done.stdout)
    if done.returncode or not line:
        raise CommandError(f"restore-{service} failed:\n{done.stdout}{done.stderr}")
    return line[1]


def started_again(stack: Stack, way: str, act: Callable[[Stack], None]) -> Restored:
    """Every table of the local store, before and after it was ended and started."""
    before, began = _everything(stack), time.monotonic()
    act(stack)
    seconds = time.monotonic() - began
    return Restored(STORE, way, compared(before, _everything(stack)), seconds)


def _everything(stack: Stack) -> dict[str, str]:
    dynamodb = stack.aws("dynamodb")
    return {
        key: digest
        for table in tables_of(stack).values()
        for key, digest in checksums_of(dynamodb, table).items()
    }


WAYS = {"stopped and started": stop_and_start, "killed and started": kill_and_start}
