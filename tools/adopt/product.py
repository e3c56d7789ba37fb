"""The product's name, as a tree has it."""

import re
from pathlib import Path

from tools.command import CommandError

FILE = Path("shared/product.py")
NAME = re.compile(r'^NAME = "([a-z0-9]+)"$', re.MULTILINE)


def product(root: Path) -> str:
    """The name; CommandError where the tree says none."""
    match = NAME.search((root / FILE).read_text(encoding="utf-8"))
    if match is None:
        raise CommandError(f'{FILE} has no line NAME = "…"')
    return match[1]
