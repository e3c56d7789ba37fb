"""`Breaking-Change: <service>: <reason>`: the line that announces a breaking change."""

import re
from collections.abc import Iterable

FORM = "Breaking-Change: <service>: <reason>"
LINE = re.compile(r"^Breaking-Change:[ \t]*([\w-]+)[ \t]*:[ \t]*(\S.*)$", re.MULTILINE)


def reasons(texts: Iterable[str]) -> dict[str, str]:
    """Reasons by service, from commit messages and the pull request's text."""
    return {name: reason.strip() for text in texts for name, reason in LINE.findall(text)}
