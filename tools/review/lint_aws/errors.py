"""The one error of this package."""


class LintError(Exception):
    """Nothing can be linted; says why and what to do."""
