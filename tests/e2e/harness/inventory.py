"""The resources in the embedded AWS, of any service.

`python -m tests.e2e.harness.inventory SNAPSHOT` reads them from the snapshot, so that no service is
forgotten, without what moto starts with.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from moto.core.base_backend import BackendDict

from embedded_aws.state import snapshot
from tests.e2e.harness.stack import Stack

NAMES = ("arn", "id", "name")
SETTLED_SECONDS = 120
TAGS = "_resource_tags"
MARK = "/inventory"
"""A parameter of ours: once it is in a snapshot, so is all that was there before."""
ENDS_BY_ITSELF = (
    "cloudwatch eu-central-1 alarm_history",  # kept for 30 days
    "cloudwatch eu-central-1 kept_metrics",  # cannot be deleted, and end after 15 months
    "iam aws access_keys",  # of sessions
    "sts aws assumed_roles",
)


DELIVERED = "_log_lines/day="
"""In the key of lines that Firehose delivers meanwhile; they go with their bucket."""


def inventory(stack: Stack) -> set[str]:
    """All resources now, one line each."""
    file, now = Path(stack.environment["LOCAL_DIR"], "snapshot.pickle"), time.time()
    stack.aws("ssm").put_parameter(Name=MARK, Value=str(now), Type="String", Overwrite=True)
    deadline = time.monotonic() + SETTLED_SECONDS
    while file.stat().st_mtime < now:
        assert time.monotonic() < deadline, "no snapshot was taken"
        time.sleep(0.5)
    done = subprocess.run(
        [sys.executable, "-m", "tests.e2e.harness.inventory", str(file)],
        check=True,
        capture_output=True,
        text=True,
    )
    things = json.loads(done.stdout)
    return {each for each in things if not (each.endswith(MARK) or DELIVERED in each)}


def _things() -> Iterator[str]:
    for backends in list(BackendDict._instances):
        service = backends.backend.__module__.split(".")[1]
        for _, region, backend in backends.iter_backends():
            for attribute, value in vars(backend).items():
                place = f"{service} {region} {attribute}"
                content = _with_tags(value) if attribute == TAGS else value
                if place not in ENDS_BY_ITSELF:
                    yield from (f"{place}: {each}" for each in _keys(content))


def _with_tags(kinds: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Tagged resources by kind; moto also lists each one that was only asked for its tags."""
    return {
        kind: {name: tags for name, tags in resources.items() if tags}
        for kind, resources in kinds.items()
    }


def _keys(value: Any) -> Iterator[str]:
    """Names in a container, at any depth: an account's budgets, a bucket's objects."""
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield f"{key}{_state(each)}"
            within = getattr(each, "keys", None) if not isinstance(each, Mapping) else each
            if isinstance(within, Mapping):
                yield from (f"{key}/{name}" for name in within)
    elif isinstance(value, list | set | tuple):
        yield from map(_name, value)


def _state(thing: Any) -> str:
    """The state of a KMS key that waits for its deletion; empty for all else."""
    state = getattr(thing, "key_state", "")
    return f" ({state})" if state == "PendingDeletion" else ""


def _name(thing: Any) -> str:
    names = (vars(thing).get(each) for each in NAMES if hasattr(thing, "__dict__"))
    return str(next(filter(None, names), thing))


def _main(file: Path) -> None:
    snapshot.restore(file)
    print(json.dumps(sorted(set(_things()))))


if __name__ == "__main__":
    _main(Path(sys.argv[1]))
