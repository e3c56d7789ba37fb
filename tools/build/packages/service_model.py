"""Cuts botocore's description of an AWS service to the operations that a function calls.

botocore reads the whole description when it makes a client. DynamoDB's has 57 operations and a
megabyte of documentation; a service here calls four of them.
"""

import gzip
import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

# Paginators and waiters are left out: a service asks for pages one at a time and waits for nothing.
KEPT = ("service-2", "service-2.sdk-extras", "endpoint-rule-set-1")


def trim_service(folder: Path, operations: Iterable[str]) -> None:
    """Keep the newest version of the service's description, with these operations alone."""
    *older, newest = sorted(path for path in folder.iterdir() if path.is_dir())
    for version in older:
        shutil.rmtree(version)
    for file in sorted(newest.iterdir()):
        name = file.name.removesuffix(".gz").removesuffix(".json")
        if name in KEPT:
            description = _read(file)
            if name == "service-2":
                description = trimmed(description, frozenset(operations))
            text = json.dumps(description, separators=(",", ":"))
        file.unlink()
        if name in KEPT:
            (newest / f"{name}.json").write_text(text, encoding="utf-8")


def trimmed(description: dict[str, Any], operations: frozenset[str]) -> dict[str, Any]:
    """The description with these operations and their shapes, without documentation."""
    called = {
        name: _undocumented(operation)
        for name, operation in description["operations"].items()
        if name in operations
    }
    shapes = description["shapes"]
    reached: set[str] = set()
    waiting = [*_named_shapes(called)]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += _named_shapes(shapes[name])
    return {
        **{key: value for key, value in description.items() if key != "documentation"},
        "operations": called,
        "shapes": {name: _undocumented(shapes[name]) for name in shapes if name in reached},
    }


def _named_shapes(node: Any) -> Iterator[str]:
    """Every shape that a part of the description refers to."""
    if isinstance(node, list):
        for each in node:
            yield from _named_shapes(each)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key == "shape" and isinstance(value, str):
                yield value
            else:
                yield from _named_shapes(value)


def _undocumented(node: Any) -> Any:
    """The node without documentation; a member called `documentation` stays."""
    if isinstance(node, list):
        return [_undocumented(each) for each in node]
    if not isinstance(node, dict):
        return node
    return {
        key: _undocumented(value)
        for key, value in node.items()
        if not (key == "documentation" and isinstance(value, str))
    }


def _read(file: Path) -> Any:
    content = file.read_bytes()
    return json.loads(gzip.decompress(content) if file.suffix == ".gz" else content)
