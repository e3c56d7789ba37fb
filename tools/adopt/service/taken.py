"""Names that are taken: by a service, or by one that looks the same."""

from pathlib import Path

from tools.adopt.service import names
from tools.command import CommandError

CACHE = "__pycache__"


def check_free(name: str, root: Path, argument: str = "NAME") -> None:
    """CommandError if a service of this name, or one that looks the same, is there."""
    there = {
        path.name
        for folder in ("services", "terraform/services")
        for path in (root / folder).glob("*/")
        if not is_left_over(path)
    }
    if name in there:
        raise CommandError(
            f"there is a service {name}; choose another {argument}, or take it away with "
            f"`make remove-service NAME={name}`"
        )
    alike = [other for other in there if other in {names.plural(name), names.singular(name)}]
    if alike:
        raise CommandError(
            f"{name} and the service {alike[0]} are one word in singular and plural, which readers "
            f"take for each other; choose another {argument}"
        )


def is_left_over(folder: Path) -> bool:
    """Whether there is nothing in a folder but what Python wrote beside files that are gone."""
    return all(path.is_dir() or path.parent.name == CACHE for path in folder.rglob("*"))
