"""Which page of docs/ helps with which command: errors and `make help TOPIC=` name it."""

PAGES = {
    "docs/local-aws.md": ("run", "up", "watch", "down"),
    "docs/operations/releases.md": ("deploy", "rollback", "releases", "unlock"),
    "docs/operations/observing.md": ("status", "logs", "log_level"),
    "docs/operations/alarms.md": ("alarms",),
    "docs/operations/consumers.md": ("token", "rotate_secret"),
    "docs/operations/restore.md": ("restore",),
    "docs/operations/environments.md": ("destroy", "sweep"),
    "docs/operations/reviews.md": ("plan",),
    "docs/services.md": ("new", "update", "remove", "rename"),
}


def page_of(job: str) -> str | None:
    """The page about a command's job; None for one that has none."""
    return next((page for page, jobs in PAGES.items() if job in jobs), None)
