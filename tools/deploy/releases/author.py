"""Who releases what: the commit of the working tree, whether it has changes, and the author."""

import getpass
import os
import subprocess


def commit() -> str:
    """The commit of the working tree; `none` where there is no repository."""
    return _git("rev-parse", "--short=12", "HEAD") or "none"


def is_dirty() -> bool:
    """Whether the working tree has changes that no commit has."""
    return bool(_git("status", "--porcelain"))


def name() -> str:
    """Who runs the pipeline, else whose commits these would be, else who is logged in."""
    return os.environ.get("GITHUB_ACTOR") or _git("config", "user.name") or getpass.getuser()


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""
