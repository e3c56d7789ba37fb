"""Patch operations (API reference, "patch operations"): one table of paths for each resource."""

import copy
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from typing import Any

from embedded_aws.gateway.control_plane.protocol.errors import BadRequestError

type Json = dict[str, Any]
type Apply = Callable[["Change"], None]


class Form(Enum):
    """How AWS refuses a patch operation; it differs from resource to resource."""

    PATHS = auto()
    """Names the paths that it takes."""
    OPERATIONS = auto()
    """Names the wrong path, or the operations that a right path takes."""
    PATH = auto()
    """Names the path alone."""


REPLACE = ("replace",)
EACH = ("add", "replace", "remove")
MEMBERS = ("add", "remove")


@dataclass(frozen=True)
class Change:
    """One patch operation on a target, with the names in its path decoded."""

    target: Json
    op: str
    path: str
    value: str | None
    names: Mapping[str, str]

    @property
    def text(self) -> str | None:
        """The new value; None when it is taken away."""
        return self.value if self.op != "remove" and self.value != "" else None


@dataclass(frozen=True)
class Path:
    """A path that may be patched: `/requestParameters/{name}`; `{name+}` has slashes, too."""

    template: str
    ops: tuple[str, ...]
    apply: Apply

    def names(self, path: str) -> dict[str, str] | None:
        """The decoded names in the path; None when it is another path."""
        match = _pattern(self.template).fullmatch(path)
        return {n: unescaped(part) for n, part in match.groupdict().items()} if match else None


@cache
def _pattern(template: str) -> re.Pattern[str]:
    single = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(template))
    return re.compile(re.sub(r"\\{(\w+)\\\+\\}", r"(?P<\1>.+)", single))


@dataclass(frozen=True)
class Patches:
    """The paths of one resource, and the form of its refusals."""

    paths: tuple[Path, ...]
    form: Form = Form.PATHS

    def applied(self, target: Json, operations: Iterable[Mapping[str, Any]] | None) -> Json:
        """A changed copy; the target stays as it is when an operation is refused."""
        changed = copy.deepcopy(target)
        for each in operations or ():
            op, path = str(each.get("op") or ""), each.get("path")
            row, names = self._row(op, path)
            row.apply(Change(changed, op, path or "", each.get("value"), names))
        return changed

    def _row(self, op: str, path: str | None) -> tuple[Path, Mapping[str, str]]:
        for row in self.paths if path else ():
            names = row.names(path or "")
            if names is not None and op in row.ops:
                return row, names
            if names is not None and self.form is Form.OPERATIONS:
                raise _wrong_operation(row)
        raise BadRequestError(self._refusal(op, path))

    def _refusal(self, op: str, path: str | None) -> str:
        if self.form is not Form.PATHS:
            return f"Invalid patch path {path or 'null'}"
        known = [row.template for row in self.paths if op in row.ops]
        what = f"Invalid patch path  '{path or ''}' specified for op '{op}'. "
        if not known:
            return f"{what}Please choose supported operations"
        return f"{what}Must be one of: [{', '.join(known)}]"


def _wrong_operation(row: Path) -> BadRequestError:
    if row.ops == REPLACE:
        return BadRequestError("Invalid patch operation specified. Must be one of: [replace]")
    return BadRequestError("Invalid patch operation specified. Must be 'add'|'remove'|'replace'")


def unescaped(part: str) -> str:
    """One decoded part of a JSON pointer."""
    return part.replace("~1", "/").replace("~0", "~")


def as_number(value: str, kind: type, message: str) -> Any:
    """The value as a number; BadRequest with this message for anything else."""
    try:
        return kind(value)
    except ValueError:
        raise BadRequestError(message) from None
