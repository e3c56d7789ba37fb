"""Paths of patch operations that many resources have: texts, flags, numbers, entries, members."""

from collections.abc import Callable
from typing import Any

from embedded_aws.gateway.control_plane.protocol.errors import BadRequestError, NotFoundError
from embedded_aws.gateway.control_plane.protocol.patches import (
    EACH,
    MEMBERS,
    REPLACE,
    Change,
    Path,
    as_number,
)


def text(name: str, template: str | None = None, ops: tuple[str, ...] = REPLACE) -> Path:
    """A path that sets a text; an empty one takes it away."""

    def apply(change: Change) -> None:
        change.target.pop(name, None)
        if change.text is not None:
            change.target[name] = change.text

    return Path(template or f"/{name}", ops, apply)


def flag(name: str) -> Path:
    """A path that sets a truth: anything but `true` is false."""

    def apply(change: Change) -> None:
        change.target[name] = str(change.value).lower() == "true"

    return Path(f"/{name}", REPLACE, apply)


def number(name: str, kind: type = int, message: str | None = None) -> Path:
    """A path that sets a number; an empty value takes it away."""

    def apply(change: Change) -> None:
        change.target.pop(name, None)
        if change.text is not None:
            change.target[name] = as_number(change.text, kind, message or f"Invalid {name}")

    return Path(f"/{name}", REPLACE, apply)


def entry(name: str, missing: str, as_: Callable[[str], Any] = str) -> Path:
    """Paths of a map's entries; an entry that is replaced or removed must exist."""

    def apply(change: Change) -> None:
        entries, key = change.target.setdefault(name, {}), change.names["name"]
        if change.op != "add" and key not in entries:
            raise NotFoundError(missing)
        if change.op != "remove" and change.value is None:
            raise BadRequestError(f"Invalid null or empty value in {name}")
        entries.pop(key, None)
        if change.op != "remove":
            entries[key] = as_(str(change.value))
        if not entries:
            del change.target[name]

    return Path(f"/{name}/{{name}}", EACH, apply)


def members(name: str) -> Path:
    """A path that adds to and removes from a list, by value."""

    def apply(change: Change) -> None:
        others = [each for each in change.target.get(name) or [] if each != change.value]
        change.target[name] = others + [change.value] * (change.op == "add")

    return Path(f"/{name}", MEMBERS, apply)
