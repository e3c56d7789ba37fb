"""Answers to questions: from arguments, or from whoever sits at the terminal."""

import sys

from tools.command import CommandError


def ask(name: str, given: str, help_: str, default: str | None = None) -> str:
    """The argument; asked for at a terminal, or its default, or CommandError that names it."""
    if given.strip():
        return given.strip()
    if not sys.stdin.isatty():
        if default is not None:
            return default
        raise CommandError(f"{name} is not given: {help_}")
    answer = ""
    while not answer:
        answer = input(f"{name} ({help_}){f' [{default}]' if default else ''}: ").strip()
        if not answer and default is not None:
            return default
    return answer


def confirm(question: str, *, yes: bool) -> None:
    """CommandError unless whoever sits at the terminal says yes, or YES=1 was given."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise CommandError(f"{question} Confirm with YES=1.")
    if input(f"{question} [y/N] ").strip().lower() not in {"y", "yes"}:
        raise CommandError("nothing was changed")
