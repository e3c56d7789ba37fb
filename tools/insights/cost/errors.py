"""The one error of this package."""


class CostError(Exception):
    """The cost cannot be computed; the message says why and what to do."""
