"""botocore's clients without the handlers for documentation and for services elsewhere."""

ELSEWHERE = frozenset({
    "cloudsearchdomain", "cloudwatch", "cognito-identity", "docdb", "ec2", "glacier", "neptune",
    "polly", "rds", "s3", "sts",
})  # fmt: skip
"""Services that botocore has much of its own for, and that no function calls."""


def is_needed(event: str) -> bool:
    """Whether a function's calls can come to this event: `before-call.s3.PutObject`, `docs.…`."""
    kind, _, rest = event.partition(".")
    return kind != "docs" and rest.partition(".")[0] not in ELSEWHERE


def begin(folder: str) -> None:
    """Shorten botocore's list before the first session reads it."""
    from botocore import handlers  # noqa: PLC0415 - after the other levers have begun

    del folder
    handlers.BUILTIN_HANDLERS[:] = [
        each for each in handlers.BUILTIN_HANDLERS if is_needed(each[0])
    ]


def end() -> None:
    """Nothing to undo."""
