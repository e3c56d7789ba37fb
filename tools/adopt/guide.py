"""Targets and pages about a topic, and completion of targets for a shell."""

import re
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from tools import command
from tools.command import CommandError
from tools.pages import PAGES

ROOT = Path()
TARGET = re.compile(r"^([a-z][\w%-]*):.*?## (.*)$", re.MULTILINE)
ROW = re.compile(r"^\| (.+?) \| \[.+?\]\((.+?)\) \|$", re.MULTILINE)
HEADING = re.compile(r"^# (.+)$", re.MULTILINE)
COMPLETION = {
    "bash": """\
_make_targets_here() {{
  local service prefix targets
  targets=$(awk -F: '/^[a-z][a-z0-9_-]*:.*## /{{print $1}}' Makefile 2>/dev/null)
  for service in $(compgen -G 'services/*/main.py'); do
    service=${{service#services/}}
    for prefix in {prefixes}; do targets+=" $prefix${{service%/*}}"; done
  done
  COMPREPLY=($(compgen -W "$targets" -- "${{COMP_WORDS[COMP_CWORD]}}"))
}}
complete -o default -F _make_targets_here make
""",
    "zsh": """\
(( $+functions[compdef] )) || {{ autoload -Uz compinit && compinit }}
_make_targets_here() {{
  local services=(services/*/main.py(N:h:t)) prefix
  compadd $(awk -F: '/^[a-z][a-z0-9_-]*:.*## /{{print $1}}' Makefile 2>/dev/null)
  for prefix in {prefixes}; do compadd -- ${{prefix}}${{^services}}; done
  (( compstate[nmatches] )) || _files
}}
compdef _make_targets_here make
""",
}
"""Without a target to complete, both shells complete files: `make -C other`."""


def topic(arguments: Namespace) -> int:
    """Print the targets and pages that say something about a topic."""
    word = arguments.topic.lower()
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = [each for each in TARGET.findall(makefile) if word in " ".join(each).lower()]
    pages = _pages(word)
    if not targets and not pages:
        raise CommandError(
            f"nothing is said about {word}; `make` lists all targets, docs/ all pages"
        )
    for name, text in targets:
        print(f"  make {name.replace('%', '<service>'):<24} {text}")
    for page, title in pages.items():
        print(f"  {page:<34} {title}")
    return 0


def completion(arguments: Namespace) -> int:
    """Print what a shell reads to complete targets: source <(make -s completion)."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    prefixes = [
        name.removesuffix("%") for name, _ in TARGET.findall(makefile) if name.endswith("%")
    ]
    print(COMPLETION[arguments.shell].format(prefixes=" ".join(prefixes)))
    return 0


def _pages(word: str) -> dict[str, str]:
    """Pages whose question, title or commands have the word."""
    questions = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    pages = {
        f"docs/{page.partition('#')[0]}": text
        for text, page in ROW.findall(questions)
        if word in text.lower()
    }
    for path in sorted((ROOT / "docs").rglob("*.md")):
        title = HEADING.search(path.read_text(encoding="utf-8"))
        jobs = PAGES.get(str(path), ())
        if title and "adr" not in path.parts and (word in title[1].lower() or word in jobs):
            pages.setdefault(str(path), title[1])
    return pages


def _parser() -> ArgumentParser:
    parser = command.parser("tools.adopt.guide", __doc__)
    jobs = command.jobs_of(parser)
    command.job(jobs, "topic", topic).add_argument("topic")
    shells = command.job(jobs, "completion", completion)
    shells.add_argument("shell", nargs="?", default="bash", choices=sorted(COMPLETION))
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one job."""
    return command.run(_parser(), argv)


if __name__ == "__main__":
    sys.exit(main())
