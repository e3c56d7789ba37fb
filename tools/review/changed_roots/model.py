"""The roots and environments of a tree, and one that a change affects."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, order=True)
class Affected:
    """A root of an environment, and why its plan may differ."""

    root: str
    environment: str
    why: str


@dataclass(frozen=True)
class Tree:
    """The roots and environments that there are."""

    folder: Path
    roots: Sequence[str]
    environments: Sequence[str]
    functions: Sequence[str]
    """The services, the platform's own included."""
    switched_on: Mapping[str, Collection[str]] = field(default_factory=dict)
    """The environments of a root that is not everywhere, by the root."""

    def has(self, root: str, environment: str) -> bool:
        """Whether the environment has the root."""
        return root in self.roots and environment in self.switched_on.get(root, self.environments)
