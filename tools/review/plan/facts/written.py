"""The arguments of an object as its source writes them, for values that no plan knows."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from lark.exceptions import LarkError

from tools import hcl
from tools.review.plan.facts.model import Change, Plan
from tools.review.plan.facts.places import INDEX

MODULE = "module"
LOCAL = "local."


def argument(plan: Plan, change: Change, name: str) -> Any:
    """The expression that the source gives the argument, through one local; None without one."""
    folder = _folder(plan, change.address)
    if folder is None:
        return None
    kind, label = INDEX.sub("", change.address).split(".")[-2:]
    value = _of(_blocks(folder, "resource"), kind, label).get(name)
    plain = str(value).removeprefix(hcl.OPEN).removesuffix("}")
    if plain.startswith(LOCAL):
        return _of(_blocks(folder, "locals")).get(plain.removeprefix(LOCAL))
    return value


def _folder(plan: Plan, address: str) -> Path | None:
    """The folder of the module that has the object; None when its source is not here."""
    module, folder = plan.configuration.get("root_module", {}), plan.folder
    *calls, _, _ = INDEX.sub("", address).split(".")
    for name in calls[1::2] if calls and calls[0] == MODULE else []:
        call = module.get("module_calls", {}).get(name, {})
        if folder is None or not str(call.get("source", "")).startswith("."):
            return None
        module, folder = call.get("module", {}), folder / call["source"]
    return folder if folder and folder.is_dir() else None


def _of(blocks: Iterator[Mapping[str, Any]], *labels: str) -> Mapping[str, Any]:
    """The arguments of the blocks with these labels, together."""
    every: dict[str, Any] = {}
    for block in blocks:
        inner: Any = block
        for label in labels:
            inner = inner.get(label, {}) if isinstance(inner, Mapping) else {}
        every |= inner
    return every


def _blocks(folder: Path, kind: str) -> Iterator[Mapping[str, Any]]:
    for path in sorted(folder.glob("*.tf")):
        yield from _parsed(path.read_text(encoding="utf-8")).get(kind, [])


@lru_cache(maxsize=64)
def _parsed(text: str) -> Mapping[str, Any]:
    """The blocks of a file; none when it has what the reader does not know."""
    try:
        return hcl.parsed(text)
    except LarkError:
        return {}
