"""The commands' output and questions."""

import sys

from rich.console import Console

from tools.command import CommandError

console = Console()


def say(line: str) -> None:
    """Print a line."""
    console.print(line, markup=False, highlight=False, soft_wrap=True)


def check_confirmed(question: str, *, yes: bool, refusal: str = "nothing was destroyed") -> None:
    """CommandError unless the user confirms, beforehand or now."""
    if not yes and not _confirmed(question):
        raise CommandError(f"{refusal}; YES=1 answers the question")


def _confirmed(question: str) -> bool:
    if not sys.stdin.isatty():
        return False
    return input(f"{question} Type yes: ").strip() == "yes"
