"""Compares two contracts of a service: removed operations, and shared ones."""

import json
from typing import Any

Contract = dict[str, Any]
VERBS = {"get", "head", "post", "put", "patch", "delete"}


def operations(contract: Contract) -> set[tuple[str, str]]:
    """(path, verb) of every operation that consumers can call."""
    return {
        (path, verb) for path, item in contract["paths"].items() for verb in item if verb in VERBS
    }


def removes(old: Contract, new: Contract) -> bool:
    """Whether the new contract lacks an operation of the old one."""
    return bool(operations(old) - operations(new))


def shared(old: Contract, new: Contract) -> Contract:
    """The old contract with the operations of both: right for both versions of the code."""
    common = operations(old) & operations(new)
    paths = {
        path: {
            verb: operation
            for verb, operation in item.items()
            if verb not in VERBS or (path, verb) in common
        }
        for path, item in old["paths"].items()
    }
    alive = {path for path, _ in common}
    return {**old, "paths": {path: item for path, item in paths.items() if path in alive}}


def text_of(contract: Contract) -> str:
    """The stored bytes, the same for the same contract."""
    return json.dumps(contract, sort_keys=True, separators=(",", ":"))
