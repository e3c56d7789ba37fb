"""The one error of this package."""


class CostError(Exception):
    """The cost cannot be told; says why and what to do."""
