"""The author of a release: the working tree's commit, whether it has changes, and a name."""

import getpass
import os
import subprocess


def commit() -> str:
    """The commit of the working tree; `none` where there is no repository."""
    return _git("rev-parse", "--short=12", "HEAD") or "none"


def whole_commit() -> str:
    """The commit's full name; empty where there is no repository."""
    return _git("rev-parse", "HEAD")


def tree() -> str:
    """Git's name of the commit's files: two commits with the same files have the same one."""
    return _git("rev-parse", "HEAD^{tree}")


def is_dirty() -> bool:
    """Whether the working tree has uncommitted changes."""
    return bool(_git("status", "--porcelain"))


def name() -> str:
    """The user of the pipeline, else the configured author of commits, else the login name."""
    return os.environ.get("GITHUB_ACTOR") or _git("config", "user.name") or getpass.getuser()


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""
