"""The product's name, which begins every name in AWS."""

from pathlib import Path


def product(root: Path) -> str:
    """The name."""
    _ = root
    return "groundplan"
