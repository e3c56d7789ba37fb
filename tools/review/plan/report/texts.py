"""Texts of plans as Markdown shows them: nothing in them is markup, a mention or a link."""

import re

LONGEST = 600
SPECIAL = re.compile(r"[&<>|`*_\[\]\\~#$!{}()]")
JOINER = "\u2060"
"""An invisible character that GitHub's mentions and links do not reach across."""
INVISIBLE = re.compile(r"[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def plain(text: object) -> str:
    """The text as itself."""
    return _neutral(_short(str(text)))


def code(text: object) -> str:
    """An address in the face of code, which may break after its dots."""
    inner = SPECIAL.sub(lambda match: f"&#{ord(match[0])};", _short(str(text)))
    return f"<code>{_unlinked(inner).replace('.', '.<wbr>')}</code>"


def _neutral(text: str) -> str:
    return _unlinked(SPECIAL.sub(lambda match: f"&#{ord(match[0])};", text))


def _unlinked(escaped: str) -> str:
    for mark in ("@", "://", "www."):
        escaped = escaped.replace(mark, mark[:1] + JOINER + mark[1:])
    return escaped


def _short(text: str) -> str:
    """The text on one line, without invisible characters, and not longer than a few lines."""
    line = INVISIBLE.sub(" ", text)
    line = " ".join(line.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def table(*columns: str) -> str:
    """The head of a table."""
    return f"| {' | '.join(columns)} |\n|{' --- |' * len(columns)}"


def row(*cells: str) -> str:
    """One row of a table."""
    return f"| {' | '.join(cells)} |"


def folded(summary: str, inside: str) -> str:
    """A part that is shown when somebody opens it."""
    return f"<details>\n<summary>{summary}</summary>\n\n{inside}\n\n</details>"
