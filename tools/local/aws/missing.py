"""The operations that moto lacks, each in the shape of the real API."""


def install() -> None:
    """Add them all to moto."""
