"""Warm requests of a subject, measured in a process of its own."""

import asyncio
import json
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from embedded_aws import base_python
from shared.attributes import from_attributes
from tools.command import CommandError
from tools.measure.starts.cold import TRACE
from tools.measure.starts.stub import secret
from tools.measure.starts.subjects import Subject

SCRIPT = Path(__file__).with_name("warm.py")


async def warm(
    subject: Subject, environment: Mapping[str, str], plan: Mapping[str, Any]
) -> dict[str, float]:
    """CPU microseconds of a request: the median by route."""
    with tempfile.NamedTemporaryFile("w+", encoding="utf-8", suffix=".json") as file:
        json.dump({**plan, "result": file.name}, file)
        file.flush()
        process = await asyncio.create_subprocess_exec(
            # -P: the script must not put its own neighbours before the function's modules.
            *(base_python(), "-P", "-S", "-s", str(SCRIPT), file.name),
            cwd=subject.folder,
            env=dict(environment),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        _, printed = await process.communicate()
        if process.returncode:
            raise CommandError(f"{subject.name} fails when warm: {printed.decode()[-2000:]}")
        file.seek(0)
        medians: dict[str, float] = json.load(file)
    return medians


def plan_of(subject: Subject, requests: int, stub: str, *, database: bool) -> dict[str, Any]:
    """The plan for warm.py."""
    item = subject.answers.get("GetItem", {}).get("Item", {})
    return {
        "handler": subject.handler,
        "events": {route: json.dumps(event) for route, event in subject.events.items()},
        "requests": requests,
        "database": database,
        "item": from_attributes(item),
        "attributes": item,
        "secret": secret(stub),
        "trace": TRACE,
    }
