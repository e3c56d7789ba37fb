"""Settings before and after, through nested blocks."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from tools.review.plan.facts.model import Change
from tools.review.plan.facts.weaker import Weaker, as_list

IDENTITIES = (
    "name", "rule_name", "id", "sid", "index_name", "region_name", "alias", "key", "type", "path",
    "domain_name", "scope_name", "metric_name", "label", "target_arn", "arn",
)  # fmt: skip
"""Arguments that tell one nested block from another of its name."""
LONG_NUMBER = 10_000
"""From here on a number is read in groups of three digits."""
OWN_NAMES = IDENTITIES[:6]
"""Arguments by which even a single block is another one than before."""


@dataclass(frozen=True)
class Leaf:
    """One setting on both sides; None where it is not set."""

    path: str
    old: Any
    new: Any
    unknown: bool = False


def leaves(change: Change, path: str) -> Iterator[Leaf]:
    """The setting at `a.b.c` in every nested block, each with its own counterpart."""
    before, after = change.sides()
    yield from _walk(before, after, change.unknown, path.split("."), "")


def _walk(old: Any, new: Any, unknown: Any, names: list[str], where: str) -> Iterator[Leaf]:
    if isinstance(old, list) or isinstance(new, list):
        if not names or not _are_blocks([*as_list(old), *as_list(new)]):
            if not names:
                yield Leaf(where, old, new, unknown=_is_unknown(unknown))
            return
        for label, one, other, open_ in aligned(as_list(old), as_list(new), unknown):
            yield from _walk(one, other, open_, names, f"{where}[{label}]" if label else where)
        return
    if not names:
        yield Leaf(where, old, new, unknown=_is_unknown(unknown))
        return
    name, rest = names[0], names[1:]
    one = old.get(name) if isinstance(old, Mapping) else None
    other = new.get(name) if isinstance(new, Mapping) else None
    open_ = unknown.get(name) if isinstance(unknown, Mapping) else unknown
    if one is None and other is None and not _is_unknown(open_):
        return
    yield from _walk(one, other, open_, rest, f"{where}.{name}" if where else name)


def aligned(
    old: list[Any], new: list[Any], unknown: Any = None
) -> Iterator[tuple[str, Any, Any, Any]]:
    """Nested blocks of both sides in pairs: by their name, else one by one."""
    opens = unknown if isinstance(unknown, list) else [unknown] * len(new)
    opens = [*opens, *([None] * (len(new) - len(opens)))]
    is_single = len(old) <= 1 and len(new) <= 1
    identity = _identity([*old, *new], OWN_NAMES if is_single else IDENTITIES)
    if identity is None:
        rest = [each for each in old if each not in new]
        for block, open_ in zip(new, opens, strict=False):
            partner = block if block in old else rest.pop(0) if rest else None
            yield "", partner, block, open_
        for block in rest:
            yield "", block, None, None
        return
    before = {each.get(identity): each for each in old}
    for block, open_ in zip(new, opens, strict=False):
        yield str(block.get(identity)), before.pop(block.get(identity), None), block, open_
    for label, block in before.items():
        yield str(label), block, None, None


def _identity(blocks: list[Any], names: Iterable[str]) -> str | None:
    """The argument by which these blocks are told apart."""
    if not _are_blocks(blocks):
        return None
    for name in names:
        values = [each.get(name) for each in blocks]
        if all(isinstance(value, str) and value for value in values):
            return name
    return None


def _are_blocks(values: Iterable[Any]) -> bool:
    return all(isinstance(each, Mapping) for each in values)


def _is_unknown(value: Any) -> bool:
    """Whether it, or a part of it, is known only after the apply."""
    if isinstance(value, Mapping):
        return any(_is_unknown(each) for each in value.values())
    if isinstance(value, list):
        return any(_is_unknown(each) for each in value)
    return value is True


@dataclass(frozen=True)
class Guard:
    """A setting of some types (patterns such as `aws_*`) that must not get weaker in this way."""

    path: str
    weaker: Weaker
    reason: str
    types: tuple[str, ...] = ("*",)

    def covers(self, change: Change) -> bool:
        """Whether the object is of one of its types."""
        return any(fnmatchcase(change.type, pattern) for pattern in self.types)


def weakened(change: Change, guards: Iterable[Guard]) -> Iterator[tuple[Guard, Leaf]]:
    """Each setting of the object that is weaker than before; unknown ones are another rule's."""
    for guard in guards:
        if guard.covers(change):
            for leaf in leaves(change, guard.path):
                if not leaf.unknown and guard.weaker(leaf.old, leaf.new):
                    yield guard, leaf


def text(value: Any) -> str:
    """A value as a sentence shows it."""
    if value is None or value in ([], ""):
        return "not set"
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, int | float) and float(value).is_integer():
        return f"{int(value):,}" if abs(value) >= LONG_NUMBER else str(int(value))
    if isinstance(value, list):
        return ", ".join(map(text, value))
    return str(value)


def matches(change: Change, *patterns: str) -> bool:
    """Whether its type is one of these patterns'."""
    return any(fnmatchcase(change.type, pattern) for pattern in patterns)
