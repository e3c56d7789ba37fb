"""The one error of this package."""


class LintError(Exception):
    """Plans or sources cannot be linted; the message says why and what to do."""
