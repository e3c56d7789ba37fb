"""Document paths: where they lead, and whether two of them meet."""

from collections.abc import Iterable
from dataclasses import dataclass

from embedded_aws.dynamodb.errors import ValidationError
from embedded_aws.dynamodb.values.attributes import Attribute, Values

type Part = str | int


@dataclass(frozen=True)
class Path:
    """A document path, such as `lines[0].sku`; an operand of expressions."""

    parts: tuple[Part, ...]

    @property
    def head(self) -> str:
        """The name of the top-level attribute."""
        return str(self.parts[0])

    @property
    def nested(self) -> bool:
        """Whether it leads into a map or list."""
        return len(self.parts) > 1

    def value(self, item: Values) -> Attribute | None:
        """The value there; None when there is none."""
        here = item.get(self.head)
        for part in self.parts[1:]:
            if here is None:
                return None
            here = child(here, part)
        return here

    def __str__(self) -> str:
        parts = (f"[{part}]" if isinstance(part, int) else part for part in self.parts)
        return f"[{', '.join(parts)}]"


def child(value: Attribute, part: Part) -> Attribute | None:
    """An element of a map or list."""
    if isinstance(part, int):
        elements = value.get("L", ())
        return elements[part] if part < len(elements) else None
    members: Values = value.get("M", {})
    return members.get(part)


def apart(paths: Iterable[Path]) -> None:
    """Refuse paths of which one leads through the other, or that take one value as two types."""
    seen: list[Path] = []
    for path in paths:
        for other in seen:
            _do_not_meet(other, path)
        seen.append(path)


def _do_not_meet(one: Path, two: Path) -> None:
    rewrite = f"must remove or rewrite one of these paths; path one: {one}, path two: {two}"
    for left, right in zip(one.parts, two.parts, strict=False):
        if type(left) is not type(right):
            raise ValidationError(f"Two document paths conflict with each other; {rewrite}")
        if left != right:
            return
    raise ValidationError(f"Two document paths overlap with each other; {rewrite}")


def project(paths: Iterable[Path], item: Values) -> Values:
    """The parts of the item where the paths lead; elements of a list close up."""
    tree: dict[Part, object] = {}
    for path in paths:
        if path.value(item) is None:
            continue
        here = tree
        for part in path.parts[:-1]:
            here = here.setdefault(part, {})  # type: ignore[assignment]
        here[path.parts[-1]] = None
    return {str(name): _cut(item[str(name)], below) for name, below in tree.items()}


def _cut(value: Attribute, below: object) -> Attribute:
    if not isinstance(below, dict):
        return value
    if "L" in value:
        return {"L": [_cut(value["L"][index], below[index]) for index in sorted(below)]}
    return {"M": {name: _cut(value["M"][name], further) for name, further in below.items()}}
